package org.nalsm.spark.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** An open circle, which leaves visible what it marks. */
final class Ring extends Marker {
    private static final BasicStroke STROKE = new BasicStroke(1.8f);

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
        double diameter = 1.5 * size;
        Stroke before = graphics.getStroke();
        graphics.setStroke(STROKE);
        graphics.draw(new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter));
        graphics.setStroke(before);
    }
}
