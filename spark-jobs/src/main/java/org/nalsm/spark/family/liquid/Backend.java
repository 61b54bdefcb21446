package org.nalsm.spark.family.liquid;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.dense.DenseSimulator;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.Kernel;
import org.nalsm.spark.run.ExecutorLibraries;

/** What simulates samples: {@code simulation.backend}. Liquid initialisation is event-driven in any case. */
public enum Backend {
    /** The fastest that this machine has. */
    AUTO,
    /** Event-driven with the fastest inner loops of this machine. */
    EVENT,
    /** Event-driven with plain Java loops. */
    EVENT_SCALAR,
    /** Event-driven with loops on the Vector API. */
    EVENT_VECTOR,
    /** The dense reference on ND4J: readable and slow. */
    DENSE,
    /** On a GPU; not built yet. */
    CUDA;

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
        if (backend == CUDA) {
            throw unavailable(configured, "this version has no CUDA backend");
        }
        if (backend == EVENT_VECTOR && !Kernel.VECTOR.isAvailable()) {
            throw unavailable(configured, Kernel.VECTOR.unavailableBecause());
        }
        return backend;
    }

    private static UserException unavailable(String configured, String reason) {
        return new UserException(
                UserException.Kind.BAD_CONFIGURATION,
                "simulation.backend = " + configured + " cannot be used: " + reason + "; use auto");
    }

    /** Sees to it that executors have what simulating needs; to be called before the first such job. */
    void prepare(JavaSparkContext spark) {
        if (this == DENSE) {
            ExecutorLibraries.ship(spark);
        }
    }

    /** A simulator for one thread. */
    public LiquidSimulator newSimulator(Network network, LiquidModel model, float[] weights) {
        return this == DENSE
                ? new DenseSimulator(network, model, weights)
                : new EventDrivenSimulator(network, model, weights, kernel());
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
