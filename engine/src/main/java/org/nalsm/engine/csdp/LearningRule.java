package org.nalsm.engine.csdp;

import java.io.Serializable;

/**
 * How weights change.
 *
 * @param learningRate of Adam, above 0
 * @param decay by which a weight falls whenever its postsynaptic neuron spikes without the presynaptic one, at least 0
 * @param flippedLateral whether lateral inhibition learns with the sign that makes a neuron's inhibitors help the goodness; the
 *     author's program gives it the sign of excitation
 */
public record LearningRule(double learningRate, double decay, boolean flippedLateral) implements Serializable {
    /** @throws IllegalArgumentException if a value is out of its range */
    public LearningRule {
        if (!(learningRate > 0) || !(decay >= 0)) {
            throw new IllegalArgumentException("learningRate = " + learningRate + ", decay = " + decay);
        }
    }

    /** What the author's program takes for minibatches of so many samples (its positive ones). */
    public static LearningRule ofBatchSize(int samples) {
        if (samples >= 200) {
            return new LearningRule(0.002, 5e-5, false);
        }
        if (samples >= 100) {
            return new LearningRule(0.001, 6e-5, false);
        }
        if (samples >= 50) {
            return new LearningRule(0.001, 7e-5, false);
        }
        if (samples >= 20) {
            return new LearningRule(7.5e-4, 8e-5, false);
        }
        return samples >= 10 ? new LearningRule(5.5e-4, 9e-5, false) : new LearningRule(4e-4, 1e-4, false);
    }
}
