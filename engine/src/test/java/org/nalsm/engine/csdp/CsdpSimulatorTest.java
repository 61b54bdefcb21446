package org.nalsm.engine.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

class CsdpSimulatorTest {
    private static final long SEED = 5;
    private static final CsdpModel MODEL = new CsdpModel(100, 90, 40, 10, true, Dynamics.STANDARD);

    private final Workers workers = new Workers(1);
    private final CsdpSimulator simulator =
            new CsdpSimulator(CsdpNetwork.initial(MODEL, true, SEED), Kernel.SCALAR, workers, SEED);

    @Test
    void samplesDoNotDependOnThoseBesideThem() {
        Presentation all = Samples.of(MODEL, 7, 7);
        Outcome together = simulator.run(all);
        for (int b = 0; b < 7; b++) {
            Outcome alone = simulator.run(new Presentation(
                    Arrays.copyOfRange(all.pixels(), b * 100, (b + 1) * 100),
                    new int[] {all.context()[b]},
                    new int[] {all.keys()[b]},
                    all.occasion(),
                    1));
            assertThat(alone.classSpikes()).containsExactly(part(together.classSpikes(), b));
            assertThat(alone.spikes1()).containsExactly(part(together.spikes1(), b));
            assertThat(alone.spikes2()).containsExactly(part(together.spikes2(), b));
            assertThat(alone.goodness()).containsExactly(together.goodness()[2 * b], together.goodness()[2 * b + 1]);
            assertThat(alone.reconstruction())
                    .containsExactly(Arrays.copyOfRange(together.reconstruction(), b * 100, (b + 1) * 100));
        }
    }

    private static int[] part(int[] values, int sample) {
        int length = values.length / 7;
        return Arrays.copyOfRange(values, sample * length, (sample + 1) * length);
    }

    @Test
    void observerHearsAllSpikes() {
        long[] heard = new long[Layer.values().length];
        int[] spikes1 = new int[3 * MODEL.hidden1()];
        double[] traces = new double[MODEL.hidden1()];
        double[] goodness = new double[1];
        Outcome outcome = simulator.run(Samples.of(MODEL, 3, 2), (step, sample, layer, neurons, count) -> {
            heard[layer.ordinal()] += count;
            if (layer == Layer.HIDDEN1) {
                for (int e = 0; e < count; e++) {
                    spikes1[sample * MODEL.hidden1() + neurons[e]]++;
                }
                if (sample == 2) {
                    Arrays.setAll(traces, j -> traces[j] * (1 - 3 / 13.0));
                    Arrays.stream(neurons, 0, count).forEach(j -> traces[j] = 1);
                    goodness[0] = Arrays.stream(traces).map(x -> x * x).sum();
                    assertThat(step).isNotNegative();
                }
            }
        });
        assertThat(heard).containsExactly(outcome.spikes()).doesNotContain(0);
        assertThat(spikes1).containsExactly(outcome.spikes1());
        // The only negative sample: the goodness of its last step, from the spikes alone.
        assertThat(outcome.goodnessCourse()[(MODEL.dynamics().steps() - 1) * 4 + 1])
                .isCloseTo(goodness[0], org.assertj.core.data.Offset.offset(1e-4));
    }

    @Test
    void otherNumbersOfPixelsAreRefused() {
        Presentation other = Samples.of(new CsdpModel(99, 90, 40, 10, true, Dynamics.STANDARD), 2, 1);
        assertThatThrownBy(() -> simulator.run(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("198 pixels");
    }
}
