package org.nalsm.engine.csdp.task;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.nalsm.engine.csdp.Presentation;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;
import org.nalsm.engine.training.SampleOrder;

/**
 * The minibatches of a training. Every epoch shows the samples in an order of its own, as many whole minibatches as they make;
 * the rest is left out. A minibatch is a function of (seed, number) alone. Not for several threads.
 *
 * <p>Negative samples after A. G. Ororbia, "Contrastive signal-dependent plasticity", Science Advances 10(43), 2024: the same
 * image with a wrong label, or {@code 0.5 x + 0.5 x'} with another image {@code x'} of the minibatch.
 */
public final class Minibatches {
    private static final long WORD = 0xFFFFFFFFL;
    private static final int NO_CONTEXT = -1;
    private static final double WIDEST_TURN = 90;
    private static final float HALF = 0.5f;

    private final ImageDataset images;
    private final int samples;
    private final int batchSize;
    private final int classes;
    private final Negatives negatives;
    private final Philox random;
    private final Rotation rotation;
    private final SampleOrder order;

    /**
     * @param samples how many are trained with, the first ones of the dataset
     * @param batchSize real samples of a minibatch, at most all
     * @param classes number of classes, at least 2
     * @throws IllegalArgumentException if there is not one whole minibatch, or an image would be mixed with itself
     */
    public Minibatches(ImageDataset images, int samples, int batchSize, int classes, Negatives negatives, long seed) {
        if (batchSize < 1 || batchSize > samples) {
            throw new IllegalArgumentException(
                    "a minibatch of " + batchSize + " samples cannot be made of " + samples + " samples");
        }
        if (!negatives.labelled() && batchSize < 2) {
            throw new IllegalArgumentException(
                    "an image is mixed with another one of its minibatch, which has one only");
        }
        this.images = images;
        this.samples = samples;
        this.batchSize = batchSize;
        this.classes = classes;
        this.negatives = negatives;
        this.random = new Philox(seed);
        this.order = new SampleOrder(seed, Stream.CSDP_SAMPLE_ORDER, samples, 0);
        this.rotation = new Rotation(images.rows(), images.columns());
    }

    /** Number of minibatches of an epoch. */
    public int perEpoch() {
        return samples / batchSize;
    }

    /** A minibatch, from 0 over all epochs. */
    public Minibatch at(int number) {
        int epoch = number / perEpoch();
        int within = number % perEpoch();
        long first = (long) epoch * samples + (long) within * batchSize;
        int[] ids =
                LongStream.range(first, first + batchSize).mapToInt(order::at).toArray();
        int inputs = images.channels();
        float[] pixels = new float[2 * batchSize * inputs];
        int[] contexts = new int[2 * batchSize];
        int[] keys = new int[2 * batchSize];
        for (int b = 0; b < batchSize; b++) {
            Pixels.copy(images, ids[b], pixels, b * inputs);
            contexts[b] = images.label(ids[b]);
            keys[b] = Pixels.positiveKey(ids[b]);
            keys[batchSize + b] = Pixels.negativeKey(ids[b]);
        }
        for (int b = 0; b < batchSize; b++) {
            int at = (batchSize + b) * inputs;
            if (negatives.labelled()) {
                System.arraycopy(pixels, b * inputs, pixels, at, inputs);
                contexts[batchSize + b] = wrongLabel(contexts[b], ids[b], epoch);
            } else {
                mix(pixels, b, partner(b, within, epoch), at, angle(b, within, epoch));
                contexts[batchSize + b] = NO_CONTEXT;
            }
        }
        return new Minibatch(
                new Presentation(pixels, contexts, keys, epoch + 1, batchSize), Arrays.copyOf(contexts, batchSize));
    }

    private int wrongLabel(int label, int sampleId, int epoch) {
        int drawn = below(classes - 1, random.word(Stream.CSDP_WRONG_LABEL, sampleId, epoch, 0));
        return drawn < label ? drawn : drawn + 1;
    }

    /** Another image of the minibatch; with one number for all, the drawn image for those behind it, its neighbour for the others. */
    private int partner(int b, int within, int epoch) {
        int draw = negatives.onePartner() ? 0 : b;
        int drawn = below(batchSize - 1, random.word(Stream.CSDP_PARTNER, draw, within, epoch));
        return drawn < b ? drawn : drawn + 1;
    }

    private double angle(int b, int within, int epoch) {
        return negatives.rotated()
                ? WIDEST_TURN * (2.0 * Philox.uniform(random.word(Stream.CSDP_ROTATION, b, within, epoch)) - 1)
                : 0;
    }

    private void mix(float[] pixels, int b, int partner, int at, double degrees) {
        int inputs = images.channels();
        float[] other = Arrays.copyOfRange(pixels, partner * inputs, (partner + 1) * inputs);
        float[] added = degrees == 0 ? other : rotation.turn(other, degrees);
        for (int pixel = 0; pixel < inputs; pixel++) {
            pixels[at + pixel] = HALF * pixels[b * inputs + pixel] + HALF * added[pixel];
        }
    }

    private static int below(int bound, int word) {
        return (int) ((word & WORD) * bound >>> Integer.SIZE);
    }
}
