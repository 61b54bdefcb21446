package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** What neurons of the first hidden layer look for: their weights from the pixels as images. */
final class ReceptiveFields {
    private static final String HEADING = "Receptive fields";
    private static final int MOST = 400;
    private static final int SIDE = 680;
    private static final int BAR_LEFT = SIDE + 14;
    private static final int BAR_WIDTH = 14;
    private static final int WIDTH = BAR_LEFT + BAR_WIDTH + 40;
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
                            ? ImageGrid.signed(weights[pixel * neurons + neuron])
                            : Color.WHITE.getRGB());
        }
        int height = grid.height(SIDE);
        int inside = inside(weights);
        return Exhibit.of(
                HEADING,
                new Canvas(WIDTH, height, graphics -> paint(graphics, grid, height))
                        .png("receptive-fields", "Grid of the weights of neurons of the first hidden layer, as images"),
                (shown < neurons
                                ? "The first " + Numbers.whole(shown) + " of " + Numbers.whole(neurons) + " neurons"
                                : "All " + Numbers.whole(neurons) + " neurons")
                        + " of the first hidden layer, row by row: weights from the 28 x 28 pixels, from -1 (blue) over 0 (white) "
                        + "to 1 (red). Pixels that never spike keep the weights they began with, which look like noise. "
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

    private static void paint(Graphics2D graphics, ImageGrid grid, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(grid.image(), 0, 0, SIDE, height, null);
        int bar = Math.min(height, SIDE) - 2;
        for (int y = 0; y < bar; y++) {
            graphics.setColor(new Color(ImageGrid.signed(1 - 2 * y / (bar - 1.0))));
            graphics.fillRect(BAR_LEFT, y + 1, BAR_WIDTH, 1);
        }
        graphics.setColor(Palette.GREY);
        graphics.drawRect(BAR_LEFT, 1, BAR_WIDTH, bar);
        graphics.setColor(Palette.INK);
        graphics.setFont(LETTERS);
        graphics.drawString("1", BAR_LEFT + BAR_WIDTH + 4, 12);
        graphics.drawString("0", BAR_LEFT + BAR_WIDTH + 4, bar / 2 + 5);
        graphics.drawString("-1", BAR_LEFT + BAR_WIDTH + 4, bar);
    }
}
