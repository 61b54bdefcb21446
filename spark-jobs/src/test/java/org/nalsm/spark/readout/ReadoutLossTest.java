package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.spark.readout.ReadoutSettings.Labels;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ReadoutLossTest {
    /** Sizes around the block of 250 samples; fewer samples than parts; one neuron. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1, HARD, TRAINING_MAXIMUM",
        "5, 1, 32, SOFT, TRAINING_MAXIMUM",
        "250, 17, 1, HARD, SAMPLE_SUM_AND_BATCH_MAXIMUM",
        "251, 17, 1, SOFT, SAMPLE_SUM_AND_BATCH_MAXIMUM",
        "777, 33, 3, SOFT, TRAINING_MAXIMUM",
        "777, 33, 32, HARD, SAMPLE_SUM_AND_BATCH_MAXIMUM"
    })
    void equalsPlainLoopsInDouble(int samples, int neurons, int parts, Labels labels, FeatureScaling kind) {
        int[][] counts = Samples.counts(samples, neurons, 1);
        double[] parameters = Samples.randomParameters(neurons, 2);
        double[] gradient = new double[parameters.length];
        double[][] features = Samples.features(counts, kind, 250);
        try (CountMatrix matrix = Samples.matrix(counts);
                ParallelLoop loop = new ParallelLoop(2)) {
            FittedScaling scaling = FittedScaling.fit(kind, matrix, 250);
            ReadoutLoss loss = new ReadoutLoss(matrix, scaling.rowFactors(matrix), labels, parts, loop);
            double value = loss.evaluate(0, samples, parameters, 0.3, gradient);
            assertThat(value).isCloseTo(Samples.loss(features, labels, parameters, 0.3), within(2e-6));
            assertThat(gradient).containsExactly(Samples.gradient(features, labels, parameters, 0.3), within(2e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Labels.class)
    void gradientOfThePlainLoopsIsTheSlopeOfTheirLoss(Labels labels) {
        double[][] features = Samples.features(Samples.counts(30, 6, 3), FeatureScaling.TRAINING_MAXIMUM, 250);
        double[] parameters = Samples.randomParameters(6, 4);
        double[] gradient = Samples.gradient(features, labels, parameters, 0.1);
        double step = 1e-5;
        for (int p = 0; p < parameters.length; p++) {
            double at = parameters[p];
            parameters[p] = at + step;
            double above = Samples.loss(features, labels, parameters, 0.1);
            parameters[p] = at - step;
            double below = Samples.loss(features, labels, parameters, 0.1);
            parameters[p] = at;
            assertThat(gradient[p]).isCloseTo((above - below) / (2 * step), within(1e-8));
        }
    }

    @ParameterizedTest
    @EnumSource(Labels.class)
    void agreesWithDeeplearning4j(Labels labels) {
        int samples = 60;
        int neurons = 12;
        double[] parameters = Samples.randomParameters(neurons, 5);
        double[] gradient = new double[parameters.length];
        try (CountMatrix matrix = Samples.matrix(Samples.counts(samples, neurons, 6));
                ParallelLoop loop = new ParallelLoop(1)) {
            FittedScaling scaling = FittedScaling.fit(FeatureScaling.TRAINING_MAXIMUM, matrix, 250);
            ReadoutLoss loss = new ReadoutLoss(matrix, scaling.rowFactors(matrix), labels, 4, loop);
            double value = loss.evaluate(0, samples, parameters, 0, gradient);

            INDArray targets = Nd4j.create(DataType.FLOAT, samples, CLASSES);
            for (int i = 0; i < samples; i++) {
                for (int k = 0; k < CLASSES; k++) {
                    targets.putScalar(i, k, Samples.targets(Samples.label(i), labels)[k]);
                }
            }
            ReadoutNetwork readout = new ReadoutNetwork(neurons);
            readout.setParameters(parameters);
            MultiLayerNetwork network = readout.network();
            network.setInput(scaling.features(matrix));
            network.setLabels(targets);
            network.computeGradientAndScore();
            assertThat(value).isCloseTo(network.score(), within(1e-5));
            Gradient theirs = network.gradient();
            for (int j = 0; j <= neurons; j++) {
                for (int k = 0; k < CLASSES; k++) {
                    // Deeplearning4j sums the gradient over the samples and divides in the updater.
                    double expected = j < neurons
                            ? theirs.getGradientFor("0_W").getDouble(j, k)
                            : theirs.getGradientFor("0_b").getDouble(k);
                    assertThat(gradient[j * CLASSES + k]).isCloseTo(expected / samples, within(1e-6));
                }
            }
        }
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        int neurons = 101;
        double[] parameters = Samples.randomParameters(neurons, 7);
        double[] one = new double[parameters.length];
        double[] four = new double[parameters.length];
        try (CountMatrix matrix = Samples.matrix(Samples.counts(3001, neurons, 8));
                ParallelLoop single = new ParallelLoop(1);
                ParallelLoop several = new ParallelLoop(4)) {
            float[] factors = FittedScaling.fit(FeatureScaling.TRAINING_MAXIMUM, matrix, 250)
                    .rowFactors(matrix);
            ReadoutLoss a = new ReadoutLoss(matrix, factors, Labels.HARD, 32, single);
            ReadoutLoss b = new ReadoutLoss(matrix, factors, Labels.HARD, 32, several);
            for (int repeat = 0; repeat < 20; repeat++) {
                double expected = a.evaluate(0, 3001, parameters, 1e-3, one);
                assertThat(b.evaluate(0, 3001, parameters, 1e-3, four)).isEqualTo(expected);
                assertThat(four).containsExactly(one);
            }
        }
    }
}
