package org.nalsm.engine.lsnn.learning;

import java.io.Serializable;
import java.util.List;
import org.nalsm.engine.random.Stream;

/**
 * Deep rewiring (DEEP R) of a network's matrices, {@link LsnnNetwork#matrices}, which share one bound on the number of
 * connections. Of a training step, this is what comes around the optimiser's: it may neither make a connection nor change a
 * sign; connections shrink, some end, and as many begin elsewhere, with a weight of almost 0.
 *
 * @param connectivity share of all pairs that are connected, above 0 to 1
 * @param l1 what a connection's magnitude loses in a step, in units of the learning rate
 * @param temperature of the noise; 0 for none
 * @param selfConnections whether a neuron's synapse to itself may be chosen, which takes part in the bound but has no effect
 * @param seed of all choices
 */
public record DeepRewiring(double connectivity, double l1, double temperature, boolean selfConnections, long seed)
        implements Serializable {
    /** Magnitude of a new connection. */
    private static final float NEWBORN = 1e-12f;

    /** Place of the neurons' synapses to each other in {@link LsnnNetwork#matrices}. */
    private static final int RECURRENT = 1;

    /** What rounding may take from a product of whole numbers. */
    private static final double ROUNDING = 1e-9;

    /** Most connections that the matrices may have together. */
    public int bound(List<SynapseMatrix> matrices) {
        return (int) (matrices.stream().mapToLong(SynapseMatrix::size).sum() * connectivity + ROUNDING);
    }

    static int connected(List<SynapseMatrix> matrices) {
        return matrices.stream().mapToInt(SynapseMatrix::connected).sum();
    }

    /**
     * The connections before the optimiser's step.
     *
     * @throws IllegalStateException if there are more than the bound, which is a bug
     */
    boolean[][] connections(List<SynapseMatrix> matrices) {
        if (connected(matrices) > bound(matrices)) {
            throw new IllegalStateException(
                    connected(matrices) + " connections exceed the bound of " + bound(matrices));
        }
        boolean[][] connections = new boolean[matrices.size()][];
        for (int m = 0; m < connections.length; m++) {
            float[] theta = matrices.get(m).theta();
            connections[m] = new boolean[theta.length];
            for (int i = 0; i < theta.length; i++) {
                connections[m][i] = theta[i] > 0;
            }
        }
        return connections;
    }

    /**
     * After the optimiser's step: drift and noise of the connections that are left, and new ones in the place of those that
     * ended.
     *
     * @param before what {@link #connections} gave
     * @param rate learning rate
     * @param iteration number of the step
     */
    void rewire(List<SynapseMatrix> matrices, boolean[][] before, double rate, int iteration) {
        for (int m = 0; m < before.length; m++) {
            drift(matrices.get(m).theta(), before[m], rate, m, iteration);
        }
        int missing = bound(matrices) - connected(matrices);
        int[] share = new int[before.length];
        Draws draws = new Draws(seed, Stream.LSNN_REWIRING);
        double all = matrices.stream().mapToLong(SynapseMatrix::size).sum();
        for (int d = 0; d < missing; d++) {
            double place = draws.uniform(d, before.length, iteration) * all;
            int m = 0;
            while (m < share.length - 1 && place >= matrices.get(m).size()) {
                place -= matrices.get(m++).size();
            }
            share[m]++;
        }
        for (int m = 0; m < share.length; m++) {
            connect(matrices, m, share[m], draws, iteration);
        }
    }

    private void drift(float[] theta, boolean[] connected, double rate, int matrix, int iteration) {
        float shrink = (float) (rate * l1);
        double noise = Math.sqrt(2 * rate * temperature);
        Draws draws = new Draws(seed, Stream.LSNN_REWIRING_NOISE);
        for (int i = 0; i < theta.length; i++) {
            if (!connected[i]) {
                theta[i] = 0;
            } else if (theta[i] > 0) {
                theta[i] -= shrink;
                if (noise > 0) {
                    theta[i] += (float) (noise * draws.normal(i, matrix, iteration));
                }
            }
        }
    }

    /** Chooses without replacement among the pairs that are not connected. */
    private void connect(List<SynapseMatrix> matrices, int m, int wanted, Draws draws, int iteration) {
        SynapseMatrix matrix = matrices.get(m);
        float[] theta = matrix.theta();
        int[] free = new int[theta.length];
        int count = 0;
        for (int i = 0; i < theta.length; i++) {
            boolean self = m == RECURRENT && i / matrix.targets() == i % matrix.targets();
            if (!(theta[i] > 0) && (selfConnections || !self)) {
                free[count++] = i;
            }
        }
        for (int d = 0; d < Math.min(wanted, count); d++) {
            int chosen = d + draws.below(count - d, d, m, iteration);
            theta[free[chosen]] = NEWBORN;
            free[chosen] = free[d];
        }
    }
}
