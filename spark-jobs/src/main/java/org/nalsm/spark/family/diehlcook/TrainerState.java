package org.nalsm.spark.family.diehlcook;

import org.nalsm.engine.diehlcook.DiehlCookModel;
import org.nalsm.engine.diehlcook.NetworkTrainer;
import org.nalsm.spark.run.PhaseState;

/** A trainer's state as the arrays of a checkpoint. */
final class TrainerState {
    private static final String WEIGHTS = "weights";
    private static final String ARRIVAL = "arrival";
    private static final String THETA = "theta";
    private static final String POTENTIAL = "potential";
    private static final String CONDUCTANCE = "conductance";
    private static final String LAST_SPIKE = "last-spike";
    private static final String ARMED_AT = "armed-at";
    private static final String COUNTERS = "counters";

    private TrainerState() {}

    static PhaseState of(NetworkTrainer trainer) {
        NetworkTrainer.State state = trainer.state();
        return new PhaseState()
                .put(WEIGHTS, state.weights())
                .put(ARRIVAL, state.arrival())
                .put(THETA, state.thetaMv())
                .put(POTENTIAL, state.potential())
                .put(CONDUCTANCE, state.conductance())
                .put(LAST_SPIKE, state.lastSpike())
                .put(ARMED_AT, state.armedAt())
                .put(COUNTERS, state.counters());
    }

    /** @throws IllegalArgumentException if it is the state of another network */
    static void restore(PhaseState state, NetworkTrainer trainer, DiehlCookModel model) {
        int n = model.neurons();
        trainer.restore(new NetworkTrainer.State(
                state.floats(WEIGHTS, model.synapses()),
                state.ints(ARRIVAL, model.synapses()),
                state.doubles(THETA, n),
                state.floats(POTENTIAL, 2 * n),
                state.floats(CONDUCTANCE, 3 * n),
                state.ints(LAST_SPIKE, 2 * n),
                state.ints(ARMED_AT, n),
                state.longs(COUNTERS, 3)));
    }
}
