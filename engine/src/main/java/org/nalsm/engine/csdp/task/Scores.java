package org.nalsm.engine.csdp.task;

/** What is measured of a network's answers. Probabilities are kept 1e-7 away from 0 and 1, as in the published program. */
public final class Scores {
    private static final double LEAST = 1e-7;

    private Scores() {}

    /** The class with the most spikes, the first of equals. */
    public static int predicted(int[] counts, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (counts[from + c] > counts[from + best]) {
                best = c;
            }
        }
        return best;
    }

    /** Negative logarithm of the softmax of a class's count, nats. */
    public static double negativeLogLikelihood(int[] counts, int from, int classes, int label) {
        return -StrictMath.log(softmax(counts, from, classes)[label]);
    }

    /** Entropy of the softmax of the counts, nats. */
    public static double entropy(int[] counts, int from, int classes) {
        double sum = 0;
        for (double p : softmax(counts, from, classes)) {
            sum -= p * StrictMath.log(p);
        }
        return sum;
    }

    private static double[] softmax(int[] counts, int from, int classes) {
        double[] p = new double[classes];
        int largest = counts[from + predicted(counts, from, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = StrictMath.exp(counts[from + c] - largest);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] = kept(p[c] / sum);
        }
        return p;
    }

    /**
     * Binary cross-entropy of a reconstruction, nats, summed over the pixels.
     *
     * @param pixels of samples one after the other, 0 to 1
     * @param traces summed traces of the reconstruction neurons, likewise
     * @param from where the sample begins in both
     * @param divisor makes pixels of them
     */
    public static double crossEntropy(float[] pixels, float[] traces, int from, int inputs, double divisor) {
        double sum = 0;
        for (int pixel = 0; pixel < inputs; pixel++) {
            double p = kept(traces[from + pixel] / divisor);
            double x = pixels[from + pixel];
            sum -= x * StrictMath.log(p) + (1 - x) * StrictMath.log(1 - p);
        }
        return sum;
    }

    /** Squared error of a reconstruction, summed over the pixels; likewise. */
    public static double squaredError(float[] pixels, float[] traces, int from, int inputs, double divisor) {
        double sum = 0;
        for (int pixel = 0; pixel < inputs; pixel++) {
            double error = pixels[from + pixel] - traces[from + pixel] / divisor;
            sum += error * error;
        }
        return sum;
    }

    private static double kept(double p) {
        return Math.max(LEAST, Math.min(1 - LEAST, p));
    }
}
