package org.nalsm.spark.family.liquid;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;

/**
 * The idle simulators of this executor: as many as tasks ran at once, so that a task finds one with its arrays
 * allocated and its loops compiled. A static because an executor has no other place that outlives a task.
 */
final class SimulatorPool {
    private static final int MAX_LIQUIDS = 4;
    private static final Map<String, Deque<LiquidSimulator>> IDLE = new HashMap<>();

    private SimulatorPool() {}

    static LiquidSimulator borrow(Liquid liquid) {
        synchronized (IDLE) {
            Deque<LiquidSimulator> idle = IDLE.get(key(liquid));
            if (idle != null && !idle.isEmpty()) {
                return idle.pop();
            }
        }
        return liquid.newSimulator();
    }

    /** Returns a simulator after use; one that failed is not returned. */
    static void giveBack(Liquid liquid, LiquidSimulator simulator) {
        synchronized (IDLE) {
            if (!IDLE.containsKey(key(liquid)) && IDLE.size() >= MAX_LIQUIDS) {
                IDLE.clear();
            }
            IDLE.computeIfAbsent(key(liquid), k -> new ArrayDeque<>()).push(simulator);
        }
    }

    /** Drops the idle simulators of every liquid. */
    static void clear() {
        synchronized (IDLE) {
            IDLE.clear();
        }
    }

    private static String key(Liquid liquid) {
        return liquid.id() + '/' + liquid.backend();
    }
}
