package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.spark.family.csdp.CsdpSettings;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.figure.Canvas;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** The codes of the test samples in the plane of their first two principal components, coloured by class. */
final class CodesFigure {
    private static final String HEADING = "Codes of the test samples";
    private static final int HEIGHT = 560;
    private static final int MARGIN = 30;
    private static final double POINT = 3;
    private static final int ALPHA = 150;
    private static final Font CLASS = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font LETTERS = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    /** Those of the palette and four more. */
    private static final List<Color> COLOURS = List.of(
            Palette.BLUE,
            Palette.VERMILION,
            Palette.GREEN,
            Palette.ORANGE,
            Palette.PURPLE,
            Palette.SKY,
            Palette.INK,
            new Color(0x8C564B),
            new Color(0xBCBD22),
            new Color(0x999999));

    private final int[] labels;
    private final PrincipalComponents components;

    private CodesFigure(int[] labels, PrincipalComponents components) {
        this.labels = labels;
        this.components = components;
    }

    static Exhibit of(RunData data) {
        int neurons = data.settings().config().hidden2();
        if (data.codes().size() < 2 || neurons < 2) {
            return Exhibit.missing(
                    HEADING,
                    "Two samples and two neurons of the second hidden layer make a plane; there are "
                            + data.codes().size() + " and " + neurons + ".");
        }
        PrincipalComponents components = PrincipalComponents.of(
                data.codes().stream().map(CsdpResponseRow::hidden2Counts).toList());
        CodesFigure figure = new CodesFigure(
                data.codes().stream().mapToInt(CsdpResponseRow::label).toArray(), components);
        return Exhibit.of(
                HEADING,
                new Canvas(ChartStyle.WIDTH, HEIGHT, figure::paint)
                        .png("codes", "Scatter plot of the codes in the plane of two principal components"),
                "A point a test sample: the spike counts of "
                        + (components.neurons() < neurons
                                ? "the " + Numbers.whole(components.neurons()) + " most variable neurons of "
                                : "")
                        + "the second hidden layer in the plane of their first two principal components, which hold "
                        + Numbers.percent(components.share())
                        + " of their variance; coloured by class, with the class at the median of its points. Notebook "
                        + "csdp-codes draws all components in a plane by t-SNE.");
    }

    private void paint(Graphics2D graphics) {
        double[] x = place(components.first(), MARGIN, ChartStyle.WIDTH - MARGIN);
        double[] y = place(components.second(), HEIGHT - MARGIN, MARGIN);
        graphics.setColor(Palette.PALE);
        graphics.drawRect(MARGIN / 2, MARGIN / 2, ChartStyle.WIDTH - MARGIN, HEIGHT - MARGIN);
        for (int b = 0; b < labels.length; b++) {
            graphics.setColor(Palette.transparent(COLOURS.get(labels[b]), ALPHA));
            graphics.fill(new Ellipse2D.Double(x[b] - POINT / 2, y[b] - POINT / 2, POINT, POINT));
        }
        graphics.setFont(CLASS);
        for (int c = 0; c < CsdpSettings.CLASSES; c++) {
            int label = c;
            int[] own = IntStream.range(0, labels.length)
                    .filter(b -> labels[b] == label)
                    .toArray();
            if (own.length > 0) {
                float left = (float) median(x, own) - 6;
                float base = (float) median(y, own) + 7;
                graphics.setColor(Color.WHITE);
                for (int shift = 0; shift < 9; shift++) {
                    graphics.drawString(Integer.toString(c), left + 2 * (shift % 3 - 1), base + 2 * (shift / 3 - 1));
                }
                graphics.setColor(COLOURS.get(c));
                graphics.drawString(Integer.toString(c), left, base);
            }
        }
        graphics.setFont(LETTERS);
        graphics.setColor(Palette.INK);
        graphics.drawString("first component", ChartStyle.WIDTH / 2 - 45, HEIGHT - 5);
        graphics.translate(11, HEIGHT / 2 + 55);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString("second component", 0, 0);
    }

    private static double[] place(double[] values, double from, double to) {
        double low = Arrays.stream(values).min().orElse(0);
        double range = Math.max(Double.MIN_NORMAL, Arrays.stream(values).max().orElse(1) - low);
        return Arrays.stream(values)
                .map(v -> from + (v - low) / range * (to - from))
                .toArray();
    }

    private static double median(double[] values, int[] of) {
        return Arrays.stream(of).mapToDouble(b -> values[b]).sorted().toArray()[of.length / 2];
    }
}
