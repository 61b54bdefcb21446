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
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * White paper for whatever is no chart, and below {@link Drawing} for charts.
 *
 * @param width CSS pixels
 * @param height CSS pixels
 * @param painter draws on it, in CSS pixels from the upper left corner
 */
public record Canvas(int width, int height, Consumer<Graphics2D> painter) {
    private static final int PIXELS = 2;

    /** @param description what there is to see, in a sentence */
    public Figure svg(String name, String description) {
        VectorGraphics2D graphics = new VectorGraphics2D();
        painter.accept(graphics);
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
        painter.accept(graphics);
        graphics.dispose();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return new Figure(name, Figure.Format.PNG, bytes.toByteArray(), width, height, description);
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
    }
}
