package org.nalsm.spark.family.diehlcook.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;
import org.nalsm.spark.table.PredictionRow;

/** The confusion matrix as the published program plots it: per cent of each class, from white to dark blue. */
final class ConfusionPlot {
    private static final String HEADING = "Confusion matrix of the test samples";
    private static final int CLASSES = ConfusionMatrix.CLASSES;
    private static final int CELL = 46;
    private static final int LEFT = 64;
    private static final int TOP = 16;
    private static final int SIDE = CLASSES * CELL;
    private static final int BAR_LEFT = LEFT + SIDE + 24;
    private static final int BAR_WIDTH = 18;
    private static final int WIDTH = BAR_LEFT + BAR_WIDTH + 56;
    private static final int HEIGHT = TOP + SIDE + 56;
    private static final int BAR_TICKS = 5;
    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color[] BLUES = {
        new Color(0xF7FBFF), new Color(0xC6DBEF), new Color(0x6BAED6), new Color(0x2171B5), new Color(0x08306B)
    };

    private final ConfusionMatrix matrix;

    private ConfusionPlot(ConfusionMatrix matrix) {
        this.matrix = matrix;
    }

    static Exhibit of(List<PredictionRow> predictions) {
        if (predictions.isEmpty()) {
            return Exhibit.missing(
                    HEADING, "This run has no predictions of test samples, so there is no confusion matrix.");
        }
        ConfusionMatrix matrix = ConfusionMatrix.of(
                predictions.stream().mapToInt(PredictionRow::label).toArray(),
                predictions.stream().mapToInt(PredictionRow::predicted).toArray());
        return Exhibit.of(
                HEADING,
                new Canvas(WIDTH, HEIGHT, new ConfusionPlot(matrix)::paint)
                        .svg("confusion-matrix", "Heat map of the confusion matrix, in per cent of each class"),
                "Per cent of the test samples of each class (row) that were taken for each class (column); an empty field "
                        + "is none. " + Numbers.whole((double) matrix.correct()) + " of "
                        + Numbers.whole((double) matrix.total()) + " samples were classified correctly ("
                        + Numbers.percent(matrix.accuracy()) + ").");
    }

    private double share(int label, int predicted) {
        long samples = IntStream.range(0, CLASSES)
                .mapToLong(c -> matrix.count(label, c))
                .sum();
        return samples == 0 ? 0 : (double) matrix.count(label, predicted) / samples;
    }

    private void paint(Graphics2D graphics) {
        graphics.setFont(LETTERS);
        for (int label = 0; label < CLASSES; label++) {
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                cell(graphics, label, predicted);
            }
            int middle = label * CELL + CELL / 2;
            centred(graphics, Integer.toString(label), LEFT - 12, TOP + middle, Palette.INK);
            centred(graphics, Integer.toString(label), LEFT + middle, TOP + SIDE + 14, Palette.INK);
        }
        centred(graphics, "predicted", LEFT + SIDE / 2, HEIGHT - 14, Palette.INK);
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, 18, TOP + SIDE / 2.0);
        centred(graphics, "true", 18, TOP + SIDE / 2, Palette.INK);
        graphics.setTransform(upright);
        bar(graphics);
    }

    private void cell(Graphics2D graphics, int label, int predicted) {
        double share = share(label, predicted);
        int x = LEFT + predicted * CELL;
        int y = TOP + label * CELL;
        graphics.setColor(blue(share));
        graphics.fill(new Rectangle2D.Double(x, y, CELL, CELL));
        if (share > 0) {
            String text = String.format(Locale.ROOT, 100 * share >= 10 ? "%.0f" : "%.1f", 100 * share);
            centred(graphics, text, x + CELL / 2, y + CELL / 2, share > 0.5 ? Color.WHITE : Palette.INK);
        }
    }

    private static void bar(Graphics2D graphics) {
        for (int y = 0; y < SIDE; y++) {
            graphics.setColor(blue(1 - y / (SIDE - 1.0)));
            graphics.fill(new Rectangle2D.Double(BAR_LEFT, TOP + y, BAR_WIDTH, 1));
        }
        for (int tick = 0; tick <= BAR_TICKS; tick++) {
            int y = TOP + SIDE - tick * SIDE / BAR_TICKS;
            centred(graphics, 100 * tick / BAR_TICKS + " %", BAR_LEFT + BAR_WIDTH + 26, y, Palette.INK);
        }
    }

    private static void centred(Graphics2D graphics, String text, int x, int y, Color colour) {
        Rectangle2D box = LETTERS.getStringBounds(text, graphics.getFontRenderContext());
        graphics.setColor(colour);
        graphics.drawString(text, (float) (x - box.getWidth() / 2), (float) (y + LETTERS.getSize() * 0.36));
    }

    private static Color blue(double share) {
        double place = share * (BLUES.length - 1);
        int below = Math.min(BLUES.length - 2, (int) place);
        Color from = BLUES[below];
        Color to = BLUES[below + 1];
        double part = place - below;
        return new Color(
                (int) Math.round(from.getRed() + part * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + part * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + part * (to.getBlue() - from.getBlue())));
    }
}
