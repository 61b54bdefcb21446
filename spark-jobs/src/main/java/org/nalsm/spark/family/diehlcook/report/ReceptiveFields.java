package org.nalsm.spark.family.diehlcook.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** What each neuron has learned to look for: its weights as an image, all in one grid. */
final class ReceptiveFields {
    private static final String HEADING = "Receptive fields";
    private static final int FIELD = 28;
    /** A line between two fields, in pixels of a field. */
    private static final int GAP = 1;
    /** More are a grey mist. */
    private static final int MOST = 1600;

    private static final int SIDE = 680;
    private static final int BAR_LEFT = SIDE + 14;
    private static final int BAR_WIDTH = 14;
    private static final int WIDTH = BAR_LEFT + BAR_WIDTH + 40;
    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final List<TrainedNeuronRow> neurons;
    private final int columns;
    private final int rows;
    private final float largest;

    private ReceptiveFields(List<TrainedNeuronRow> neurons) {
        this.neurons = neurons;
        this.columns = (int) Math.ceil(Math.sqrt(neurons.size()));
        this.rows = (neurons.size() + columns - 1) / columns;
        float most = Float.MIN_NORMAL;
        for (TrainedNeuronRow neuron : neurons) {
            for (float weight : neuron.weights()) {
                most = Math.max(most, weight);
            }
        }
        this.largest = most;
    }

    static Exhibit of(RunData data) {
        if (data.neurons().isEmpty()) {
            return Exhibit.missing(HEADING, "The trained network of this run is not on disk.");
        }
        ReceptiveFields fields = new ReceptiveFields(
                data.neurons().subList(0, Math.min(MOST, data.neurons().size())));
        int height = (int) Math.ceil((double) SIDE * fields.rows / fields.columns);
        String shown = fields.neurons.size() < data.neurons().size()
                ? "The first " + Numbers.whole(MOST) + " of "
                        + Numbers.whole(data.neurons().size()) + " neurons"
                : "All " + Numbers.whole(data.neurons().size()) + " neurons";
        return Exhibit.of(
                HEADING,
                new Canvas(WIDTH, height, graphics -> fields.paint(graphics, height))
                        .png("receptive-fields", "Grid of the weights of every neuron, as images"),
                shown + ", row by row: the weights from the 28 x 28 pixels to one neuron, from 0 (white) to "
                        + Numbers.significant(fields.largest)
                        + " (black). A neuron that has learned looks like what it stands for; a grey field is one that "
                        + "has hardly spiked.");
    }

    private void paint(Graphics2D graphics, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image(), 0, 0, SIDE, height, null);
        graphics.setFont(LETTERS);
        int bar = Math.min(height, SIDE) - 2;
        for (int y = 0; y < bar; y++) {
            graphics.setColor(grey((float) (1 - y / (bar - 1.0)) * largest));
            graphics.fillRect(BAR_LEFT, y + 1, BAR_WIDTH, 1);
        }
        graphics.setColor(Palette.GREY);
        graphics.drawRect(BAR_LEFT, 1, BAR_WIDTH, bar);
        graphics.setColor(Palette.INK);
        graphics.drawString(Numbers.significant(largest), BAR_LEFT + BAR_WIDTH + 4, 12);
        graphics.drawString("0", BAR_LEFT + BAR_WIDTH + 4, bar);
    }

    private BufferedImage image() {
        int step = FIELD + GAP;
        BufferedImage image = new BufferedImage(columns * step + GAP, rows * step + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D ground = image.createGraphics();
        ground.setColor(Palette.SKY);
        ground.fillRect(0, 0, image.getWidth(), image.getHeight());
        ground.dispose();
        for (int k = 0; k < columns * rows; k++) {
            int left = k % columns * step + GAP;
            int top = k / columns * step + GAP;
            for (int pixel = 0; pixel < FIELD * FIELD; pixel++) {
                Color colour = k < neurons.size() ? grey(neurons.get(k).weights()[pixel]) : Color.WHITE;
                image.setRGB(left + pixel % FIELD, top + pixel / FIELD, colour.getRGB());
            }
        }
        return image;
    }

    private Color grey(float weight) {
        int level = Math.round(255 * (1 - Math.min(1, weight / largest)));
        return new Color(level, level, level);
    }
}
