package org.nalsm.engine.diehlcook;

import java.util.Arrays;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Draws of a network's construction. With u uniform in [0, 1), 32 bits of the generator: a weight is 0.3 (u + 0.01), the first
 * word of block (i, j, 0) of {@link Stream#DIEHL_COOK_SYNAPSE}; a delay is 10 u ms to the nearest step, the second word, so
 * that the delays 0 and 10 ms are half as frequent as those between.
 */
public final class InitialNetwork {
    private static final double WEIGHT_SCALE = 0.3;
    private static final double WEIGHT_OFFSET = 0.01;
    private static final double UNIT = 0x1p-32;

    private InitialNetwork() {}

    /** A network that has learned nothing. */
    public static LearnedNetwork draw(DiehlCookModel model, long seed) {
        float[] weights = new float[model.synapses()];
        short[] delays = new short[model.synapses()];
        forEach(model, seed, 0, (synapse, words) -> {
            weights[synapse] = (float) (WEIGHT_SCALE * (uniform(words[0]) + WEIGHT_OFFSET));
            delays[synapse] = delay(model, words[1]);
        });
        double[] theta = new double[model.neurons()];
        Arrays.fill(theta, model.initialThetaMv());
        return new LearnedNetwork(model, weights, theta, delays);
    }

    /** Delays that the training has not seen, as the published program draws them: those of blocks (i, j, 1). */
    public static short[] redrawnDelays(DiehlCookModel model, long seed) {
        short[] delays = new short[model.synapses()];
        forEach(model, seed, 1, (synapse, words) -> delays[synapse] = delay(model, words[1]));
        return delays;
    }

    private interface Drawn {
        void at(int synapse, int[] words);
    }

    private static void forEach(DiehlCookModel model, long seed, int draw, Drawn drawn) {
        Philox random = new Philox(seed);
        int[] words = new int[4];
        for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
            for (int j = 0; j < model.neurons(); j++) {
                random.block(Stream.DIEHL_COOK_SYNAPSE, i, j, draw, words);
                drawn.at(i * model.neurons() + j, words);
            }
        }
    }

    private static short delay(DiehlCookModel model, int word) {
        return (short) model.steps(uniform(word) * Constants.LONGEST_DELAY_MS);
    }

    private static double uniform(int word) {
        return Integer.toUnsignedLong(word) * UNIT;
    }
}
