package org.nalsm.engine.liquid.encoding;

/**
 * Noisy copies of images, for the generalisation rank of kernel quality (liquid-semantics, section 1): every
 * pixel becomes {@code pixel + 125 z}, clipped to [0, 255], with a standard normal z from stream 9. Noise
 * comes before normalisation, and the noisy images are a file of their own: take {@link #largestShare} of all
 * images of the noisy file, then {@link #rates}. In double; not for use by several threads at once.
 */
public final class NoisyImages {
    /** Standard deviation of the noise, grey levels. */
    public static final double DEVIATION = 125;
    /** The largest grey level. */
    public static final double WHITE = 255;

    private static final int BYTE = 0xFF;

    private final NoiseDraw noise;

    /** @param seed the run's seed */
    public NoisyImages(long seed) {
        noise = new NoiseDraw(seed);
    }

    /**
     * The noisy copy of an image.
     *
     * @param image grey levels, unsigned bytes; not changed
     * @param sampleId sample id of the image; its noise depends on it
     * @param pixels receives grey levels in [0, 255]; as long as {@code image}
     */
    public void noisy(byte[] image, int sampleId, double[] pixels) {
        if (pixels.length != image.length) {
            throw new IllegalArgumentException(pixels.length + " pixels for an image of " + image.length);
        }
        for (int p = 0; p < image.length; p++) {
            double grey = (image[p] & BYTE) + DEVIATION * noise.z(p, sampleId);
            pixels[p] = Math.min(Math.max(grey, 0), WHITE);
        }
    }

    /**
     * The largest share that one pixel has in the sum of an image: the divisor of a noisy file is the largest of
     * all its images.
     *
     * @return in (0, 1]; 0 for a black image
     */
    public static double largestShare(double[] pixels) {
        double largest = 0;
        for (double pixel : pixels) {
            largest = Math.max(largest, pixel);
        }
        return largest == 0 ? 0 : largest / sum(pixels);
    }

    /**
     * Spike probabilities per millisecond: pixel / sum of the image / largest share of its file.
     *
     * @param pixels grey levels of the noisy copy
     * @param largestShareOfFile the largest {@link #largestShare} of all images of the noisy file, this one
     *     included
     * @param rates receives values in [0, 1], all 0 for a black image; as long as {@code pixels}
     */
    public static void rates(double[] pixels, double largestShareOfFile, float[] rates) {
        if (rates.length != pixels.length) {
            throw new IllegalArgumentException(rates.length + " rates for " + pixels.length + " pixels");
        }
        double sum = sum(pixels);
        for (int p = 0; p < pixels.length; p++) {
            rates[p] = pixels[p] == 0 ? 0 : (float) (pixels[p] / sum / largestShareOfFile);
        }
    }

    /** In channel order: these are no integers, so the order matters to the last bit. */
    private static double sum(double[] pixels) {
        double sum = 0;
        for (double pixel : pixels) {
            sum += pixel;
        }
        return sum;
    }
}
