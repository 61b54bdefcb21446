package org.nalsm.spark.family.liquid;

import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.sample.SampleSource;

/**
 * The snapshots of an initialisation, presented by a core of an executor; a step is a snapshot.
 *
 * @param backend its inner loops are chosen on the executor
 * @param trainingSamples samples [0, trainingSamples) take part
 * @param snapshots length of the sequence
 * @param snapshotMs duration of a snapshot, ms
 */
record Snapshots(
        Broadcast<SampleSource> samples,
        Broadcast<Network> network,
        LiquidModel model,
        BackendChoice backend,
        SpikeEncoding encoding,
        int trainingSamples,
        int snapshots,
        int snapshotMs)
        implements SequentialWork<float[]> {

    @Override
    public long steps() {
        return snapshots;
    }

    @Override
    public Computation<float[]> begin(Optional<PhaseState> from) {
        Network topology = network.value();
        LiquidInitialiser initialiser = new LiquidInitialiser(
                topology, model, startWeights(), backend.backend().kernel());
        from.ifPresent(state -> initialiser.restore(stateOf(state)));
        return new Presentation(initialiser, inputs(), sequence(), snapshotMs);
    }

    float[] startWeights() {
        return network.value().weights(model.initialAbsoluteWeight());
    }

    SampleInputs inputs() {
        return encoding.inputs(samples);
    }

    InitialisationSequence sequence() {
        return new InitialisationSequence(encoding.runSeed(), trainingSamples, snapshots);
    }

    /** @throws IllegalArgumentException if the stored state is one of another liquid */
    LiquidInitialiser.State stateOf(PhaseState stored) {
        Network topology = network.value();
        return new LiquidInitialiser.State(
                stored.floats("weights", topology.synapses()),
                stored.floats("trace", topology.liquid() + topology.inputs()),
                stored.floats("calcium", LiquidInitialiser.hasCalcium(model) ? topology.liquid() : 0));
    }

    /** What is stored. */
    static PhaseState stored(LiquidInitialiser.State state) {
        return new PhaseState()
                .put("weights", state.weights())
                .put("trace", state.trace())
                .put("calcium", state.calcium());
    }

    private record Presentation(
            LiquidInitialiser initialiser, SampleInputs inputs, InitialisationSequence sequence, int snapshotMs)
            implements Computation<float[]> {

        @Override
        public void advance(long step) {
            int position = (int) step;
            initialiser.present(inputs.snapshot(sequence.sample(position), position), snapshotMs, StepObserver.NONE);
        }

        @Override
        public PhaseState state() {
            return stored(initialiser.state());
        }

        @Override
        public float[] result() {
            return initialiser.weights();
        }
    }
}
