package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** What neurons of the first hidden layer look for: their weights from the pixels as images. */
final class ReceptiveFields {
    private static final String HEADING = "Receptive fields";
    private static final int MOST = 400;
    private static final int BAR_GAP = 14;
    private static final int BAR_WIDTH = 14;
    private static final int BAR_LABELS = 40;
    /** More and smoother would make the picture's file large: most of it is noise, which does not compress. */
    private static final int SHADES = 8;

    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private ReceptiveFields() {}

    static Exhibit of(RunData data) {
        int neurons = data.settings().config().hidden1();
        int shown = Math.min(MOST, neurons);
        int columns = (int) Math.ceil(Math.sqrt(shown));
        float[] weights = data.network().weights(MatrixName.W1);
        ImageGrid grid = new ImageGrid(columns, (shown + columns - 1) / columns);
        for (int k = 0; k < columns * ((shown + columns - 1) / columns); k++) {
            int neuron = k;
            grid.paint(
                    k,
                    pixel -> neuron < shown
                            ? ImageGrid.signed(shaded(weights[pixel * neurons + neuron]))
                            : Color.WHITE.getRGB());
        }
        int side = grid.image().getWidth();
        int height = grid.image().getHeight();
        int inside = inside(weights);
        return Exhibit.of(
                HEADING,
                new Canvas(side + BAR_GAP + BAR_WIDTH + BAR_LABELS, height, graphics -> paint(graphics, grid))
                        .png("receptive-fields", "Grid of the weights of neurons of the first hidden layer, as images"),
                (shown < neurons
                                ? "The first " + Numbers.whole(shown) + " of " + Numbers.whole(neurons) + " neurons"
                                : "All " + Numbers.whole(neurons) + " neurons")
                        + " of the first hidden layer, row by row: weights from the 28 x 28 pixels, from -1 (blue) over 0 (white) "
                        + "to 1 (red). A neuron that has learned has what it stands for in white and red, and -1 from pixels that are silent when "
                        + "it spikes; one that has hardly ever spiked still has the weights it began with, which look like noise. "
                        + Numbers.percent((double) inside / weights.length)
                        + " of all these weights are neither -1 nor 1.");
    }

    private static int inside(float[] weights) {
        int inside = 0;
        for (float weight : weights) {
            inside += Math.abs(weight) < 1 ? 1 : 0;
        }
        return inside;
    }

    private static double shaded(double weight) {
        return Math.rint(weight * SHADES) / SHADES;
    }

    private static void paint(Graphics2D graphics, ImageGrid grid) {
        int height = grid.image().getHeight();
        int left = grid.image().getWidth() + BAR_GAP;
        graphics.drawImage(grid.image(), 0, 0, null);
        int bar = Math.min(height, grid.image().getWidth()) - 2;
        for (int y = 0; y < bar; y++) {
            graphics.setColor(new Color(ImageGrid.signed(shaded(1 - 2 * y / (bar - 1.0)))));
            graphics.fillRect(left, y + 1, BAR_WIDTH, 1);
        }
        graphics.setColor(Palette.GREY);
        graphics.drawRect(left, 1, BAR_WIDTH, bar);
        graphics.setColor(Palette.INK);
        graphics.setFont(LETTERS);
        graphics.drawString("1", left + BAR_WIDTH + 4, 12);
        graphics.drawString("0", left + BAR_WIDTH + 4, bar / 2 + 5);
        graphics.drawString("-1", left + BAR_WIDTH + 4, bar);
    }
}
