package org.nalsm.engine.training;

/**
 * Adam (D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015) as TensorFlow writes it, with epsilon
 * beside the uncorrected second moment:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2
 * theta -= rate sqrt(1 - beta2^k) / (1 - beta1^k) m / (sqrt(v) + epsilon)
 * </pre>
 *
 * The moments belong to the parameters and live with them, in float32.
 *
 * @param beta1 decay of the first moment, 0 to below 1
 * @param beta2 decay of the second moment, 0 to below 1
 * @param epsilon above 0
 */
public record Adam(double beta1, double beta2, double epsilon) {
    /** The usual one: 0.9, 0.999, 1e-8. */
    public static final Adam STANDARD = new Adam(0.9, 0.999, 1e-8);

    /**
     * Step k of parameters.
     *
     * @param theta parameters, first moments, second moments and gradient: of equal length; all but the gradient change
     * @param rate learning rate
     * @param k number of the step, from 1
     */
    public void step(float[] theta, float[] first, float[] second, float[] gradient, double rate, long k) {
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float eps = (float) epsilon;
        double steps = (double) k;
        double correction = Math.sqrt(1 - StrictMath.pow(beta2, steps)) / (1 - StrictMath.pow(beta1, steps));
        float scaled = (float) (rate * correction);
        for (int i = 0; i < theta.length; i++) {
            float g = gradient[i];
            first[i] = b1 * first[i] + (1 - b1) * g;
            second[i] = b2 * second[i] + (1 - b2) * (g * g);
            theta[i] -= scaled * first[i] / ((float) Math.sqrt(second[i]) + eps);
        }
    }
}
