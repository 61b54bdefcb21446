package org.nalsm.engine.lsnn.learning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean of a network's parameters over iterations of its training, in which the noise of single batches cancels (B. T.
 * Polyak, A. B. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM Journal on Control and Optimization
 * 30(4), 1992). Where connections come and go, one that is not there counts as 0, and of all that were there once the mean
 * network keeps the strongest.
 */
public final class ParameterAverage {
    /** Of all that is trained, one matrix after the other. */
    private final double[] sums;

    private int iterations;

    /** Of no iteration yet. */
    public ParameterAverage(LsnnNetwork network) {
        sums = new double
                [network.trained().stream().mapToInt(SynapseMatrix::size).sum()];
    }

    /** Takes in the network as it is now. */
    public void add(LsnnNetwork network) {
        int at = 0;
        for (SynapseMatrix matrix : network.trained()) {
            for (float theta : matrix.theta()) {
                sums[at++] += matrix.isRewired() ? Math.max(0, theta) : theta;
            }
        }
        iterations++;
    }

    /** Number of iterations taken in. */
    public int iterations() {
        return iterations;
    }

    /** The sums over them; a copy. */
    public double[] sums() {
        return sums.clone();
    }

    /**
     * Goes on from sums.
     *
     * @param from {@link #sums} of the same network
     * @param over {@link #iterations} of them
     */
    public void restore(double[] from, int over) {
        System.arraycopy(from, 0, sums, 0, sums.length);
        iterations = over;
    }

    /**
     * The mean network, without moments.
     *
     * @param network of which this is the mean
     * @param rewiring whose bound on the number of connections holds; the first of equally strong ones are kept
     * @throws IllegalStateException if no iteration was taken in
     */
    public LsnnNetwork mean(LsnnNetwork network, Optional<DeepRewiring> rewiring) {
        if (iterations == 0) {
            throw new IllegalStateException("the mean of no iterations");
        }
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / iterations;
        }
        rewiring.ifPresent(r -> keepStrongest(means, network.matrices(), r));
        List<SynapseMatrix> averaged = new ArrayList<>();
        int at = 0;
        for (SynapseMatrix matrix : network.trained()) {
            float[] theta = new float[matrix.size()];
            for (int i = 0; i < theta.length; i++) {
                theta[i] = (float) means[at++];
            }
            averaged.add(SynapseMatrix.of(matrix.sources(), matrix.targets(), matrix.signs(), theta));
        }
        return network.with(averaged);
    }

    /** Sets all but as many as the bound allows to 0; the sort is stable. */
    private static void keepStrongest(double[] means, List<SynapseMatrix> matrices, DeepRewiring rewiring) {
        int synapses = matrices.stream().mapToInt(SynapseMatrix::size).sum();
        IntStream.range(0, synapses)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -means[i]))
                .skip(rewiring.bound(matrices))
                .forEach(i -> means[i] = 0);
    }
}
