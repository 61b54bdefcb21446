package org.nalsm.engine.training;

/**
 * Cross-entropy of the softmax of some outputs with a class.
 *
 * @param loss -log(softmax of the class), nats
 * @param predicted the first of the largest outputs
 * @param adjoints derivative of the loss with respect to the outputs: softmax - onehot
 */
public record SoftmaxCrossEntropy(double loss, int predicted, double[] adjoints) {

    /** Of the outputs {@code from <= k < from + classes}. */
    public static SoftmaxCrossEntropy of(float[] outputs, int from, int classes, int target) {
        int predicted = predicted(outputs, from, classes);
        double largest = outputs[from + predicted];
        double[] adjoints = new double[classes];
        double sum = exponentials(outputs, from, largest, adjoints);
        divide(adjoints, sum);
        adjoints[target] -= 1;
        return new SoftmaxCrossEntropy(StrictMath.log(sum) - (outputs[from + target] - largest), predicted, adjoints);
    }

    /** Probabilities of the classes by the outputs {@code from <= k < from + classes}; their sum is 1. */
    public static double[] softmax(float[] outputs, int from, int classes) {
        double[] probabilities = new double[classes];
        divide(
                probabilities,
                exponentials(outputs, from, outputs[from + predicted(outputs, from, classes)], probabilities));
        return probabilities;
    }

    /** exp(output - largest) of every output; returns their sum. */
    private static double exponentials(float[] outputs, int from, double largest, double[] into) {
        double sum = 0;
        for (int k = 0; k < into.length; k++) {
            into[k] = StrictMath.exp(outputs[from + k] - largest);
            sum += into[k];
        }
        return sum;
    }

    private static void divide(double[] values, double by) {
        for (int k = 0; k < values.length; k++) {
            values[k] /= by;
        }
    }

    /** The first of the largest outputs. */
    public static int predicted(float[] outputs, int from, int classes) {
        int predicted = 0;
        for (int k = 1; k < classes; k++) {
            predicted = outputs[from + k] > outputs[from + predicted] ? k : predicted;
        }
        return predicted;
    }
}
