package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.random.Stream;

/** The vector kernel against the scalar one, bit for bit: whole simulations, and loops at awkward lengths. */
class KernelAgreementTest {
    private static final int[] LENGTHS = {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100};

    @BeforeEach
    void vectorKernelIsHere() {
        assumeThat(Kernel.VECTOR.unavailableBecause()).isEmpty();
    }

    static java.util.stream.Stream<Arguments> simulations() {
        LiquidModel[] models = {
            LiquidModel.nalsm(0.015f, 3, 0.99f),
            LiquidModel.lsm(0.8f, 3),
            LiquidModel.lsmStdp(3, 0.99f),
            LiquidModel.lsmApStdp(1, 3, 5, 4),
            LiquidModel.nalsm(10, 3, 0.99f),
            LiquidModel.nalsm(0.015f, 4, 1),
            LiquidModel.nalsm(0.015f, 30, 0.99f),
            LiquidModel.lsm(25, 30)
        };
        int[][] sizes = {{5, 4, 3}, {7, 5, 3}, {8, 8, 2}};
        return Arrays.stream(models).flatMap(model -> Arrays.stream(sizes).map(size -> Arguments.of(model, size)));
    }

    @ParameterizedTest
    @MethodSource("simulations")
    void sameSpikesAndWeights(LiquidModel model, int[] size) {
        Network network = new NetworkGenerator(new NetworkParameters(size[0], size[1], size[2], 97, 5)).generate();
        assertThat(run(network, model, Kernel.VECTOR, 80)).isEqualTo(run(network, model, Kernel.SCALAR, 80));
    }

    @Test
    void sameSpikesAndWeightsOfAThousandNeurons() {
        Network network = new NetworkGenerator(new NetworkParameters(10, 10, 10, 784, 1)).generate();
        LiquidModel model = LiquidModel.nalsm(0.015f, 3, 0.99f);
        assertThat(run(network, model, Kernel.VECTOR, 250)).isEqualTo(run(network, model, Kernel.SCALAR, 250));
    }

    /** Everything that can be seen of an initialisation and three samples, as text. */
    private static String run(Network network, LiquidModel model, Kernel kernel, int durationMs) {
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network, model, network.weights(model.initialAbsoluteWeight()), kernel);
        RateSpikes snapshot = new RateSpikes(1, Stream.INITIALISATION_SPIKES, network.inputs());
        for (int k = 0; model.initialisation().changesWeights() && k < 40; k++) {
            snapshot.present(rates(network.inputs(), k), k);
            initialiser.present(snapshot, 20, StepObserver.NONE);
        }
        float[] weights = initialiser.weights();
        EventDrivenSimulator simulator = new EventDrivenSimulator(network, model, weights, kernel);
        RateSpikes sample = new RateSpikes(1, Stream.SAMPLE_SPIKES, network.inputs());
        StringBuilder seen = new StringBuilder(Arrays.toString(weights));
        int[] counts = new int[network.liquid()];
        for (int id = 0; id < 3; id++) {
            SpikeRecording recording = new SpikeRecording(durationMs);
            sample.present(rates(network.inputs(), id), id);
            simulator.simulate(sample, durationMs, counts, recording);
            assertThat(recording.neurons().length).as("spikes").isGreaterThan(5);
            seen.append(Arrays.toString(recording.times()))
                    .append(Arrays.toString(recording.neurons()))
                    .append(recording.astrocyte(durationMs - 1));
            for (float weight : simulator.currentWeights(sample)) {
                seen.append(weight + 0f).append(' ');
            }
        }
        return seen.toString();
    }

    private static float[] rates(int channels, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rates = new float[channels];
        for (int c = 0; c < channels; c++) {
            rates[c] = random.nextInt(3) == 0 ? (float) (0.6 * random.nextDouble()) : 0;
        }
        return rates;
    }

    @ParameterizedTest
    @ValueSource(floats = {0.001f, 1, 3, 1000})
    void sameLoopsAtAwkwardLengths(float scale) {
        StepKernel vector = StepKernel.of(Kernel.VECTOR, 3);
        StepKernel scalar = StepKernel.of(Kernel.SCALAR, 3);
        for (int n : LENGTHS) {
            float[] a = values(n, scale, 1);
            float[] b = a.clone();
            vector.decay(a, n, 0.36787945f);
            scalar.decay(b, n, 0.36787945f);
            assertThat(a).isEqualTo(b);
            long[] y = packed(n, scale);
            long[] z = y.clone();
            vector.integrate(a, y, n, 1 / 64f);
            scalar.integrate(b, z, n, 1 / 64f);
            assertThat(a).isEqualTo(b);
            vector.decayCurrent(y, n, 0.36787945f);
            scalar.decayCurrent(z, n, 0.36787945f);
            assertThat(y).isEqualTo(z);
            vector.leak(a, n / 3, n, 1 / 64f);
            scalar.leak(b, n / 3, n, 1 / 64f);
            assertThat(a).isEqualTo(b);
            int[] first = new int[n];
            int[] second = new int[n];
            assertThat(vector.crossings(a, n, scale / 4, first)).isEqualTo(scalar.crossings(b, n, scale / 4, second));
            assertThat(first).isEqualTo(second);
        }
    }

    private static float[] values(int n, float scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int k = 0; k < n; k++) {
            values[k] = k % 11 == 5 ? 0x1p-61f : (float) (scale * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    private static long[] packed(int n, float scale) {
        SplittableRandom random = new SplittableRandom(9);
        long[] packed = new long[n];
        for (int k = 0; k < n; k++) {
            int bound = (int) (scale * (1 << 20));
            packed[k] = ScalarKernel.pack(random.nextInt(-bound, bound), random.nextInt(-bound, bound));
        }
        return packed;
    }
}
