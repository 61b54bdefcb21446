package org.nalsm.spark.cluster;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.nalsm.engine.UserException;

/** The GPUs that Spark's executors have, and the part of one that a task asks for. */
public final class Gpus {
    private static final String RESOURCE = "gpu";
    private static final String OF_EXECUTOR = "spark.executor.resource.gpu.amount";
    private static final String OF_TASK = "spark.task.resource.gpu.amount";

    private Gpus() {}

    /** Whether the cluster's executors are to have GPUs. */
    public static boolean areInCluster(SparkConf conf) {
        return conf.getDouble(OF_EXECUTOR, 0) > 0;
    }

    /**
     * Refuses what would wait for ever: Spark in local mode has no GPUs to assign, and a job that asks for one is never
     * started.
     *
     * @throws UserException BAD_CONFIGURATION
     */
    public static void refuseInLocalMode(SparkConf conf) {
        for (String key : List.of(OF_EXECUTOR, OF_TASK)) {
            if (isLocal(conf) && conf.contains(key)) {
                throw new UserException(
                        UserException.Kind.BAD_CONFIGURATION,
                        key + " = " + conf.get(key) + " has no effect with master " + conf.get("spark.master")
                                + ", where Spark assigns no GPUs and would wait for them for ever; leave it out and "
                                + "name the devices, simulation.gpu-devices = [0]");
            }
        }
    }

    /** Whether all tasks run in the driver's process. {@code local-cluster} has executors of its own. */
    public static boolean isLocal(SparkConf conf) {
        String master = conf.get("spark.master", "");
        return master.equals("local") || master.startsWith("local[");
    }

    /**
     * What a stage asks for whose tasks use a GPU each.
     *
     * @param tasksPerGpu tasks that share one
     */
    public static ResourceProfile shared(SparkConf conf, int tasksPerGpu) {
        return new ResourceProfileBuilder()
                .require(new TaskResourceRequests()
                        .cpus(conf.getInt("spark.task.cpus", 1))
                        .resource(RESOURCE, 1.0 / tasksPerGpu))
                .build();
    }

    /**
     * The GPU of the task that asks.
     *
     * @param ofLocalMode devices that tasks take in turns where Spark assigns none, by address
     * @return its address: a UUID or a number; empty if there is none
     */
    public static Optional<String> ofThisTask(List<String> ofLocalMode) {
        TaskContext task = TaskContext.get();
        if (task == null) {
            return ofLocalMode.stream().findFirst();
        }
        ResourceInformation assigned = task.resourcesJMap().get(RESOURCE);
        if (assigned != null && assigned.addresses().length > 0) {
            return Optional.of(assigned.addresses()[0]);
        }
        return ofLocalMode.isEmpty()
                ? Optional.empty()
                : Optional.of(ofLocalMode.get(task.partitionId() % ofLocalMode.size()));
    }
}
