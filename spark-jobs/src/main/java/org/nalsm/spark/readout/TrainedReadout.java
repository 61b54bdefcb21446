package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.Objects;

/**
 * A linear readout: score of a class = bias + sum over neurons of weight * feature. The scaling from
 * counts to features is part of it. Immutable.
 *
 * <p>Scores are formed in float over fixed blocks of 250 samples: the same matrix gives the same scores,
 * bit for bit, on any number of threads. A sample at another place of another matrix may differ in the
 * last bits, and with {@link FeatureScaling#SAMPLE_SUM_AND_BATCH_MAXIMUM} by its new batch as well.
 */
public final class TrainedReadout {
    private final double[] parameters;
    private final int neurons;
    private final FittedScaling scaling;

    private TrainedReadout(double[] parameters, FittedScaling scaling) {
        this.parameters = parameters;
        this.neurons = parameters.length / CLASSES - 1;
        this.scaling = Objects.requireNonNull(scaling, "scaling");
    }

    /** Takes parameters in the layout of {@link ReadoutLoss}, which the caller no longer changes. */
    static TrainedReadout ofParameters(double[] parameters, FittedScaling scaling) {
        return new TrainedReadout(parameters, scaling);
    }

    /**
     * A readout from stored weights; copies them.
     *
     * @param weights [10][neurons], the weights of each class
     * @param bias [10]
     */
    public static TrainedReadout of(double[][] weights, double[] bias, FittedScaling scaling) {
        if (weights.length != CLASSES || bias.length != CLASSES) {
            throw new IllegalArgumentException(
                    "a readout has 10 classes, not " + weights.length + " (weights), " + bias.length + " (bias)");
        }
        int neurons = weights[0].length;
        double[] parameters = new double[ReadoutLoss.parameters(neurons)];
        for (int k = 0; k < CLASSES; k++) {
            if (weights[k].length != neurons) {
                throw new IllegalArgumentException(
                        "class " + k + " has " + weights[k].length + " weights, class 0 has " + neurons);
            }
            for (int j = 0; j < neurons; j++) {
                parameters[j * CLASSES + k] = weights[k][j];
            }
            parameters[neurons * CLASSES + k] = bias[k];
        }
        return new TrainedReadout(parameters, scaling);
    }

    /** The weights of a class, one a neuron; a copy. */
    public double[] weights(int classIndex) {
        Objects.checkIndex(classIndex, CLASSES);
        double[] weights = new double[neurons];
        for (int j = 0; j < neurons; j++) {
            weights[j] = parameters[j * CLASSES + classIndex];
        }
        return weights;
    }

    /** The bias of a class. */
    public double bias(int classIndex) {
        return parameters[neurons * CLASSES + Objects.checkIndex(classIndex, CLASSES)];
    }

    /** The scaling that makes features of counts. */
    public FittedScaling scaling() {
        return scaling;
    }

    /** Scores [samples][10], the logits. */
    public float[][] scores(CountMatrix counts) {
        return predict(counts).scores();
    }

    /**
     * Scores, predicted classes and accuracy for all samples.
     *
     * @throws IllegalArgumentException if the counts are not of this readout's number of neurons
     */
    public Predictions predict(CountMatrix counts) {
        if (counts.neurons() != neurons) {
            throw new IllegalArgumentException(
                    "counts are of " + counts.neurons() + " neurons, the readout is for " + neurons);
        }
        try (ParallelLoop loop = new ParallelLoop(Runtime.getRuntime().availableProcessors())) {
            return new Scorer(counts, scaling.rowFactors(counts), loop).predict(parameters);
        }
    }

    /** Number of neurons, one feature each. */
    public int neurons() {
        return neurons;
    }
}
