package org.nalsm.spark.family.liquid;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;

/**
 * The idle simulators of this executor: as many as tasks ran at once, so that a task finds one with its memory allocated
 * and its loops compiled. A static because an executor has no other place that outlives a task.
 */
final class SimulatorPool {
    private static final int MAX_LIQUIDS = 4;
    private static final Map<String, Deque<LiquidSimulator>> IDLE = new HashMap<>();

    private SimulatorPool() {}

    /** What is done with a simulator. */
    @FunctionalInterface
    interface Use {
        void with(LiquidSimulator simulator);
    }

    /**
     * Lends a simulator; one that fails is closed.
     *
     * @throws UserException BAD_CONFIGURATION if a GPU has too little memory for a single sample
     */
    static void use(Liquid liquid, SimulatorProvider provider, Use use) {
        String key = liquid.id() + '/' + provider;
        LiquidSimulator simulator = borrow(key, liquid, provider);
        try {
            use.with(simulator);
        } catch (CudaException e) {
            close(simulator);
            throw asMistake(e);
        } catch (RuntimeException e) {
            close(simulator);
            throw e;
        }
        giveBack(key, simulator);
    }

    private static LiquidSimulator borrow(String key, Liquid liquid, SimulatorProvider provider) {
        synchronized (IDLE) {
            Deque<LiquidSimulator> idle = IDLE.get(key);
            if (idle != null && !idle.isEmpty()) {
                return idle.pop();
            }
        }
        try {
            return open(liquid, provider);
        } catch (CudaException e) {
            throw asMistake(e);
        }
    }

    /** Idle simulators of other liquids make room. */
    private static LiquidSimulator open(Liquid liquid, SimulatorProvider provider) {
        try {
            return provider.open(liquid.network(), liquid.model(), liquid.weights());
        } catch (CudaException e) {
            if (!e.isOutOfMemory()) {
                throw e;
            }
            clear();
            return provider.open(liquid.network(), liquid.model(), liquid.weights());
        }
    }

    private static void giveBack(String key, LiquidSimulator simulator) {
        synchronized (IDLE) {
            if (!IDLE.containsKey(key) && IDLE.size() >= MAX_LIQUIDS) {
                clear();
            }
            IDLE.computeIfAbsent(key, k -> new ArrayDeque<>()).push(simulator);
        }
    }

    private static void close(LiquidSimulator simulator) {
        try {
            simulator.close();
        } catch (CudaException ignored) {
            // Its device has failed, which the exception under way says.
        }
    }

    /** Memory that other programs take is the user's to free; all else is not. */
    private static RuntimeException asMistake(CudaException e) {
        return e.isOutOfMemory()
                ? new UserException(
                        UserException.Kind.BAD_CONFIGURATION,
                        e.getMessage() + "; too little is free for a single sample: set simulation.tasks-per-gpu = 1, "
                                + "keep other programs off the GPU, or set simulation.backend = event",
                        e)
                : e;
    }

    /** Drops the idle simulators of every liquid. */
    static void clear() {
        synchronized (IDLE) {
            IDLE.values().forEach(idle -> idle.forEach(LiquidSimulator::close));
            IDLE.clear();
        }
    }
}
