package org.nalsm.engine.liquid.simulation.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.DigitLikeRates;
import org.nalsm.engine.liquid.simulation.SequentialSimulator;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nd4j.linalg.factory.Nd4j;

/** The event-driven simulator against the dense one, spike for spike, on a liquid of 5 x 5 x 5. */
class DenseAgreementTest {
    private static final int SAMPLES = 20;
    private static final int DURATION_MS = 40;
    private static final int SNAPSHOTS = 100;
    private static final int SNAPSHOT_MS = 20;
    private static final long SEED = 42;
    private static final Network NETWORK = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 7)).generate();

    private static int threads;

    /** The matrices are small, and on a busy machine threads wait for each other longer than they compute. */
    @BeforeAll
    static void computeOnOneThread() {
        threads = Nd4j.getEnvironment().maxMasterThreads();
        Nd4j.getEnvironment().setMaxMasterThreads(1);
    }

    @AfterAll
    static void computeOnAllThreads() {
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
    }

    static Stream<LiquidModel> models() {
        LiquidModel apStdp = LiquidModel.lsmApStdp(1, 3, 3, 2);
        // No liquid of the publication applies AP-STDP to samples; here it shows the rule of the initialisation.
        LiquidModel apStdpSamples = new LiquidModel(
                "ap-stdp while a sample is shown",
                apStdp.neuron(),
                3,
                1,
                apStdp.initialisation(),
                apStdp.initialisation(),
                1);
        return Stream.of(
                LiquidModel.nalsm(0.015f, 3, 0.99f),
                LiquidModel.lsm(0.8f, 3),
                LiquidModel.lsmStdp(3, 0.99f),
                apStdp,
                apStdpSamples);
    }

    @ParameterizedTest
    @MethodSource("models")
    void sameSpikes(LiquidModel model) {
        float[] weights = initialise(model);
        DenseSimulator dense = new DenseSimulator(NETWORK, model, weights);
        int liquidSpikes = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            Run expected = new Run(dense, sample);
            // A new simulator for every sample, since the calcium of AP-STDP is carried from one to the next.
            Run actual = new Run(new EventDrivenSimulator(NETWORK, model, weights, Kernel.SCALAR), sample);
            assertThat(actual.recording.times()).isEqualTo(expected.recording.times());
            assertThat(actual.recording.neurons()).isEqualTo(expected.recording.neurons());
            assertThat(actual.counts).isEqualTo(expected.counts);
            assertThat(actual.inputSpikes).isEqualTo(expected.inputSpikes);
            for (int t = 0; t < DURATION_MS; t++) {
                assertThat(actual.recording.inputSpikes(t)).isEqualTo(expected.recording.inputSpikes(t));
                assertThat(actual.recording.astrocyte(t)).isCloseTo(expected.recording.astrocyte(t), within(1e-6f));
            }
            liquidSpikes += expected.recording.times().length;
        }
        assertThat(liquidSpikes).as("liquid spikes in all samples").isGreaterThan(SAMPLES * DURATION_MS / 2);
    }

    @Test
    void refusesArraysOfTheWrongLength() {
        LiquidModel model = LiquidModel.lsm(0.8f, 3);
        assertThatThrownBy(() -> new DenseSimulator(NETWORK, model, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 weights");
        DenseSimulator simulator = new DenseSimulator(NETWORK, model, NETWORK.weights(0.8f));
        RateSpikes silence = new RateSpikes(SEED, org.nalsm.engine.random.Stream.SAMPLE_SPIKES, 784);
        assertThatThrownBy(() -> simulator.simulate(silence, 1, new int[124], StepObserver.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("124 counts for 125 neurons");
    }

    /** A short initialisation, so that weights are not all equal. */
    private static float[] initialise(LiquidModel model) {
        float[] start = NETWORK.weights(model.initialAbsoluteWeight());
        if (!model.initialisation().changesWeights()) {
            return start;
        }
        LiquidInitialiser initialiser = new LiquidInitialiser(NETWORK, model, start, Kernel.SCALAR);
        RateSpikes input = new RateSpikes(SEED, org.nalsm.engine.random.Stream.INITIALISATION_SPIKES, 784);
        for (int position = 0; position < SNAPSHOTS; position++) {
            input.present(DigitLikeRates.of(1000 + position), position);
            initialiser.present(input, SNAPSHOT_MS, StepObserver.NONE);
        }
        float[] weights = initialiser.weights();
        int moved = 0;
        for (int synapse = 0; synapse < weights.length; synapse++) {
            moved += weights[synapse] == start[synapse] ? 0 : 1;
        }
        assertThat(moved).as("weights changed by the initialisation").isGreaterThan(weights.length / 10);
        return weights;
    }

    /** One sample on one simulator. */
    private static final class Run {
        final SpikeRecording recording = new SpikeRecording(DURATION_MS);
        final int[] counts = new int[NETWORK.liquid()];
        final int inputSpikes;

        Run(SequentialSimulator simulator, int sample) {
            RateSpikes input = new RateSpikes(SEED, org.nalsm.engine.random.Stream.SAMPLE_SPIKES, 784);
            input.present(DigitLikeRates.of(sample), sample);
            inputSpikes = simulator.simulate(input, DURATION_MS, counts, recording);
        }
    }
}
