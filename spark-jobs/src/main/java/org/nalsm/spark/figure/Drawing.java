package org.nalsm.spark.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** Charts on one sheet, to be encoded as a figure. Not thread-safe. */
public final class Drawing {
    private final List<Panel> panels = new ArrayList<>();
    private int width;
    private int height;
    private int rowTop;
    private int rowWidth;
    private double[] places = {};

    private record Panel(AxesChart<?, ?> chart, int x, int y) {}

    /** A sheet with one chart. */
    public static Drawing of(AxesChart<?, ?> chart) {
        return new Drawing().below(chart);
    }

    /** Begins a row below everything so far with a chart at the left edge. */
    public Drawing below(AxesChart<?, ?> chart) {
        rowTop = height;
        rowWidth = 0;
        return beside(chart);
    }

    /** Adds a chart at the right end of the last row. */
    public Drawing beside(AxesChart<?, ?> chart) {
        panels.add(new Panel(chart, rowWidth, rowTop));
        rowWidth += chart.getWidth();
        width = Math.max(width, rowWidth);
        height = Math.max(height, rowTop + chart.getHeight());
        return this;
    }

    /** Points lie a little beside these values of the horizontal axis, to be told apart; each is said to be at the nearest. */
    public Drawing movedFrom(double... values) {
        places = values.clone();
        return this;
    }

    /** @param description what there is to see, in a sentence */
    public Figure svg(String name, String description) {
        Figure plain = new Canvas(width, height, this::paint).svg(name, description);
        StringBuilder values = new StringBuilder();
        panels.forEach(panel -> values.append(HoverValues.of(panel.chart, panel.x, panel.y, places)));
        return plain.with(values.toString());
    }

    /** @param description what there is to see, in a sentence */
    public Figure png(String name, String description) {
        return new Canvas(width, height, this::paint).png(name, description);
    }

    private void paint(Graphics2D graphics) {
        for (Panel panel : panels) {
            graphics.setPaint(Color.BLACK);
            graphics.translate(panel.x, panel.y);
            panel.chart.paint(graphics, panel.chart.getWidth(), panel.chart.getHeight());
            graphics.translate(-panel.x, -panel.y);
        }
    }
}
