package org.nalsm.spark.family.lsnn.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.style.markers.Marker;

/** A rectangle of any size, without the rounding to whole pixels of the library's own markers. */
final class Cell extends Marker {
    private final double width;
    private final double height;

    /** In CSS pixels. */
    Cell(double width, double height) {
        this.width = width;
        this.height = height;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        graphics.fill(new Rectangle2D.Double(x - width / 2, y - height / 2, width, height));
    }
}
