package org.nalsm.engine.diehlcook;

import java.util.Arrays;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * The input spikes of a presentation, in the order of their steps, in each step in the order of the inputs. In every step
 * input i spikes with probability {@code p = min(1, pixel / 8 * intensity * dt)}, independently of all others: instead of a draw a
 * step, the number of steps without spike before the next one is drawn, which is geometric,
 * {@code floor(ln(u) / ln(1 - p))} with u uniform in (0, 1].
 *
 * <p>The n-th draw of an input is word {@code n mod 4} of the Philox block with indices (input + 2^16 times the number of
 * earlier presentations of the sample, {@code n div 4}, key of the sample). Logarithms are {@link StrictMath}'s, so that
 * processors agree. Not for use by several threads.
 */
final class InputSpikes {
    private static final int WORDS = 4;
    private static final int PIXEL_VALUES = 256;
    private static final int ATTEMPT_SHIFT = 16;
    private static final double UNIT = 0x1p-32;
    private static final double MS_PER_S = 1000;

    private final Philox random;
    private final Stream stream;
    private final double dtMs;
    private final int steps;

    private final double[] logOfSilence = new double[PIXEL_VALUES];
    private final int[] words = new int[WORDS];
    private final int[] nextOfStep;
    private int[] drawnStep = new int[1 << 12];
    private int[] drawnInput = new int[1 << 12];
    private int[] step = new int[0];
    private int[] input = new int[0];
    private int count;

    /** @param stream what the spikes are for */
    InputSpikes(DiehlCookModel model, long seed, Stream stream) {
        this.random = new Philox(seed);
        this.stream = stream;
        this.dtMs = model.dtMs();
        this.steps = model.presentationSteps();
        this.nextOfStep = new int[steps + 1];
    }

    /**
     * Draws a presentation.
     *
     * @param image unsigned bytes, one an input
     * @param key of the sample within the stream
     * @param attempt number of earlier presentations of the sample
     */
    void draw(byte[] image, int intensity, int key, int attempt) {
        for (int value = 1; value < PIXEL_VALUES; value++) {
            double p = value / Constants.PIXELS_PER_HZ * intensity * dtMs / MS_PER_S;
            logOfSilence[value] = StrictMath.log1p(-Math.min(1, p));
        }
        count = 0;
        for (int i = 0; i < image.length; i++) {
            int value = image[i] & 0xFF;
            if (value > 0) {
                draw(i, logOfSilence[value], key, attempt);
            }
        }
        sort();
    }

    private void draw(int inputNeuron, double logOfSilence, int key, int attempt) {
        long at = -1;
        for (int n = 0; ; n++) {
            if (n % WORDS == 0) {
                random.block(stream, inputNeuron | attempt << ATTEMPT_SHIFT, n / WORDS, key, words);
            }
            double u = (Integer.toUnsignedLong(words[n % WORDS]) + 1) * UNIT;
            at += 1 + (long) (StrictMath.log(u) / logOfSilence);
            if (at >= steps) {
                return;
            }
            if (count == drawnStep.length) {
                drawnStep = Arrays.copyOf(drawnStep, 2 * count);
                drawnInput = Arrays.copyOf(drawnInput, 2 * count);
            }
            drawnStep[count] = (int) at;
            drawnInput[count++] = inputNeuron;
        }
    }

    private void sort() {
        if (step.length < count) {
            step = new int[drawnStep.length];
            input = new int[drawnStep.length];
        }
        Arrays.fill(nextOfStep, 0);
        for (int k = 0; k < count; k++) {
            nextOfStep[drawnStep[k] + 1]++;
        }
        for (int n = 0; n < steps; n++) {
            nextOfStep[n + 1] += nextOfStep[n];
        }
        for (int k = 0; k < count; k++) {
            int to = nextOfStep[drawnStep[k]]++;
            step[to] = drawnStep[k];
            input[to] = drawnInput[k];
        }
    }

    /** Number of spikes. */
    int count() {
        return count;
    }

    /** Step of every spike, ascending; the first {@link #count} are valid until the next draw. */
    int[] step() {
        return step;
    }

    /** Input of every spike, likewise. */
    int[] input() {
        return input;
    }
}
