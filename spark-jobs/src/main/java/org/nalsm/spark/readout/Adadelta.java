package org.nalsm.spark.readout;

/**
 * Adadelta as TensorFlow 1 computes it:
 *
 * <pre>
 * a = rho a + (1 - rho) g^2
 * u = sqrt(d + epsilon) / sqrt(a + epsilon) g
 * d = rho d + (1 - rho) u^2
 * parameter -= learningRate u
 * </pre>
 *
 * <p>ND4J's AdaDeltaUpdater knows no learning rate, hence these few lines.
 */
final class Adadelta {
    private final double learningRate;
    private final double rho;
    private final double epsilon;
    private final double[] squaredGradients;
    private final double[] squaredUpdates;

    Adadelta(ReadoutSettings settings, int parameters) {
        learningRate = settings.learningRate();
        rho = settings.rho();
        epsilon = settings.epsilon();
        squaredGradients = new double[parameters];
        squaredUpdates = new double[parameters];
    }

    void update(double[] parameters, double[] gradient) {
        double rest = 1 - rho;
        for (int p = 0; p < parameters.length; p++) {
            double g = gradient[p];
            double a = rho * squaredGradients[p] + rest * g * g;
            double u = Math.sqrt((squaredUpdates[p] + epsilon) / (a + epsilon)) * g;
            squaredGradients[p] = a;
            squaredUpdates[p] = rho * squaredUpdates[p] + rest * u * u;
            parameters[p] -= learningRate * u;
        }
    }
}
