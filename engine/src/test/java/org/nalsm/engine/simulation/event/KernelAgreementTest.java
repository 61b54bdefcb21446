package org.nalsm.engine.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nalsm.engine.encoding.RateSpikes;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.network.NetworkGenerator;
import org.nalsm.engine.network.NetworkParameters;
import org.nalsm.engine.simulation.DigitLikeRates;
import org.nalsm.engine.simulation.SpikeRecording;
import org.nalsm.engine.simulation.StepObserver;

/** Whole initialisations and samples: the kernels must agree in every spike and in every bit of a weight. */
class KernelAgreementTest {
    private static final int SNAPSHOTS = 40;
    private static final int SAMPLES = 3;

    static Stream<Arguments> cases() {
        int[][] sizes = {{3, 3, 3}, {5, 5, 5}, {7, 5, 3}};
        List<LiquidModel> models = List.of(LiquidModel.nalsm(0.015f, 3, 0.99f), LiquidModel.lsm(0.8f, 3),
                LiquidModel.lsmStdp(3, 0.99f), LiquidModel.lsmApStdp(1, 3, 0.4f, 0.3f),
                LiquidModel.nalsm(10, 3, 0.99f), LiquidModel.nalsm(0.1f, 5, 0.99f));
        return Stream.concat(
                Arrays.stream(sizes).flatMap(size -> models.stream().map(model -> Arguments.of(size, model))),
                Stream.of(Arguments.of(new int[] {10, 10, 10}, LiquidModel.nalsm(0.015f, 3, 0.99f))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameSpikesAndWeights(int[] size, LiquidModel model) {
        Network network = new NetworkGenerator(new NetworkParameters(size[0], size[1], size[2], 784, 3)).generate();
        Run scalar = new Run(network, model, Kernel.SCALAR);
        Run vector = new Run(network, model, Kernel.VECTOR);
        assertThat(Arrays.stream(scalar.counts).sum()).isPositive();
        assertThat(vector.counts).isEqualTo(scalar.counts);
        assertThat(vector.times).isEqualTo(scalar.times);
        assertThat(vector.neurons).isEqualTo(scalar.neurons);
        assertThat(bits(vector.initialised)).isEqualTo(bits(scalar.initialised));
        assertThat(bits(vector.last)).isEqualTo(bits(scalar.last));
    }

    private static int[] bits(float[] weights) {
        int[] bits = new int[weights.length];
        for (int s = 0; s < bits.length; s++) {
            bits[s] = Float.floatToRawIntBits(weights[s] + 0f);
        }
        return bits;
    }

    /** An initialisation and some samples. */
    private static final class Run {
        private final float[] initialised;
        private final float[] last;
        private final int[] counts;
        private final short[] times;
        private final int[] neurons;

        Run(Network network, LiquidModel model, Kernel kernel) {
            float[] start = network.weights(model.initialAbsoluteWeight());
            initialised = model.initialisation().changesWeights() ? initialise(network, model, start, kernel) : start;
            EventDrivenSimulator simulator = new EventDrivenSimulator(network, model, initialised, kernel);
            RateSpikes input = new RateSpikes(9, org.nalsm.engine.random.Stream.SAMPLE_SPIKES, network.inputs());
            counts = new int[network.liquid() * SAMPLES];
            SpikeRecording recording = new SpikeRecording(250);
            for (int sample = 0; sample < SAMPLES; sample++) {
                input.present(DigitLikeRates.of(sample), sample);
                int[] sampleCounts = new int[network.liquid()];
                simulator.simulate(input, 250, sampleCounts, sample == SAMPLES - 1 ? recording : StepObserver.NONE);
                System.arraycopy(sampleCounts, 0, counts, sample * network.liquid(), network.liquid());
            }
            last = simulator.currentWeights(input);
            times = recording.times();
            neurons = recording.neurons();
        }

        private static float[] initialise(Network network, LiquidModel model, float[] start, Kernel kernel) {
            LiquidInitialiser initialiser = new LiquidInitialiser(network, model, start, kernel);
            RateSpikes input =
                    new RateSpikes(9, org.nalsm.engine.random.Stream.INITIALISATION_SPIKES, network.inputs());
            for (int snapshot = 0; snapshot < SNAPSHOTS; snapshot++) {
                input.present(DigitLikeRates.of(100 + snapshot), snapshot);
                initialiser.present(input, 20, StepObserver.NONE);
            }
            return initialiser.weights();
        }
    }
}
