package org.nalsm.engine.csdp;

/**
 * Samples that are shown together, positive ones first. Pixel i of a sample with key k spikes in a step with its probability, by
 * a draw that is a function of (seed, occasion, k, step, i).
 *
 * @param pixels probabilities in [0, 1], samples x inputs
 * @param context class that the context layer shows with each sample, or -1 for none
 * @param keys of the samples' random draws
 * @param occasion sets the draws of one showing apart from those of another
 * @param positives number of positive samples; the others are negative
 */
public record Presentation(float[] pixels, int[] context, int[] keys, int occasion, int positives) {
    /** @throws IllegalArgumentException if the lengths do not agree */
    public Presentation {
        if (keys.length == 0
                || keys.length != context.length
                || pixels.length % keys.length != 0
                || positives < 0
                || positives > keys.length) {
            throw new IllegalArgumentException(pixels.length + " pixels, " + context.length + " contexts, "
                    + keys.length + " keys, " + positives + " positives");
        }
    }

    /** Number of samples. */
    public int samples() {
        return keys.length;
    }
}
