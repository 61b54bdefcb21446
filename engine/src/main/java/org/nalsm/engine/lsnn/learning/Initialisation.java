package org.nalsm.engine.lsnn.learning;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.engine.random.Stream;

/** Networks before training. */
public final class Initialisation {
    private static final int IN = 0;
    private static final int REC = 1;
    private static final int OUT = 2;

    private final AlifParameters p;
    private final int outputs;
    private final long seed;

    /** @param seed of weights, connections, signs and delays */
    public Initialisation(AlifParameters p, int outputs, long seed) {
        this.p = p;
        this.outputs = outputs;
        this.seed = seed;
    }

    /**
     * Sparse, with excitatory and inhibitory sources and a bias, for deep rewiring: of each matrix the balanced, scaled dense one
     * with the same signs, of which some entries are taken.
     *
     * @param excitatoryShare int(share count) + 1 sources are excitatory, of the inputs and of the neurons
     * @param inhibitoryFirst whether the first neurons are the inhibitory ones, hence regular; else any may be
     */
    public LsnnNetwork sparse(DeepRewiring rewiring, double excitatoryShare, boolean inhibitoryFirst) {
        int n = p.neurons();
        float[] inputSigns = signs(p.inputs(), excitatoryShare, true, IN);
        float[] neuronSigns = signs(n, excitatoryShare, !inhibitoryFirst, REC);
        SynapseMatrix bias = SynapseMatrix.of(1, outputs, new float[0], new float[outputs]);
        return new LsnnNetwork(
                p,
                sparse(inputSigns, n, rewiring, IN),
                sparse(neuronSigns, n, rewiring, REC),
                sparse(neuronSigns, outputs, rewiring, OUT),
                bias,
                true,
                delays(p.inputs(), IN),
                delays(n, REC));
    }

    /** All to all, without signs, rewiring or bias: normal with variance 1 / sources; the readout after X. Glorot, uniform. */
    public LsnnNetwork dense() {
        int n = p.neurons();
        float[] none = new float[0];
        double limit = Math.sqrt(6.0 / (n + outputs));
        Draws draws = new Draws(seed, Stream.LSNN_WEIGHTS);
        float[] out = new float[n * outputs];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (limit * (2 * draws.uniform(i / outputs, i % outputs, OUT) - 1));
        }
        return new LsnnNetwork(
                p,
                SynapseMatrix.of(p.inputs(), n, none, normal(p.inputs(), IN)),
                SynapseMatrix.of(n, n, none, normal(n, REC)),
                SynapseMatrix.of(n, outputs, none, out),
                SynapseMatrix.of(1, outputs, none, new float[outputs]),
                false,
                delays(p.inputs(), IN),
                delays(n, REC));
    }

    private float[] normal(int rows, int matrix) {
        int n = p.neurons();
        Draws draws = new Draws(seed, Stream.LSNN_WEIGHTS);
        float[] weights = new float[rows * n];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (draws.normal(i / n, i % n, matrix) / Math.sqrt(rows));
        }
        return weights;
    }

    /** Drawn for every pair, connected or not. */
    private int[] delays(int rows, int matrix) {
        int n = p.neurons();
        Draws draws = new Draws(seed, Stream.LSNN_DELAYS);
        int[] delays = new int[rows * n];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = draws.below(p.delays(), i / n, i % n, matrix);
        }
        return delays;
    }

    private float[] signs(int count, double excitatoryShare, boolean shuffled, int matrix) {
        int excitatory = Math.min(count, (int) (excitatoryShare * count) + 1);
        float[] signs = new float[count];
        Arrays.fill(signs, 1);
        Draws draws = new Draws(seed, Stream.LSNN_SIGNS);
        int[] order = IntStream.range(0, count).toArray();
        for (int k = 0; shuffled && k < count; k++) {
            int other = k + draws.below(count - k, k, 0, matrix);
            int swapped = order[k];
            order[k] = order[other];
            order[other] = swapped;
        }
        for (int k = 0; k < count - excitatory; k++) {
            signs[order[k]] = -1;
        }
        return signs;
    }

    private SynapseMatrix sparse(float[] signs, int columns, DeepRewiring rewiring, int matrix) {
        int rows = signs.length;
        double[] dense = balanced(signs, matrix);
        Draws draws = new Draws(seed, Stream.LSNN_CONNECTIVITY);
        int[] column = IntStream.range(0, columns)
                .map(j -> columns > rows ? draws.below(rows, j, 0, matrix) : j)
                .toArray();
        float[] theta = new float[rows * columns];
        int draw = (int) ((long) rows * columns * rewiring.connectivity() + 1e-9);
        for (int d = 0; d < draw; d++) {
            int i = draws.below(rows, d, 1, matrix);
            int j = draws.below(columns, d, 2, matrix);
            if (rewiring.selfConnections() || matrix != REC || i != j) {
                theta[i * columns + j] = (float) dense[i * rows + column[j]];
            }
        }
        return SynapseMatrix.of(rows, columns, signs, theta);
    }

    /**
     * Magnitudes of a square matrix whose rows have these signs: inhibition as strong as excitation, overall and in every column,
     * and spectral radius 1.
     */
    private double[] balanced(float[] signs, int matrix) {
        int n = signs.length;
        Draws draws = new Draws(seed, Stream.LSNN_WEIGHTS);
        double[] magnitude = new double[n * n];
        double excitation = 0;
        double inhibition = 0;
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = Math.abs(draws.normal(i / n, i % n, matrix));
            if (signs[i / n] > 0) {
                excitation += magnitude[i];
            } else {
                inhibition += magnitude[i];
            }
        }
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] *= signs[i / n] < 0 ? excitation / inhibition : 1;
        }
        for (int j = 0; j < n; j++) {
            balanceColumn(magnitude, signs, j);
        }
        double[] signed = new double[n * n];
        for (int i = 0; i < signed.length; i++) {
            signed[i] = signs[i / n] * magnitude[i];
        }
        double radius = SpectralRadius.of(signed, n);
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] /= radius;
        }
        return magnitude;
    }

    private static void balanceColumn(double[] magnitude, float[] signs, int j) {
        int n = signs.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += signs[i] * magnitude[i * n + j];
        }
        int weaker = 0;
        for (float sign : signs) {
            weaker += sign * sum < 0 ? 1 : 0;
        }
        for (int i = 0; i < n; i++) {
            if (signs[i] * sum < 0) {
                magnitude[i * n + j] += Math.abs(sum) / weaker;
            }
        }
    }
}
