package org.nalsm.engine.csdp.task;

import org.nalsm.engine.csdp.Presentation;
import org.nalsm.engine.dataset.ImageDataset;

/** Images as the probabilities with which their pixels spike: grey level / 255. */
public final class Pixels {
    /** The occasion of everything that is shown outside of training. */
    private static final int NO_TRAINING = 0;

    private static final float BRIGHTEST = 255;

    private Pixels() {}

    /**
     * Samples for a network that does not learn. How pixels spike depends on seed and sample alone, so that it makes no
     * difference which samples are shown together.
     *
     * @param context the class that is shown as context with all of them; -1 for none
     */
    public static Presentation shown(ImageDataset images, int[] sampleIds, int context) {
        int inputs = images.channels();
        float[] pixels = new float[sampleIds.length * inputs];
        int[] contexts = new int[sampleIds.length];
        int[] keys = new int[sampleIds.length];
        for (int b = 0; b < sampleIds.length; b++) {
            copy(images, sampleIds[b], pixels, b * inputs);
            contexts[b] = context;
            keys[b] = positiveKey(sampleIds[b]);
        }
        return new Presentation(pixels, contexts, keys, NO_TRAINING, sampleIds.length);
    }

    /** Names a real sample among the draws of an occasion. */
    static int positiveKey(int sampleId) {
        return 2 * sampleId;
    }

    /** Names the negative sample that is made of a real one. */
    static int negativeKey(int sampleId) {
        return 2 * sampleId + 1;
    }

    static void copy(ImageDataset images, int sampleId, float[] to, int at) {
        byte[] image = images.image(sampleId);
        for (int pixel = 0; pixel < image.length; pixel++) {
            to[at + pixel] = Byte.toUnsignedInt(image[pixel]) / BRIGHTEST;
        }
    }
}
