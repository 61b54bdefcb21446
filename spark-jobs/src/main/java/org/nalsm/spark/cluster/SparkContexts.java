package org.nalsm.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;

/** Opens the Spark context of a command. */
public final class SparkContexts {
    private static final String PROMETHEUS = "spark.metrics.conf.driver.sink.prometheusServlet.";

    private SparkContexts() {}

    /**
     * A context with the settings that spark-submit was given. Only what the user left open is filled in.
     *
     * @param name what the Spark pages call the application
     * @throws UserException USAGE if no master is set, so not run by spark-submit; BAD_CONFIGURATION if GPUs are asked for
     *     in local mode, or Spark refuses its settings; CANNOT_WRITE if its own directory cannot be; UNAVAILABLE if the master cannot be reached
     */
    public static JavaSparkContext open(String name) {
        return open(name, new SparkConf());
    }

    /**
     * A context for trials that run at the same time and share the cores fairly, each in a pool of its own.
     *
     * @param name what the Spark pages call the application
     * @throws UserException as {@link #open}
     */
    public static JavaSparkContext openFair(String name) {
        return open(name, new SparkConf().setIfMissing("spark.scheduler.mode", "FAIR"));
    }

    /** Version, master, tasks at a time and the address of Spark's page, in words. */
    public static String describe(JavaSparkContext spark) {
        String page = spark.sc().uiWebUrl().isDefined()
                ? ", page " + spark.sc().uiWebUrl().get()
                : "";
        return "Spark %s on %s, %d tasks at a time%s"
                .formatted(spark.version(), spark.master(), spark.defaultParallelism(), page);
    }

    static JavaSparkContext open(String name, SparkConf given) {
        SparkConf conf = given.setAppName(name)
                // Progress of running tasks arrives with the heartbeats.
                .setIfMissing("spark.executor.heartbeatInterval", "2s")
                // Beside the figures of executors, which Spark offers Prometheus by itself.
                .setIfMissing(PROMETHEUS + "class", "org.apache.spark.metrics.sink.PrometheusServlet")
                .setIfMissing(PROMETHEUS + "path", "/metrics/prometheus");
        if (!conf.contains("spark.master")) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "no Spark master is set; run this through submit/nalsm "
                            + "or spark-submit, for example: submit/nalsm train -- --master 'local[2]'");
        }
        Gpus.refuseInLocalMode(conf);
        requireLocalDirectory(conf.get("spark.local.dir", ""));
        long waitMs = executorWaitMs(conf);
        Masters.requireReachable(conf.get("spark.master"));
        JavaSparkContext spark = start(conf);
        WorkMetrics.register(spark);
        if (!Gpus.isLocal(conf)) {
            spark.sc()
                    .addSparkListener(
                            new LostExecutors((job, reason) -> spark.sc().cancelJob(job, reason)));
            spark.sc()
                    .addSparkListener(new IdleJobs(
                                    waitMs,
                                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                                    (job, reason) -> spark.sc().cancelJob(job, reason))
                            .watched());
        }
        return spark;
    }

    /** Spark would end the process where it can write in none of them. */
    static void requireLocalDirectory(String directories) {
        String problem = "";
        for (String directory : directories.split(",", -1)) {
            if (directory.isBlank()) {
                return;
            }
            try {
                Path probe = Files.createTempDirectory(Files.createDirectories(Path.of(directory.strip())), "probe");
                Files.delete(probe);
                return;
            } catch (IOException | InvalidPathException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        throw new UserException(
                UserException.Kind.CANNOT_WRITE,
                "spark.local.dir = " + directories + " cannot be written to (" + problem
                        + "); name a directory with free space");
    }

    private static long executorWaitMs(SparkConf conf) {
        try {
            return Math.max(1, conf.getTimeAsMs(IdleJobs.WAIT, IdleJobs.USUAL_WAIT));
        } catch (NumberFormatException e) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    IdleJobs.WAIT + " = " + conf.get(IdleJobs.WAIT) + " must be a time such as 90s or 10min",
                    e);
        }
    }

    private static JavaSparkContext start(SparkConf conf) {
        try {
            JavaSparkContext spark = new JavaSparkContext(conf);
            if (spark.sc().isStopped()) {
                throw new IllegalStateException("the master " + conf.get("spark.master") + " gives it no application");
            }
            return spark;
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "Spark cannot start: " + ClusterTrouble.firstLine(String.valueOf(e.getMessage()))
                            + "; check what stands after --, and spark-defaults.conf",
                    e);
        }
    }
}
