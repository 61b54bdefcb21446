package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;
import org.nalsm.spark.figure.Palette;

/** Images of 28 x 28 pixels side by side in a grid. */
final class ImageGrid {
    private static final int SIDE = 28;
    /** A line between two images, in their pixels. */
    private static final int GAP = 1;

    private final BufferedImage image;
    private final int columns;

    ImageGrid(int columns, int rows) {
        this.columns = columns;
        this.image =
                new BufferedImage(columns * (SIDE + GAP) + GAP, rows * (SIDE + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D ground = image.createGraphics();
        ground.setColor(Palette.PALE);
        ground.fillRect(0, 0, image.getWidth(), image.getHeight());
        ground.dispose();
    }

    /**
     * Paints an image.
     *
     * @param place from 0, row by row
     * @param colour of each pixel, as RGB
     */
    void paint(int place, IntUnaryOperator colour) {
        int left = place % columns * (SIDE + GAP) + GAP;
        int top = place / columns * (SIDE + GAP) + GAP;
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            image.setRGB(left + pixel % SIDE, top + pixel / SIDE, colour.applyAsInt(pixel));
        }
    }

    BufferedImage image() {
        return image;
    }

    /** Height of the grid when it is so wide. */
    int height(int width) {
        return (int) Math.round((double) width * image.getHeight() / image.getWidth());
    }

    /** From white (0) to black (1). */
    static int grey(double value) {
        int level = (int) Math.round(255 * (1 - Math.max(0, Math.min(1, value))));
        return new Color(level, level, level).getRGB();
    }

    /** From blue (-1) over white to red (1). */
    static int signed(double value) {
        double v = Math.max(-1, Math.min(1, value));
        Color end = v < 0 ? Palette.BLUE : Palette.VERMILION;
        double share = Math.abs(v);
        return new Color(
                        (int) Math.round(255 + share * (end.getRed() - 255)),
                        (int) Math.round(255 + share * (end.getGreen() - 255)),
                        (int) Math.round(255 + share * (end.getBlue() - 255)))
                .getRGB();
    }
}
