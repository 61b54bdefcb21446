package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceProfile;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.spark.cluster.ExecutorLibraries;
import org.nalsm.spark.cluster.Gpus;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.family.liquid.config.SimulationConfig;

/**
 * The configured backend and the GPUs that it may use. Travels to executors; which of them simulates is decided there.
 *
 * @param gpuDevices in local mode, the devices that tasks take in turns
 * @param tasksPerGpu tasks that share a GPU
 */
record BackendChoice(Backend backend, List<String> gpuDevices, int tasksPerGpu) implements Serializable {
    BackendChoice {
        gpuDevices = List.copyOf(gpuDevices);
    }

    /** @throws UserException BAD_CONFIGURATION if this machine cannot run it */
    static BackendChoice of(SimulationConfig config) {
        return new BackendChoice(Backend.of(config.backend()), config.gpuDevices(), config.tasksPerGpu());
    }

    /**
     * What simulates in the task that asks.
     *
     * @throws UserException BAD_CONFIGURATION if it has to be a GPU and cannot
     */
    SimulatorProvider here() {
        return backend.choose(Gpus.ofThisTask(gpuDevices));
    }

    /** Sees to it that executors have what simulating needs; to be called before the first such job. */
    void prepare(JavaSparkContext spark) {
        if (backend == Backend.DENSE) {
            ExecutorLibraries.ship(spark);
        }
    }

    /** Whether tasks may find a GPU: Spark has some to assign, or the configuration names them. */
    boolean mayFindGpu(JavaSparkContext spark) {
        return backend.takesGpus() && (Gpus.areInCluster(spark.getConf()) || !gpuDevices.isEmpty());
    }

    /** What tasks that simulate ask for; empty where Spark has no GPUs to assign, or none is wanted. */
    Optional<ResourceProfile> resources(JavaSparkContext spark) {
        return backend.takesGpus() && Gpus.areInCluster(spark.getConf())
                ? Optional.of(Gpus.shared(spark.getConf(), tasksPerGpu))
                : Optional.empty();
    }

    /**
     * Refuses a cluster without usable GPUs where there must be some. Asks one executor, by a job of its own.
     *
     * @throws UserException BAD_CONFIGURATION saying what was looked for
     */
    void check(JavaSparkContext spark) {
        if (backend != Backend.CUDA) {
            return;
        }
        if (Gpus.isLocal(spark.getConf())) {
            checkHere();
            return;
        }
        if (!Gpus.areInCluster(spark.getConf())) {
            throw refused("spark.executor.resource.gpu.amount is not set, so executors have no GPU; add --conf "
                    + "spark.executor.resource.gpu.amount=1 --conf "
                    + "spark.executor.resource.gpu.discoveryScript=submit/gpu-discovery.sh");
        }
        ResourceProfile profile = resources(spark).orElseThrow();
        JobTitle.during(
                spark,
                "look for a GPU",
                () -> spark.parallelize(List.of(this), 1)
                        .withResources(profile)
                        .map(new Probe())
                        .collect());
    }

    /**
     * Likewise for local mode, in which this machine is all there is; needs no context.
     *
     * @throws UserException BAD_CONFIGURATION saying what was looked for
     */
    void checkHere() {
        if (backend != Backend.CUDA) {
            return;
        }
        if (gpuDevices.isEmpty()) {
            throw refused("no device is named; in local mode, simulation.gpu-devices = [0] names the first");
        }
        gpuDevices.forEach(device -> backend.choose(Optional.of(device)));
    }

    private static UserException refused(String reason) {
        return new UserException(
                UserException.Kind.BAD_CONFIGURATION, "simulation.backend = cuda cannot be used: " + reason);
    }

    /** Runs on an executor. */
    private record Probe() implements Function<BackendChoice, String> {
        @Override
        public String call(BackendChoice choice) {
            return choice.here().device();
        }
    }
}
