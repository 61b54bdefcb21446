package org.nalsm.spark.figure;

import java.awt.Color;

/**
 * The colours of all figures. The categorical ones are those of Okabe and Ito (2008), which people with any
 * common form of colour blindness tell apart; the ramp goes from white to a blue on which black still reads.
 */
public final class Palette {
    public static final Color BLUE = new Color(0x0072B2);
    public static final Color VERMILION = new Color(0xD55E00);
    public static final Color GREEN = new Color(0x009E73);
    public static final Color ORANGE = new Color(0xE69F00);
    public static final Color PURPLE = new Color(0xCC79A7);
    public static final Color SKY = new Color(0x56B4E9);

    /** Text and axes. */
    public static final Color INK = new Color(0x222222);
    /** Reference lines. */
    public static final Color GREY = new Color(0x767676);
    /** Grid lines and what lies in the background. */
    public static final Color PALE = new Color(0xE3E3E3);

    private static final int STEPS = 65;
    private static final Color[] CATEGORIES = {BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY};
    private static final Color[] RAMP = {
        new Color(0xFFFFFF), new Color(0xDCE9F5), new Color(0xABCFE8), new Color(0x6FB3DC), new Color(0x4A9CD0)
    };
    /** The lighter half of cividis, from grey to yellow: ordered in lightness for every kind of eye. */
    private static final Color[] CIVIDIS = {
        new Color(0x7C7B78),
        new Color(0x958F78),
        new Color(0xAFA371),
        new Color(0xCBBA69),
        new Color(0xE6D055),
        new Color(0xFEE838)
    };

    private Palette() {}

    /** Number of {@link #category} colours before they repeat. */
    public static int categories() {
        return CATEGORIES.length;
    }

    /**
     * Colours that are easy to tell apart; they repeat.
     *
     * @param index from 0
     */
    public static Color category(int index) {
        return CATEGORIES[index % CATEGORIES.length];
    }

    /** From nothing (white) to much, as the square root of the amount, so that small amounts show. */
    public static Color[] amounts() {
        Color[] ramp = new Color[STEPS];
        for (int step = 0; step < STEPS; step++) {
            double place = Math.sqrt(step / (STEPS - 1.0)) * (RAMP.length - 1);
            int below = Math.min(RAMP.length - 2, (int) place);
            ramp[step] = between(RAMP[below], RAMP[below + 1], place - below);
        }
        return ramp;
    }

    /** From low (dark) to high (light), for values without a natural zero. */
    public static Color[] levels() {
        return CIVIDIS.clone();
    }

    private static Color between(Color from, Color to, double share) {
        return new Color(
                (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
    }

    /**
     * The colour, seen through.
     *
     * @param alpha 0 (invisible) to 255 (opaque)
     */
    public static Color transparent(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }
}
