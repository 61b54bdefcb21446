package org.nalsm.spark.family.liquid.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Every liquid spike of one sample. */
final class RasterFigure {
    private static final String HEADING = "Spikes of one sample";
    private static final int HEIGHT = 460;
    /** Up to so many spikes the dots are large. */
    private static final int FEW = 3000;

    private RasterFigure() {}

    static Exhibit of(LiquidData data) {
        if (data.sample().isEmpty()) {
            return Exhibit.missing(
                    HEADING,
                    "No test sample of this run was recorded "
                            + "(simulation.recorded-samples), so there is no spike raster.");
        }
        SpikesRow spikes = data.sample().get().spikes();
        Network network = data.network();
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, HEIGHT, "time (ms)", "neuron");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) data.durationMs())
                .setYAxisMin(0.0)
                .setYAxisMax((double) network.liquid())
                .setYAxisDecimalPattern("#,##0")
                .setXAxisDecimalPattern("0")
                .setPlotGridLinesVisible(false);
        chart.getStyler().setYAxisLeftWidthHint(ActivityFigure.LEFT);
        chart.getStyler().setMarkerSize(spikes.neuron().length <= FEW ? 3 : 2);
        series(chart, "excitatory", spikes, 0, network.excitatory(), Palette.BLUE);
        series(chart, "inhibitory", spikes, network.excitatory(), network.liquid(), Palette.VERMILION);
        return Exhibit.of(
                HEADING,
                Drawing.of(chart)
                        .png(
                                "raster",
                                "Raster of the " + spikes.neuron().length + " liquid spikes of test sample "
                                        + spikes.sampleId()),
                caption(spikes, network));
    }

    private static String caption(SpikesRow spikes, Network network) {
        return "Each dot is a spike of a liquid neuron while test sample %d (class %d) is shown: %s spikes in all. "
                        .formatted(spikes.sampleId(), spikes.label(), Numbers.whole(spikes.neuron().length))
                + "Neurons 0 to " + Numbers.whole(network.excitatory() - 1.0) + " (blue) are excitatory, those above "
                + "(red) inhibitory. Vertical bands are bursts in which many neurons fire "
                + "together; an empty row is a silent neuron.";
    }

    private static void series(XYChart chart, String name, SpikesRow spikes, int from, int to, Color colour) {
        int[] chosen = IntStream.range(0, spikes.neuron().length)
                .filter(k -> spikes.neuron()[k] >= from && spikes.neuron()[k] < to)
                .toArray();
        if (chosen.length == 0) {
            return;
        }
        // Half a millisecond and half a neuron on, a spike lies in the middle of its own cell.
        XYSeries series = ChartStyle.points(
                chart,
                name,
                IntStream.of(chosen).mapToDouble(k -> spikes.tMs()[k] + 0.5).toArray(),
                IntStream.of(chosen).mapToDouble(k -> spikes.neuron()[k] + 0.5).toArray(),
                colour);
        series.setMarker(new Dot());
    }

    /** A square without the rounding to whole pixels of the library's own, which would draw moire patterns. */
    private static final class Dot extends Marker {
        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            graphics.fill(new Rectangle2D.Double(x - size / 2.0, y - size / 2.0, size, size));
        }
    }
}
