package org.nalsm.engine.lsnn.learning;

import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.BatchState;
import org.nalsm.engine.lsnn.Gradient;
import org.nalsm.engine.training.Adam;

/**
 * Trains a network batch by batch. Its state is that of the {@link LsnnNetwork}, and the number of the iteration: nothing
 * else is remembered.
 */
public final class LsnnTrainer {
    private static final List<String> NAMES =
            List.of("input weights", "recurrent weights", "readout weights", "readout bias");

    private final LsnnNetwork network;
    private final LearningRule rule;
    private final BatchPass pass;
    private final int steps;

    /**
     * @param network changes while training
     * @param pass of the network's parameters
     * @param steps length of a sequence
     */
    public LsnnTrainer(LsnnNetwork network, LearningRule rule, BatchPass pass, int steps) {
        this.network = network;
        this.rule = rule;
        this.pass = pass;
        this.steps = steps;
    }

    /** The network as it is now. */
    public LsnnNetwork network() {
        return network;
    }

    /**
     * One step of training.
     *
     * @param state of the batch before, changed to that after it
     * @param iteration from 0
     * @throws UserException BAD_CONFIGURATION if a number is no longer finite; the network is then as it was
     */
    public Evaluation train(LabelledBatch batch, BatchState state, int iteration) {
        Evaluation evaluation = evaluate(batch, state);
        requireFinite("loss", (float) evaluation.loss(), iteration);
        requireFinite("rate regularisation", (float) evaluation.regularisation(), iteration);
        float[] spikeAdjoints = new float[network.parameters().neurons()];
        for (int j = 0; j < spikeAdjoints.length; j++) {
            spikeAdjoints[j] = (float) (2
                    * rule.rateRegularisation()
                    * (evaluation.rates()[j] - rule.targetRate())
                    / ((double) batch.size() * steps));
        }
        Gradient gradient = pass.backward(evaluation.outputAdjoints(), spikeAdjoints);
        step(List.of(gradient.in(), gradient.rec(), gradient.out(), gradient.bias()), iteration);
        return evaluation;
    }

    /** What a batch gives, without learning from it. */
    public Evaluation evaluate(LabelledBatch batch, BatchState state) {
        BatchPass.Outcome outcome = pass.forward(batch.inputs(), network.layer(), network.readout(), state);
        return Evaluation.of(outcome, batch, network.outputs(), steps, rule);
    }

    private void step(List<float[]> weightGradients, int iteration) {
        List<SynapseMatrix> trained = network.trained();
        for (int m = 0; m < trained.size(); m++) {
            for (float g : weightGradients.get(m)) {
                requireFinite("gradient of the " + NAMES.get(m), g, iteration);
            }
        }
        double rate = rule.rate(iteration);
        boolean[][] connections =
                rule.rewiring().map(r -> r.connections(network.matrices())).orElse(new boolean[0][]);
        for (int m = 0; m < trained.size(); m++) {
            SynapseMatrix matrix = trained.get(m);
            Adam.STANDARD.step(
                    matrix.theta(),
                    matrix.first(),
                    matrix.second(),
                    matrix.gradient(weightGradients.get(m)),
                    rate,
                    iteration + 1L);
        }
        rule.rewiring().ifPresent(r -> r.rewire(network.matrices(), connections, rate, iteration));
    }

    private static void requireFinite(String what, float value, int iteration) {
        if (!Float.isFinite(value)) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "training diverged in iteration " + (iteration + 1) + ": the " + what + " is " + value
                            + "; use a smaller learning rate");
        }
    }
}
