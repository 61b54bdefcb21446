package org.nalsm.engine.csdp;

import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/** Bernoulli spikes of the pixels of a presentation. */
final class InputSpikes {
    private static final int WORDS = 4;

    private final Philox random;
    private final Presentation shown;
    private final int inputs;
    private final int blocks;

    InputSpikes(long seed, Presentation shown, int inputs) {
        this.random = new Philox(seed);
        this.shown = shown;
        this.inputs = inputs;
        this.blocks = (inputs + WORDS - 1) / WORDS;
    }

    /**
     * Draws the spikes of a sample in a step.
     *
     * @param spikes receives them, {@code spikes[tile][sample]}
     * @param words four of them, to work with
     */
    void draw(int step, int sample, long[][] spikes, int[] words) {
        for (long[] tile : spikes) {
            tile[sample] = 0;
        }
        for (int block = 0; block < blocks; block++) {
            int from = block * WORDS;
            int to = Math.min(inputs, from + WORDS);
            if (isDark(sample, from, to)) {
                continue;
            }
            random.block(Stream.CSDP_INPUT, step * blocks + block, shown.occasion(), shown.keys()[sample], words);
            for (int i = from; i < to; i++) {
                if (Philox.uniform(words[i - from]) < shown.pixels()[sample * inputs + i]) {
                    spikes[i / Tile.WIDTH][sample] |= 1L << i % Tile.WIDTH;
                }
            }
        }
    }

    private boolean isDark(int sample, int from, int to) {
        for (int i = from; i < to; i++) {
            if (shown.pixels()[sample * inputs + i] > 0) {
                return false;
            }
        }
        return true;
    }
}
