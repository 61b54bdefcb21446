package org.nalsm.engine.dataset;

import java.util.Arrays;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Makes event recordings of images the way N-MNIST was made (G. Orchard et al., Frontiers in Neuroscience 9, 2015):
 * an event camera looks at the image on a screen and moves along three saccades of 100 ms that form a
 * triangle. Every sensor pixel remembers a log intensity and emits an event of polarity 1 (brighter) or 0
 * (darker) when the present one is a threshold above or below it; the remembered value follows by that threshold.
 *
 * <p>Log intensity is linear in the grey value, as the fit to the real recording says (the screen's gamma and the
 * logarithm cancel), and falls with it: in the recording the edge by which the digit moves into a pixel has
 * polarity 0, so for the camera digits are dark. Sensor: 34 x 34 pixels whose thresholds differ a little, slight
 * blur, latency jitter, uniform background noise that is nearly all polarity 1. The remaining constants give
 * what is known of N-MNIST: about 4,170 events a sample, half of each polarity.
 *
 * <p>The result is a pure function of (seed, sample id, image). An instance belongs to one thread.
 */
public final class SaccadeSimulator {
    /** Rows, and columns, of an image. */
    public static final int IMAGE_SIDE = 28;

    /** Change of log intensity from black to white, in mean thresholds. */
    private static final float GREY_RANGE = 6.5f;
    /** Polarity 1 makes up nearly all noise and still half of all events: its threshold is a little higher. */
    private static final double BRIGHTER_THRESHOLD = 1.02;
    /** Standard deviation of the logarithm of a pixel's threshold. */
    private static final double THRESHOLD_SPREAD = 0.1;
    /** Share of a pixel's light that falls on each neighbour in a row or column: a blur of 0.44 pixels. */
    private static final float BLUR = 0.066f;
    /** Latencies differ by up to this much either way. */
    private static final double JITTER_US = 1000;
    /** Mean time between noise events of the whole sensor: 140 in a recording. */
    private static final double NOISE_GAP_US = 2200;

    private static final double NOISE_BRIGHTER = 0.935;

    private static final int US_PER_STEP = 1000 * SaccadePath.STEP_MS;
    private static final int DURATION_US = (SaccadePath.POSITIONS - 1) * US_PER_STEP;
    // The picture's surroundings are black, as far as the sensor looks beyond it and one more for the blur.
    private static final int MARGIN = SaccadePath.REACH + 1;
    private static final int WIDTH = IMAGE_SIDE + 2 * MARGIN;

    /** Second index of the stream: what is drawn. */
    private static final int DRAW_THRESHOLD = 0;

    private static final int DRAW_MEMORY = 1;
    private static final int DRAW_JITTER = 2;
    private static final int DRAW_NOISE = 3;
    private static final double TO_UNIT = 0x1p-32;

    private final Philox random;
    private final SaccadePath path = new SaccadePath();
    private final int[] offset = new int[SaccadePath.POSITIONS];
    private final float[] threshold = new float[EventRecording.CHANNELS];
    private final float[] picture = new float[WIDTH * WIDTH];
    private final float[] scratch = new float[WIDTH * WIDTH];
    private final int[] words = new int[4];

    private int sample;
    /** Time in microseconds, polarity, y, x of every event so far, each in its own bits. */
    private long[] events = new long[1 << 13];

    private int eventCount;

    /** @param seed of the sensor and of everything random in its recordings */
    public SaccadeSimulator(long seed) {
        random = new Philox(seed);
        for (int step = 0; step < offset.length; step++) {
            offset[step] = -path.row(step) * WIDTH - path.column(step);
        }
        for (int pixel = 0; pixel < EventRecording.PIXELS; pixel++) {
            random.block(Stream.SACCADE_NOISE, pixel, DRAW_THRESHOLD, 0, words);
            double radius = THRESHOLD_SPREAD * StrictMath.sqrt(-2 * StrictMath.log(unit(words[0])));
            double angle = 2 * Math.PI * unit(words[1]);
            threshold[pixel] = (float) StrictMath.exp(radius * StrictMath.cos(angle));
            threshold[EventRecording.PIXELS + pixel] =
                    (float) (BRIGHTER_THRESHOLD * StrictMath.exp(radius * StrictMath.sin(angle)));
        }
    }

    /**
     * Records one image.
     *
     * @param image 28 x 28 grey values, row by row, unsigned, 0 is the background
     * @param sampleId the image's sample id; recordings of different ids have different noise
     * @return the bytes of a .bin file, events in order of time; {@link EventFile#parse} reads them
     */
    public byte[] record(byte[] image, int sampleId) {
        if (image.length != IMAGE_SIDE * IMAGE_SIDE) {
            throw new IllegalArgumentException(image.length + " pixels, not 28 x 28");
        }
        sample = sampleId;
        eventCount = 0;
        project(image);
        for (int pixel = 0; pixel < EventRecording.PIXELS; pixel++) {
            watch(pixel);
        }
        jitter();
        addNoise();
        return inOrder();
    }

