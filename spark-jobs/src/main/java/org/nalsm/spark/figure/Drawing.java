package org.nalsm.spark.figure;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** Charts on one sheet, to be encoded as a figure. Not thread-safe. */
public final class Drawing {
    private static final int PIXELS = 2;

    private final List<Panel> panels = new ArrayList<>();
    private int width;
    private int height;
    private int rowTop;
    private int rowWidth;

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

    /** @param description what there is to see, in a sentence */
    public Figure svg(String name, String description) {
        VectorGraphics2D graphics = new VectorGraphics2D();
        paint(graphics);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new SVGProcessor()
                    .getDocument(graphics.getCommands(), new PageSize(width, height))
                    .writeTo(bytes);
            String svg = Svg.selfContained(bytes.toString(StandardCharsets.UTF_8), name, width, height, description);
            return new Figure(
                    name, Figure.Format.SVG, svg.getBytes(StandardCharsets.UTF_8), width, height, description);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
    }

    /** @param description what there is to see, in a sentence */
    public Figure png(String name, String description) {
        BufferedImage image = new BufferedImage(PIXELS * width, PIXELS * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(PIXELS, PIXELS);
        paint(graphics);
        graphics.dispose();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return new Figure(name, Figure.Format.PNG, bytes.toByteArray(), width, height, description);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
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
