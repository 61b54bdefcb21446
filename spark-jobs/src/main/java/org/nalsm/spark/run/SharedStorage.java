package org.nalsm.spark.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cluster.Gpus;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.StorageProbe;

/** Whether the executors of a cluster write where the driver reads. */
public final class SharedStorage {
    private static final String LOCAL_FILES = "file:";
    private static final String SEES_IT = "";

    private SharedStorage() {}

    /**
     * Looks from the executors at an {@code output.dir} of local files, which on a cluster is another one on every machine,
     * unless it is mounted on all of them. To be called before the work, which would be lost.
     *
     * @throws UserException BAD_CONFIGURATION naming executors that do not see what the driver wrote there
     */
    public static void require(JavaSparkContext spark, ResultsStore store) {
        if (Gpus.isLocal(spark.getConf()) || !store.root().startsWith(LOCAL_FILES)) {
            return;
        }
        List<Integer> tasks =
                IntStream.range(0, spark.defaultParallelism()).boxed().toList();
        try (StorageProbe probe = StorageProbe.place(store)) {
            List<String> blind = JobTitle.during(
                    spark,
                    "check that output.dir is shared",
                    () -> spark.parallelize(tasks, tasks.size())
                            .map(new Look(probe))
                            .distinct()
                            .collect());
            refuse(
                    store,
                    blind.stream()
                            .filter(host -> !host.equals(SEES_IT))
                            .sorted()
                            .toList());
        }
    }

    static void refuse(ResultsStore store, List<String> hosts) {
        if (!hosts.isEmpty()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    ("output.dir = %s is not the same directory on the executors (%s): on a cluster it must be storage"
                                    + " that driver and executors share, such as hdfs:, s3a: or a network file system")
                            .formatted(store.root(), String.join(", ", hosts)));
        }
    }

    /** Runs on an executor: the host where the probe is not seen, or nothing. */
    record Look(StorageProbe probe) implements Function<Integer, String> {
        @Override
        public String call(Integer ignored) throws UnknownHostException {
            return probe.isSeen() ? SEES_IT : InetAddress.getLocalHost().getHostName();
        }
    }
}
