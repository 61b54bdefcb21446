package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NeuronLabelsTest {
    private static final double SILENT = Double.NEGATIVE_INFINITY;

    @Test
    void aNeuronIsNamedByMeansNotSums() {
        // Class 0 has more samples, so neuron 0 spikes more often for it, and less often a sample.
        long[][] sums = {{12, 0, 4}, {10, 0, 4}};
        assertThat(NeuronLabels.assign(sums, new long[] {6, 2})).containsExactly(1, NeuronLabels.NONE, 1);
    }

    @Test
    void theLowestOfEqualClassesWins() {
        assertThat(NeuronLabels.assign(new long[][] {{0}, {3}, {3}}, new long[] {1, 1, 1}))
                .containsExactly(1);
    }

    @Test
    void aClassWithoutSamplesNamesNothing() {
        assertThat(NeuronLabels.assign(new long[][] {{0}, {5}}, new long[] {0, 4}))
                .containsExactly(1);
    }

    @Test
    void scoresAreMeansOverTheNeuronsOfAClass() {
        int[] labels = {0, 0, 1, NeuronLabels.NONE, 3};
        double[] scores = NeuronLabels.scores(new int[] {2, 4, 5, 100, 0}, labels, 4);
        assertThat(scores).containsExactly(3, 5, SILENT, 0);
        assertThat(NeuronLabels.winner(scores)).isEqualTo(1);
    }

    @Test
    void aClassWithoutNeuronsNeverWins() {
        assertThat(NeuronLabels.winner(new double[] {SILENT, 0, SILENT})).isEqualTo(1);
        assertThat(NeuronLabels.winner(new double[] {2, 2})).isZero();
    }
}
