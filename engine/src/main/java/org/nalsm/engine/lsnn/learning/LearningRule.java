package org.nalsm.engine.lsnn.learning;

import java.io.Serializable;
import java.util.Optional;

/**
 * How parameters change.
 *
 * @param rate of Adam
 * @param rateDecay factor of the rate every {@code decayIterations}
 * @param decayIterations iterations between two decays
 * @param rateRegularisation factor of the sum over neurons of (mean spikes a step - {@code targetRate})^2 in the loss
 * @param targetRate mean spikes of a neuron in a step
 * @param rewiring for matrices with signs; empty if all are connected
 */
public record LearningRule(
        double rate,
        double rateDecay,
        int decayIterations,
        double rateRegularisation,
        double targetRate,
        Optional<DeepRewiring> rewiring)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Learning rate of an iteration, from 0. */
    public double rate(int iteration) {
        int decays = iteration / decayIterations;
        return rate * StrictMath.pow(rateDecay, decays);
    }
}
