package org.nalsm.spark.readout;

import java.util.Arrays;
import java.util.Objects;

/**
 * How the readout is trained. The loss is the mean softmax cross-entropy over the samples plus
 * {@code l2 * sum(W^2) / 2}; the bias is not penalised.
 *
 * @param optimiser full-batch L-BFGS, or Adadelta over batches in the order of the dataset
 * @param labels hard (one-hot) targets, or softmax of +1 for the class and -1 for the others
 * @param scaling how counts become features
 * @param l2Penalties candidates, finite and at least 0; each is tried, validation chooses
 * @param maxEpochs most epochs (Adadelta) or iterations (L-BFGS) for each penalty, at least 1
 * @param patienceEpochs a penalty's training stops after so many epochs or iterations without a better
 *     validation accuracy, at least 1
 * @param batchSize samples a batch, at least 1: of Adadelta, and of the scaling by the batch's largest value
 * @param learningRate Adadelta: factor of the update, above 0
 * @param rho Adadelta: decay of the running averages, in [0, 1)
 * @param epsilon Adadelta: added inside both square roots, above 0
 * @param tolerance L-BFGS: stops when ten iterations lower the loss by less than this part of it, at least 0
 */
public record ReadoutSettings(
        Optimiser optimiser,
        Labels labels,
        FeatureScaling scaling,
        double[] l2Penalties,
        int maxEpochs,
        int patienceEpochs,
        int batchSize,
        double learningRate,
        double rho,
        double epsilon,
        double tolerance) {

    /** Ten iterations of L-BFGS that lower the loss by no more than this share of it end a fit. */
    public static final double LBFGS_TOLERANCE = 1e-3;

    /** The optimisers. */
    public enum Optimiser {
        /** Full-batch limited-memory BFGS. */
        LBFGS,
        /** Adadelta as TensorFlow 1 computes it, from zero weights. */
        ADADELTA
    }

    /** The targets of the cross-entropy; those of a sample sum to 1. */
    public enum Labels {
        /** 1 for the class, 0 for the others. */
        HARD(1, 0),
        /** softmax(+1 for the class, -1 for the others), the publication's. */
        SOFT(
                Math.E / (Math.E + (CountMatrix.CLASSES - 1) / Math.E),
                1 / Math.E / (Math.E + (CountMatrix.CLASSES - 1) / Math.E));

        private final double ofClass;
        private final double ofOthers;

        Labels(double ofClass, double ofOthers) {
            this.ofClass = ofClass;
            this.ofOthers = ofOthers;
        }

        /** The target of the sample's own class. */
        double ofClass() {
            return ofClass;
        }

        /** The target of each of the nine other classes. */
        double ofOthers() {
            return ofOthers;
        }
    }

    /** Checks every value and copies the penalties. */
    public ReadoutSettings {
        Objects.requireNonNull(optimiser, "optimiser");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(scaling, "scaling");
        l2Penalties = l2Penalties.clone();
        require(l2Penalties.length > 0, "l2Penalties is empty");
        require(
                Arrays.stream(l2Penalties).allMatch(p -> p >= 0 && Double.isFinite(p)),
                "l2Penalties are finite and at least 0: " + Arrays.toString(l2Penalties));
        require(maxEpochs >= 1, "maxEpochs is at least 1: " + maxEpochs);
        require(patienceEpochs >= 1, "patienceEpochs is at least 1: " + patienceEpochs);
        require(batchSize >= 1, "batchSize is at least 1: " + batchSize);
        require(learningRate > 0 && Double.isFinite(learningRate), "learningRate is above 0: " + learningRate);
        require(rho >= 0 && rho < 1, "rho is in [0, 1): " + rho);
        require(epsilon > 0 && Double.isFinite(epsilon), "epsilon is above 0: " + epsilon);
        require(tolerance >= 0 && Double.isFinite(tolerance), "tolerance is at least 0: " + tolerance);
    }

    /** The same recipe with another number of epochs at most. */
    public ReadoutSettings withMaxEpochs(int epochs) {
        return new ReadoutSettings(
                optimiser,
                labels,
                scaling,
                l2Penalties,
                epochs,
                patienceEpochs,
                batchSize,
                learningRate,
                rho,
                epsilon,
                tolerance);
    }

    /** A copy. */
    @Override
    public double[] l2Penalties() {
        return l2Penalties.clone();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
