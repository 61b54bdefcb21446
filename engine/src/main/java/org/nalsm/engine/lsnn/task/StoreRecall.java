package org.nalsm.engine.lsnn.task;

import java.io.Serializable;
import java.util.Arrays;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Store-recall (G. Bellec et al., arXiv 1901.09049v1): a sequence of symbols, of which a store command says that the value
 * shown with it is to be kept, and a recall command, sometime later, asks for it. Each of the four symbols, the values 0 and 1,
 * store and recall, has a group of {@value #GROUP} input neurons that fire independently at {@value #RATE} spikes a step while it
 * is shown. The value to keep is shown during the store command; in the symbol after it the value is flipped with probability
 * 1/2, so that only what comes with the command can be relied on.
 *
 * @param symbols length of a sequence, at least 3
 * @param symbolSteps steps that a symbol is shown, at least 1
 * @param delaySymbols mean number of symbols before a command, at least 1
 */
public record StoreRecall(int symbols, int symbolSteps, int delaySymbols) implements Serializable {
    /** Number of input channels. */
    public static final int CHANNELS = 100;

    /** The store command. */
    public static final int STORE = 2;

    /** The recall command. */
    public static final int RECALL = 3;

    private static final int GROUP = 25;
    private static final double RATE = 0.05;
    private static final int SHOWN = 64;
    private static final int ATTEMPT_ROWS = 3;
    private static final long WORD = 0xFFFFFFFFL;
    private static final long THRESHOLD = (long) (RATE * 0x1p32);

    /**
     * A sequence.
     *
     * @param symbols 0 and 1, {@link #STORE} and {@link #RECALL}
     * @param shown value shown in each symbol, or -1: with a store command the value to keep, and perhaps flipped after it
     * @param targets value to be recalled in each symbol, -1 where none is
     * @param inputs spikes
     */
    public record Sequence(int[] symbols, int[] shown, int[] targets, InputSequence inputs) {}

    /** Length of a sequence in steps. */
    public int steps() {
        return symbols * symbolSteps;
    }

    /** A sequence: a function of seed and number. */
    public Sequence sequence(long seed, int number) {
        Philox random = new Philox(seed);
        int attempt = 0;
        int[] drawn = draw(random, number, attempt);
        while (!isValid(drawn)) {
            drawn = draw(random, number, ++attempt);
        }
        int[] shown = new int[symbols];
        int[] targets = new int[symbols];
        Arrays.fill(targets, -1);
        int kept = -1;
        for (int s = 0; s < symbols; s++) {
            shown[s] = drawn[s] < STORE ? drawn[s] : -1;
            if (drawn[s] == STORE) {
                kept = drawn[s + 1];
                shown[s] = kept;
            } else if (s > 0 && drawn[s - 1] == STORE && bit(random, s, attempt * ATTEMPT_ROWS + 2, number)) {
                shown[s] = 1 - drawn[s];
            } else if (drawn[s] == RECALL) {
                targets[s] = kept;
            }
        }
        return new Sequence(drawn, shown, targets, InputSequence.spikes(steps(), spikes(random, number, drawn, shown)));
    }

    private int[] draw(Philox random, int number, int attempt) {
        int[] drawn = new int[symbols];
        boolean pending = false;
        for (int s = 0; s < symbols; s++) {
            drawn[s] = bit(random, s, attempt * ATTEMPT_ROWS, number) ? 1 : 0;
            long word = random.word(Stream.STORE_RECALL_SYMBOLS, s, attempt * ATTEMPT_ROWS + 1, number) & WORD;
            if (word * (delaySymbols + 1) >>> Integer.SIZE == 0) {
                drawn[s] = pending ? RECALL : STORE;
                pending = !pending;
            }
        }
        return drawn;
    }

    private static boolean bit(Philox random, int position, int row, int number) {
        return random.word(Stream.STORE_RECALL_SYMBOLS, position, row, number) < 0;
    }

    /** Commands alternate by construction, a store first; every one is kept, followed by a value, and asked for at last. */
    private static boolean isValid(int[] drawn) {
        int stores = 0;
        int recalls = 0;
        boolean values = false;
        for (int s = 0; s < drawn.length; s++) {
            boolean followed = s + 1 < drawn.length && drawn[s + 1] < STORE;
            if (drawn[s] == STORE && !followed) {
                return false;
            }
            stores += drawn[s] == STORE ? 1 : 0;
            recalls += drawn[s] == RECALL ? 1 : 0;
            values |= drawn[s] < STORE;
        }
        return values && stores > 0 && stores == recalls;
    }

    private int[] spikes(Philox random, int number, int[] drawn, int[] shown) {
        int[] events = new int[SHOWN];
        int[] words = new int[4];
        int count = 0;
        for (int t = 1; t <= steps(); t++) {
            int symbol = (t - 1) / symbolSteps;
            for (int channel = 0; channel < CHANNELS; channel++) {
                if (channel % 4 == 0) {
                    random.block(Stream.STORE_RECALL_SPIKES, channel / 4, t, number, words);
                }
                int group = channel / GROUP;
                boolean active = group == drawn[symbol] && group >= STORE || group == shown[symbol];
                if (active && (words[channel % 4] & WORD) < THRESHOLD) {
                    events = count < events.length ? events : Arrays.copyOf(events, 2 * count);
                    events[count++] = InputSequence.event(t, channel);
                }
            }
        }
        return Arrays.copyOf(events, count);
    }
}
