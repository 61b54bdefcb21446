package org.nalsm.spark.family.liquid;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.cuda.CudaProvider;
import org.nalsm.engine.liquid.simulation.dense.DenseProvider;
import org.nalsm.engine.liquid.simulation.event.EventDrivenProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What simulates samples: {@code simulation.backend}. */
public enum Backend {
    /** The GPU that Spark assigned to the task, or the fastest loops of its CPU. */
    AUTO,
    /** Event-driven with the fastest inner loops of this machine. */
    EVENT,
    /** Event-driven with plain Java loops. */
    EVENT_SCALAR,
    /** Event-driven with loops on the Vector API. */
    EVENT_VECTOR,
    /** The dense reference on ND4J: readable and slow. */
    DENSE,
    /** A GPU and nothing else. */
    CUDA;

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    /**
     * The backend of that name in the configuration.
     *
     * @throws UserException BAD_CONFIGURATION if it is not there or this machine cannot run it
     */
    public static Backend of(String configured) {
        Backend backend = Arrays.stream(values())
                .filter(b -> b.toString().equals(configured))
                .findFirst()
                .orElseThrow(() -> unavailable(configured, "there is no such backend"));
        if (backend == EVENT_VECTOR && !Kernel.VECTOR.isAvailable()) {
            throw unavailable(configured, Kernel.VECTOR.unavailableBecause());
        }
        return backend;
    }

    private static UserException unavailable(Object configured, String reason) {
        return new UserException(
                UserException.Kind.BAD_CONFIGURATION,
                "simulation.backend = " + configured + " cannot be used: " + reason + "; use auto");
    }

    /** Whether it may run on a GPU. */
    boolean takesGpus() {
        return this == AUTO || this == CUDA;
    }

    private SimulatorProvider onCpu() {
        return this == DENSE ? new DenseProvider() : new EventDrivenProvider(kernel());
    }

    /**
     * What simulates in this process.
     *
     * @param gpu address of the GPU that may be used, if there is one
     * @throws UserException BAD_CONFIGURATION if it has to be a GPU and cannot
     */
    public SimulatorProvider choose(Optional<String> gpu) {
        if (!takesGpus()) {
            return onCpu();
        }
        Optional<SimulatorProvider> cuda = gpu.map(CudaProvider::new);
        Optional<String> reason = cuda.isEmpty()
                ? Optional.of("no GPU is assigned to the task")
                : cuda.flatMap(SimulatorProvider::unavailableBecause);
        if (reason.isEmpty()) {
            return cuda.orElseThrow();
        }
        if (this == CUDA) {
            throw unavailable(this, reason.get());
        }
        if (SAID.add(reason.get())) {
            LOG.info("Simulates on the CPU: {}", reason.get());
        }
        return onCpu();
    }

    /** Inner loops of event-driven simulation, and of liquid initialisation. */
    public Kernel kernel() {
        return switch (this) {
            case EVENT_SCALAR -> Kernel.SCALAR;
            case EVENT_VECTOR -> Kernel.VECTOR;
            default -> Kernel.fastest();
        };
    }

    /** The name in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
