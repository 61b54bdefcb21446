package org.nalsm.engine.diehlcook;

import java.util.Random;

/** Images with the intensity and the sparseness of digits: a thick stroke along a random curve. */
final class DigitLike {
    private static final int SIDE = 28;

    private DigitLike() {}

    static byte[] image(int seed) {
        Random random = new Random(seed);
        byte[] image = new byte[SIDE * SIDE];
        double x = 8 + 12 * random.nextDouble();
        double y = 6;
        double direction = random.nextDouble() * 2;
        for (int k = 0; k < 90; k++) {
            direction += random.nextGaussian() * 0.3;
            x = Math.min(22, Math.max(5, x + Math.cos(direction)));
            y = Math.min(22, Math.max(5, y + Math.sin(direction)));
            for (int dx = -1; dx <= 1; dx++) {
                for (int dy = -1; dy <= 1; dy++) {
                    int at = ((int) y + dy) * SIDE + (int) x + dx;
                    int value = dx == 0 && dy == 0 ? 255 : 200;
                    image[at] = (byte) Math.max(image[at] & 0xFF, value);
                }
            }
        }
        return image;
    }
}
