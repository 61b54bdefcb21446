package org.nalsm.engine.lsnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/** Neither kernel nor threads nor neighbours change a bit; the sizes are none that vectors divide. */
class BatchPassTest {
    private static final AlifParameters P = new AlifParameters(7, 9, 6, 15, 18, 40, 1.8, 0.01, 4, 6, 0.3);
    private static final int N = P.neurons();
    private static final int STEPS = 90;
    private static final int OUTPUTS = 3;
    private static final int SAMPLES = 37;

    private final Random random = new Random(11);
    private final LayerWeights weights = weights();
    private final Readout readout = new Readout(floats(N * OUTPUTS, 1), floats(OUTPUTS, 1));
    private final List<InputSequence> batch = batch();

    private record Outcome(float[] outputs, long[] spikes, Gradient gradient, float[] reals, int[] spikesOfState) {}

    private LayerWeights weights() {
        LayerWeights w = new LayerWeights(
                floats(7 * N, 0.05f),
                floats(N * N, 0.05f),
                random.ints(7L * N, 0, 6).toArray(),
                random.ints((long) N * N, 0, 6).toArray());
        for (int i = 0; i < w.rec().length; i += 3) {
            w.rec()[i] = 0;
        }
        return w;
    }

    private float[] floats(int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * (float) (random.nextGaussian() + 0.6);
        }
        return values;
    }

    private List<InputSequence> batch() {
        List<InputSequence> all = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            List<Integer> events = new ArrayList<>();
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < 7; i++) {
                    if (random.nextInt(4) == 0) {
                        events.add(InputSequence.event(t, i));
                    }
                }
            }
            int[] spikes = events.stream().mapToInt(Integer::intValue).toArray();
            all.add(
                    s % 5 == 0
                            ? new InputSequence(STEPS, spikes, floats(STEPS * 7, 0.3f))
                            : InputSequence.spikes(STEPS, spikes));
        }
        return all;
    }

    private Outcome run(Kernel kernel, int threads) {
        try (Workers workers = new Workers(threads)) {
            BatchPass pass = new BatchPass(P, ReadoutWindows.equal(3, 30), STEPS, kernel, workers);
            BatchState state = new BatchState(P, SAMPLES);
            pass.forward(batch, weights, readout, state);
            BatchPass.Outcome outcome = pass.forward(batch, weights, readout, state);
            float[] adjoints = new float[outcome.outputs().length];
            for (int i = 0; i < adjoints.length; i++) {
                adjoints[i] = (i * 31 % 17 - 8) * 1e-2f;
            }
            float[] spikeAdjoints = new float[N];
            for (int j = 0; j < N; j++) {
                spikeAdjoints[j] = (j % 5 - 2) * 1e-4f;
            }
            Gradient gradient = pass.backward(adjoints, spikeAdjoints);
            return new Outcome(outcome.outputs(), outcome.spikes(), gradient, state.reals(), state.spikes());
        }
    }

    @Test
    void kernelsAndThreadsGiveTheSameBits() {
        Outcome expected = run(Kernel.SCALAR, 1);
        assertThat(Arrays.stream(expected.spikes()).min().orElse(0)).isGreaterThan(20);
        for (float[] part : List.of(
                expected.gradient().in(),
                expected.gradient().rec(),
                expected.gradient().out())) {
            assertThat(part).hasSizeGreaterThan(20);
            int nonzero = 0;
            for (float g : part) {
                nonzero += g != 0 ? 1 : 0;
            }
            assertThat(nonzero).isGreaterThan(part.length * 2 / 3);
        }
        for (int threads = 1; threads <= 3; threads++) {
            for (Kernel kernel : Kernel.values()) {
                Outcome outcome = run(kernel, threads);
                assertThat(outcome.outputs()).isEqualTo(expected.outputs());
                assertThat(outcome.spikes()).isEqualTo(expected.spikes());
                assertThat(outcome.gradient().in())
                        .isEqualTo(expected.gradient().in());
                assertThat(outcome.gradient().rec())
                        .isEqualTo(expected.gradient().rec());
                assertThat(outcome.gradient().out())
                        .isEqualTo(expected.gradient().out());
                assertThat(outcome.gradient().bias())
                        .isEqualTo(expected.gradient().bias());
                assertThat(outcome.reals()).isEqualTo(expected.reals());
                assertThat(outcome.spikesOfState()).isEqualTo(expected.spikesOfState());
            }
        }
    }

    @Test
    void aSampleDoesNotDependOnThoseBesideIt() {
        try (Workers workers = new Workers(1)) {
            BatchPass pass = new BatchPass(P, ReadoutWindows.last(STEPS, 20), STEPS, Kernel.fastest(), workers);
            float[] together = pass.forward(batch, weights, readout, new BatchState(P, SAMPLES))
                    .outputs();
            for (int s = 0; s < SAMPLES; s += 6) {
                float[] alone = pass.forward(List.of(batch.get(s)), weights, readout, new BatchState(P, 1))
                        .outputs();
                for (int o = 0; o < OUTPUTS; o++) {
                    assertThat(alone[o]).isEqualTo(together[s * OUTPUTS + o]);
                }
            }
        }
    }

    /** An analog input of ones and zeros is what spikes are, but for the order in which currents are added up. */
    @Test
    void analogInputsHaveTheGradientOfSpikes() {
        List<InputSequence> analog = new ArrayList<>();
        List<InputSequence> spikes = new ArrayList<>();
        for (InputSequence sample : batch) {
            float[] values = new float[STEPS * 7];
            for (int event : sample.events()) {
                values[(InputSequence.step(event) - 1) * 7 + InputSequence.channel(event)] = 1;
            }
            analog.add(InputSequence.analog(STEPS, values));
            spikes.add(InputSequence.spikes(STEPS, sample.events()));
        }
        List<Gradient> gradients = new ArrayList<>();
        try (Workers workers = new Workers(2)) {
            for (List<InputSequence> samples : List.of(analog, spikes)) {
                BatchPass pass = new BatchPass(P, ReadoutWindows.last(STEPS, 20), STEPS, Kernel.fastest(), workers);
                float[] outputs = pass.forward(samples, weights, readout, new BatchState(P, SAMPLES))
                        .outputs();
                gradients.add(pass.backward(outputs, new float[N]));
            }
        }
        assertClose(gradients.get(0).in(), gradients.get(1).in());
        assertClose(gradients.get(0).rec(), gradients.get(1).rec());
    }

    private static void assertClose(float[] actual, float[] expected) {
        float largest = 0;
        float error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(actual[i] - expected[i]));
        }
        assertThat(error / largest).isLessThan(1e-5f);
    }
}
