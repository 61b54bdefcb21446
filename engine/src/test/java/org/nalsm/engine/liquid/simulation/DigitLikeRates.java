package org.nalsm.engine.liquid.simulation;

import java.util.Random;

/**
 * Firing rates that look like an encoded MNIST digit: a curved stroke of about a hundred of 28 x 28 pixels, bright
 * along its middle, that makes about 18 input spikes a millisecond.
 */
public final class DigitLikeRates {
    private static final int SIDE = 28;
    private static final double STROKE_WIDTH = 1.2;
    private static final double SUM = 18;

    private DigitLikeRates() {}

    /** Rates of 784 channels; the same for the same number. */
    public static float[] of(int number) {
        Random random = new Random(number);
        double centreX = 11 + 6 * random.nextDouble();
        double centreY = 11 + 6 * random.nextDouble();
        double radius = 4 + 4 * random.nextDouble();
        double start = 2 * Math.PI * random.nextDouble();
        double length = 3 + 2 * random.nextDouble();
        double[] ink = new double[SIDE * SIDE];
        double total = 0;
        for (int pixel = 0; pixel < ink.length; pixel++) {
            int row = pixel / SIDE;
            int column = pixel % SIDE;
            double nearest = Double.MAX_VALUE;
            for (double angle = start; angle < start + length; angle += 0.05) {
                double x = centreX + radius * Math.cos(angle) - column;
                double y = centreY + radius * Math.sin(angle) - row;
                nearest = Math.min(nearest, x * x + y * y);
            }
            ink[pixel] = Math.max(0, Math.exp(-nearest / (2 * STROKE_WIDTH * STROKE_WIDTH)) - 0.1);
            total += ink[pixel];
        }
        float[] rates = new float[ink.length];
        for (int pixel = 0; pixel < ink.length; pixel++) {
            rates[pixel] = (float) Math.min(1, ink[pixel] / total * SUM);
        }
        return rates;
    }
}
