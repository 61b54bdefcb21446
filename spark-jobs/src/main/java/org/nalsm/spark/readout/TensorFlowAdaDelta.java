package org.nalsm.spark.readout;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaDeltaUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;

/**
 * Deeplearning4j's AdaDelta with the learning rate of TensorFlow 1: the update, once it has been accumulated, is
 * multiplied by a constant (Zeiler, arXiv:1212.5701, with the {@code learning_rate} of
 * {@code tf.train.AdadeltaOptimizer}). The equations are those of {@link Adadelta}. Serves training only: a model
 * that is exported names no updater of this package.
 */
final class TensorFlowAdaDelta extends AdaDelta {
    private static final long serialVersionUID = 1L;

    private final double learningRate;

    TensorFlowAdaDelta(double learningRate, double rho, double epsilon) {
        super(rho, epsilon);
        this.learningRate = learningRate;
    }

    @Override
    public GradientUpdater<AdaDelta> instantiate(INDArray view, boolean initialise) {
        // As AdaDelta does: the view holds the means of squared gradients, then of squared updates.
        INDArray state = view.reshape(view.length());
        Updater updater = new Updater();
        updater.setStateViewArray(state, new long[] {state.length() / 2}, state.ordering(), initialise);
        return updater;
    }

    @Override
    public GradientUpdater<AdaDelta> instantiate(Map<String, INDArray> state, boolean initialise) {
        Updater updater = new Updater();
        updater.setState(state, initialise);
        return updater;
    }

    @Override
    public AdaDelta clone() {
        return new TensorFlowAdaDelta(learningRate, getRho(), getEpsilon());
    }

    private final class Updater extends AdaDeltaUpdater {
        Updater() {
            super(TensorFlowAdaDelta.this);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            super.applyUpdater(gradient, iteration, epoch);
            gradient.muli(learningRate);
        }
    }
}
