package org.nalsm.engine.lsnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlifCellTest {
    /** The example of the class's documentation, and what it must come to. */
    @Test
    void theDocumentedExampleRuns() {
        AlifParameters parameters = new AlifParameters(2, 3, 1, 20, 20, 200, 1.8, 0.01, 5, 1, 0.3);
        LayerWeights weights = new LayerWeights(new float[2 * 4], new float[4 * 4], new int[2 * 4], new int[4 * 4]);
        Arrays.fill(weights.in(), 0.05f);
        AlifCell cell = new AlifCell(parameters, weights);
        float[][][] inputs = new float[1][100][2];
        inputs[0][10][0] = 1;
        AlifCell.Result first = cell.forward(inputs);
        AlifCell.Result second = cell.forward(inputs, first.state());

        // One input of 0.05 raises v to 0.05 (1 - alpha), which decays and stays below the threshold of 0.01.
        double alpha = Math.exp(-1 / 20.0);
        assertThat((double) first.potentials()[0][10][0]).isCloseTo(0.05 * (1 - alpha), within(1e-8));
        assertThat((double) first.potentials()[0][99][3])
                .isCloseTo(0.05 * (1 - alpha) * Math.pow(alpha, 89), within(1e-8));
        assertThat(Arrays.stream(first.spikes()[0]))
                .allSatisfy(step -> assertThat(step).containsOnly(0f));
        assertThat((double) second.potentials()[0][0][0])
                .isCloseTo(0.05 * (1 - alpha) * Math.pow(alpha, 90), within(1e-8));
    }

    /** By hand: constant drive, the spike one step after v has crossed, reset by the threshold, silence, adaptation. */
    @Test
    void neuronsSpikeResetRestAndAdapt() {
        AlifParameters parameters = new AlifParameters(1, 1, 1, 20, 20, 50, 2, 0.01, 3, 1, 0.3);
        AlifCell cell = new AlifCell(
                parameters, new LayerWeights(new float[] {0.1f, 0.1f}, new float[4], new int[2], new int[4]));
        float[][][] inputs = new float[1][60][1];
        for (float[] step : inputs[0]) {
            step[0] = 1;
        }
        AlifCell.Result result = cell.forward(inputs);
        double alpha = Math.exp(-1 / 20.0);
        double rho = Math.exp(-1 / 50.0);
        for (int j = 0; j < 2; j++) {
            double v = 0;
            double b = 0;
            int last = -100;
            boolean before = false;
            for (int t = 0; t < 60; t++) {
                b = rho * b + (before ? 1 - rho : 0);
                double threshold = 0.01 + (j == 1 ? 2 * b : 0);
                boolean spike = v > threshold && t - last > 3;
                v = alpha * v + (1 - alpha) * 0.1 - (before ? threshold : 0);
                last = spike ? t : last;
                before = spike;
                assertThat(result.spikes()[0][t][j])
                        .as("neuron %d, step %d", j, t)
                        .isEqualTo(spike ? 1 : 0);
                assertThat((double) result.potentials()[0][t][j]).isCloseTo(v, within(1e-6));
                assertThat((double) result.thresholds()[0][t][j]).isCloseTo(threshold, within(1e-6));
            }
        }
        assertThat(spikes(result, 0)).isGreaterThan(spikes(result, 1)).isGreaterThan(5);
    }

    private static long spikes(AlifCell.Result result, int neuron) {
        return Arrays.stream(result.spikes()[0])
                .filter(step -> step[neuron] == 1)
                .count();
    }

    /** Delays, in whole steps: of inputs 0 to D - 1, of neurons one more. */
    @Test
    void currentsArriveAfterTheirDelay() {
        AlifParameters parameters = new AlifParameters(1, 2, 0, 20, 20, 50, 0, 0.01, 3, 4, 0.3);
        AlifCell cell = new AlifCell(
                parameters,
                new LayerWeights(
                        new float[] {1, 0}, new float[] {5, 1, 0, 5}, new int[] {2, 0}, new int[] {0, 3, 0, 0}));
        float[][][] inputs = new float[1][20][1];
        inputs[0][4][0] = 1;
        AlifCell.Result result = cell.forward(inputs);
        // Input of step 4 arrives in step 6; v crosses, the spike comes in step 7 and arrives 1 + 3 steps later.
        assertThat(result.potentials()[0][5][0]).isZero();
        assertThat(result.potentials()[0][6][0]).isPositive();
        assertThat(result.spikes()[0][6][0]).isZero();
        assertThat(result.spikes()[0][7][0]).isEqualTo(1);
        assertThat(result.potentials()[0][10][1]).isZero();
        assertThat(result.potentials()[0][11][1]).isPositive();
    }

    /** Two calls of half the length are one, with analog values as well. */
    @Test
    void aStateGoesOnWhereItEnded() {
        Random random = new Random(3);
        AlifParameters parameters = new AlifParameters(3, 4, 3, 20, 20, 60, 1.8, 0.01, 4, 5, 0.3);
        LayerWeights weights = new LayerWeights(new float[21], new float[49], new int[21], new int[49]);
        for (int i = 0; i < 21; i++) {
            weights.in()[i] = 0.1f * random.nextFloat();
            weights.inDelay()[i] = random.nextInt(5);
        }
        for (int i = 0; i < 49; i++) {
            weights.rec()[i] = 0.1f * (random.nextFloat() - 0.4f);
            weights.recDelay()[i] = random.nextInt(5);
        }
        float[][][] inputs = new float[18][80][3];
        for (float[][] sample : inputs) {
            for (float[] step : sample) {
                for (int i = 0; i < 3; i++) {
                    step[i] = random.nextFloat();
                }
            }
        }
        AlifCell cell = new AlifCell(parameters, weights);
        AlifCell.Result whole = cell.forward(inputs);
        AlifCell.Result first = cell.forward(part(inputs, 0, 40));
        BatchState copy = new BatchState(parameters, 18);
        copy.restore(first.state().reals(), first.state().spikes());
        AlifCell.Result second = cell.forward(part(inputs, 40, 80), copy);
        long spikes = 0;
        for (int s = 0; s < 18; s++) {
            for (int t = 0; t < 80; t++) {
                AlifCell.Result half = t < 40 ? first : second;
                assertThat(half.spikes()[s][t % 40]).isEqualTo(whole.spikes()[s][t]);
                assertThat(half.potentials()[s][t % 40]).isEqualTo(whole.potentials()[s][t]);
                assertThat(half.thresholds()[s][t % 40]).isEqualTo(whole.thresholds()[s][t]);
                spikes += whole.spikes()[s][t][0] == 1 ? 1 : 0;
            }
        }
        assertThat(spikes).isGreaterThan(50);
        assertThat(second.state().reals()).isEqualTo(whole.state().reals());
        assertThatThrownBy(() -> copy.restore(new float[3], new int[3])).isInstanceOf(IllegalArgumentException.class);
    }

    private static float[][][] part(float[][][] inputs, int from, int to) {
        return Arrays.stream(inputs)
                .map(sample -> Arrays.copyOfRange(sample, from, to))
                .toArray(float[][][]::new);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        AlifParameters parameters = new AlifParameters(2, 1, 1, 20, 20, 50, 2, 0.01, 3, 2, 0.3);
        LayerWeights fitting = new LayerWeights(new float[4], new float[4], new int[4], new int[4]);
        AlifCell cell = new AlifCell(parameters, fitting);
        assertThatThrownBy(() -> cell.forward(new float[0][][])).hasMessageContaining("no sample");
        assertThatThrownBy(() -> cell.forward(new float[][][] {new float[3][2], new float[4][2]}))
                .hasMessageContaining("3 and 4 steps");
        assertThatThrownBy(() -> cell.forward(new float[1][3][1])).hasMessageContaining("1 inputs, not 2");
        assertThatThrownBy(() ->
                        new AlifCell(parameters, new LayerWeights(new float[3], new float[4], new int[4], new int[4])))
                .hasMessageContaining("in has 3 elements, not 4");
        fitting.recDelay()[1] = 2;
        assertThatThrownBy(() -> new AlifCell(parameters, fitting)).hasMessageContaining("a delay of 2, not 0 to 1");
        assertThatThrownBy(() -> new AlifParameters(2, 1, 1, 20, 20, 50, 2, 0, 3, 2, 0.3))
                .hasMessageContaining("threshold = 0.0");
    }
}