    /** The blurred picture with its black surroundings, in thresholds. */
    private void project(byte[] image) {
        Arrays.fill(scratch, 0);
        for (int y = 0; y < IMAGE_SIDE; y++) {
            for (int x = 0; x < IMAGE_SIDE; x++) {
                scratch[(y + MARGIN) * WIDTH + x + MARGIN] = -(image[y * IMAGE_SIDE + x] & 0xFF) * (GREY_RANGE / 255);
            }
        }
        Arrays.fill(picture, 0);
        blur(scratch, picture, 1);
        Arrays.fill(scratch, 0);
        blur(picture, scratch, WIDTH);
        System.arraycopy(scratch, 0, picture, 0, picture.length);
    }

    private static void blur(float[] from, float[] to, int neighbour) {
        for (int k = neighbour; k < from.length - neighbour; k++) {
            to[k] = (1 - 2 * BLUR) * from[k] + BLUR * (from[k - neighbour] + from[k + neighbour]);
        }
    }

    /** What one pixel sees and emits. */
    private void watch(int pixel) {
        int x = pixel % EventRecording.SIDE;
        int y = pixel / EventRecording.SIDE;
        int at = (y + MARGIN) * WIDTH + x + MARGIN;
        if (isDark(at)) {
            return;
        }
        float darker = threshold[pixel];
        float brighter = threshold[EventRecording.PIXELS + pixel];
        float before = intensity(at, 0);
        // Wherever the last event has left it, within half a threshold of what it sees.
        random.block(Stream.SACCADE_NOISE, pixel, DRAW_MEMORY, sample, words);
        float memory = before + (Philox.uniform(words[0]) - 0.5f) * darker;
        for (int step = 1; step < SaccadePath.POSITIONS; step++) {
            if (!path.moves(step)) {
                continue;
            }
            float now = intensity(at, step);
            while (now - memory >= brighter) {
                memory += brighter;
                emit(step, (memory - before) / (now - before), 1, pixel);
            }
            while (memory - now >= darker) {
                memory -= darker;
                emit(step, (memory - before) / (now - before), 0, pixel);
            }
            before = now;
        }
    }

    /** Whether a pixel sees nothing but the background on the whole path: most do. */
    private boolean isDark(int at) {
        for (int row = 0; row <= SaccadePath.REACH; row++) {
            for (int column = 0; column <= SaccadePath.REACH; column++) {
                if (picture[at - row * WIDTH - column] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private float intensity(int pixel, int step) {
        int at = pixel + offset[step];
        float[] weight = path.weight(step);
        return weight[0] * picture[at]
                + weight[1] * picture[at + 1]
                + weight[2] * picture[at + WIDTH]
                + weight[3] * picture[at + WIDTH + 1];
    }

    /** @param share of the step that had passed at the crossing; float error may take it out of [0, 1] */
    private void emit(int step, float share, int polarity, int pixel) {
        int within = (int) (Math.min(Math.max(share, 0), 1) * US_PER_STEP);
        add((step - 1) * US_PER_STEP + within, polarity, pixel);
    }

    private void add(int microseconds, int polarity, int pixel) {
        if (eventCount == events.length) {
            events = Arrays.copyOf(events, 2 * eventCount);
        }
        events[eventCount++] = (long) microseconds << 32 | polarity * EventRecording.PIXELS + pixel;
    }

    /** Moves every event by the difference of two uniform latencies. */
    private void jitter() {
        for (int k = 0; k < eventCount; k++) {
            if (k % words.length == 0) {
                random.block(Stream.SACCADE_NOISE, k / words.length, DRAW_JITTER, sample, words);
            }
            int word = words[k % words.length];
            long shift = (long) (((word >>> 16) - (word & 0xFFFF)) * (JITTER_US / (1 << 16)));
            long time = Math.max((events[k] >>> 32) + shift, 0);
            events[k] = time << 32 | events[k] & 0xFFFFFFFFL;
        }
    }

    /** A Poisson process over the recording's duration, equal for all pixels. */
    private void addNoise() {
        double time = 0;
        for (int k = 0; ; k++) {
            random.block(Stream.SACCADE_NOISE, k, DRAW_NOISE, sample, words);
            time -= NOISE_GAP_US * StrictMath.log(unit(words[0]));
            if (time >= DURATION_US) {
                return;
            }
            int pixel = (int) (unit(words[1]) * EventRecording.PIXELS);
            add((int) time, unit(words[2]) < NOISE_BRIGHTER ? 1 : 0, pixel);
        }
    }

    private byte[] inOrder() {
        Arrays.sort(events, 0, eventCount);
        byte[] content = new byte[eventCount * EventFile.EVENT_BYTES];
        for (int k = 0; k < eventCount; k++) {
            int channel = (int) events[k];
            int pixel = channel % EventRecording.PIXELS;
            EventFile.putEvent(
                    content,
                    k * EventFile.EVENT_BYTES,
                    pixel % EventRecording.SIDE,
                    pixel / EventRecording.SIDE,
                    channel / EventRecording.PIXELS,
                    (int) (events[k] >>> 32));
        }
        return content;
    }

    /** A uniform double in (0, 1). */
    private static double unit(int word) {
        return ((word & 0xFFFFFFFFL) + 0.5) * TO_UNIT;
    }
}
