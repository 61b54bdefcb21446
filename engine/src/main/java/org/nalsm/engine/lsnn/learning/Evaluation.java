package org.nalsm.engine.lsnn.learning;

import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.training.SoftmaxCrossEntropy;

/**
 * A batch's result.
 *
 * @param loss mean cross-entropy of the windows that have a class, nats
 * @param regularisation what the rate regulariser adds to it
 * @param correct number of windows whose largest output is that of the class
 * @param asked number of windows that have a class
 * @param rates mean spikes of each neuron in a step
 * @param outputs mean outputs: samples x windows x outputs
 * @param outputAdjoints derivative of the loss with respect to them
 */
public record Evaluation(
        double loss,
        double regularisation,
        int correct,
        int asked,
        double[] rates,
        float[] outputs,
        float[] outputAdjoints) {

    static Evaluation of(BatchPass.Outcome outcome, LabelledBatch batch, int classes, int steps, LearningRule rule) {
        int windows = batch.targets()[0].length;
        int asked = 0;
        for (int[] targets : batch.targets()) {
            for (int target : targets) {
                asked += target == LabelledBatch.NONE ? 0 : 1;
            }
        }
        double loss = 0;
        int correct = 0;
        float[] adjoints = new float[outcome.outputs().length];
        for (int s = 0; s < batch.size(); s++) {
            for (int w = 0; w < windows; w++) {
                int target = batch.targets()[s][w];
                if (target != LabelledBatch.NONE) {
                    int at = (s * windows + w) * classes;
                    SoftmaxCrossEntropy softmax = SoftmaxCrossEntropy.of(outcome.outputs(), at, classes, target);
                    loss += softmax.loss();
                    correct += softmax.predicted() == target ? 1 : 0;
                    for (int o = 0; o < classes; o++) {
                        adjoints[at + o] = (float) (softmax.adjoints()[o] / asked);
                    }
                }
            }
        }
        double[] rates = new double[outcome.spikes().length];
        double regularisation = 0;
        for (int j = 0; j < rates.length; j++) {
            rates[j] = outcome.spikes()[j] / ((double) batch.size() * steps);
            regularisation += rule.rateRegularisation() * Math.pow(rates[j] - rule.targetRate(), 2);
        }
        return new Evaluation(loss / asked, regularisation, correct, asked, rates, outcome.outputs(), adjoints);
    }

    /** Share of the asked windows whose class was right, 0 to 1. */
    public double accuracy() {
        return correct / (double) asked;
    }
}
