package org.nalsm.engine.csdp;

/**
 * Constants of update k of all weights by Adam (D. P. Kingma, J. Ba, ICLR 2015), with epsilon beside the corrected second
 * moment: {@code m = 0.9 m + 0.1 g; v = 0.999 v + 0.001 g^2; w -= rate m / (sqrt(correction v) + 1e-8)}.
 *
 * @param rate learning rate, corrected for the first moment: {@code eta / (1 - 0.9^k)}
 * @param correction of the second moment: {@code 1 / (1 - 0.999^k)}
 * @param decay see {@link LearningRule#decay}
 */
record UpdateStep(float rate, float correction, float decay) {
    static final float BETA1 = 0.9f;
    static final float BETA2 = 0.999f;
    static final float REST1 = (float) (1 - 0.9);
    static final float REST2 = (float) (1 - 0.999);
    static final float EPSILON = 1e-8f;
    /** Weight of the postsynaptic error in Hebbian updates. */
    static final float HEBBIAN = 0.1f;
    /** No weight is larger. */
    static final float HIGHEST = 1;

    /** @param k number of the update, from 1 */
    static UpdateStep of(LearningRule rule, long k) {
        double updates = (double) k;
        return new UpdateStep(
                (float) (rule.learningRate() / (1 - StrictMath.pow(0.9, updates))),
                (float) (1 / (1 - StrictMath.pow(0.999, updates))),
                (float) rule.decay());
    }
}
