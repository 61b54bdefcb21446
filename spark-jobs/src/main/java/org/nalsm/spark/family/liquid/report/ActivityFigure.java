package org.nalsm.spark.family.liquid.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Liquid and input activity and the astrocyte during the sample of the raster. */
final class ActivityFigure {
    /** Room for the tick labels on the left: equal in all panels and in the raster, so that times line up. */
    static final int LEFT = 64;

    private static final String HEADING = "Activity and astrocyte during the same sample";
    private static final int PANEL = 150;
    private static final int TIME_AXIS = 28;
    private static final int LEGEND = 34;
    private static final int DASHED_STEP_MS = 10;

    private final List<DynamicsRow> rows;
    private final LiquidData data;

    private ActivityFigure(List<DynamicsRow> rows, LiquidData data) {
        this.rows = rows;
        this.data = data;
    }

    static Exhibit of(LiquidData data) {
        List<DynamicsRow> rows = data.sample().map(LiquidData.Sample::dynamics).orElse(List.of());
        if (rows.isEmpty()) {
            return Exhibit.missing(
                    HEADING,
                    "This run has no recorded dynamics of a test sample "
                            + "(table dynamics), so activity over time is not shown.");
        }
        return new ActivityFigure(rows, data).exhibit();
    }

    private Exhibit exhibit() {
        boolean astrocyte = rows.stream().anyMatch(row -> row.astrocyte() != 0);
        Drawing drawing = Drawing.of(panel(PANEL, "", "liquid (spikes/ms)", DynamicsRow::liquidSpikes, Palette.BLUE));
        if (astrocyte) {
            drawing.below(panel(PANEL, "", "input (spikes/ms)", DynamicsRow::inputSpikes, Palette.ORANGE))
                    .below(astrocytePanel());
        } else {
            drawing.below(panel(
                    PANEL + TIME_AXIS, "time (ms)", "input (spikes/ms)", DynamicsRow::inputSpikes, Palette.ORANGE));
        }
        return Exhibit.of(
                HEADING,
                drawing.svg(
                        "activity",
                        "Liquid and input spikes per millisecond" + (astrocyte ? " and the astrocyte state" : "")
                                + " over time"),
                caption(astrocyte));
    }

    private String caption(boolean astrocyte) {
        double liquid =
                rows.stream().mapToInt(DynamicsRow::liquidSpikes).average().orElse(Double.NaN);
        double input =
                rows.stream().mapToInt(DynamicsRow::inputSpikes).average().orElse(Double.NaN);
        String activity = "Spikes of all liquid neurons and of all input neurons in each millisecond of test sample "
                + rows.get(0).sampleId() + " (on average " + Numbers.significant(liquid) + " and "
                + Numbers.significant(input) + " spikes/ms). ";
        return activity
                + (astrocyte
                        ? "The astrocyte rises when the liquid spikes more than the input and falls when it spikes"
                                + " less; it is the rate of depression. Above the dashed line, the rate of potentiation,"
                                + " weights shrink on balance; below it they grow. Both rates fade while a sample is"
                                + " shown (model.lr-decay)."
                        : "No astrocyte acts while samples are shown to this liquid.");
    }

    private XYChart panel(int height, String xTitle, String yTitle, ToDoubleFunction<DynamicsRow> value, Color colour) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, xTitle, yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) data.durationMs())
                .setXAxisTitleVisible(!xTitle.isEmpty())
                .setXAxisDecimalPattern("0")
                .setYAxisTickMarkSpacingHint(30);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        double[] values = rows.stream().mapToDouble(value).toArray();
        if (Arrays.stream(values).min().orElse(0) >= 0) {
            chart.getStyler().setYAxisMin(0.0);
        }
        ChartStyle.line(chart, "astrocyte state = rate of depression", times(), values, colour, ChartStyle.SOLID);
        return chart;
    }

    private XYChart astrocytePanel() {
        XYChart chart =
                panel(PANEL + TIME_AXIS + LEGEND, "time (ms)", "astrocyte (1)", DynamicsRow::astrocyte, Palette.GREEN);
        chart.getStyler().setYAxisDecimalPattern("0.00");
        double decay = data.settings().model().rateDecay();
        // The pieces of a line are dashed one by one, so they must be longer than a dash.
        double[] times = IntStream.iterate(0, t -> t <= data.durationMs(), t -> t + DASHED_STEP_MS)
                .mapToDouble(t -> t)
                .toArray();
        ChartStyle.line(
                chart,
                "rate of potentiation",
                times,
                Arrays.stream(times)
                        .map(t -> Plasticity.RATE * Math.pow(decay, t + 0.5))
                        .toArray(),
                Palette.GREY,
                ChartStyle.DASHED);
        ChartStyle.legendBelow(chart.getStyler());
        return chart;
    }

    /** The middle of each millisecond. */
    private double[] times() {
        return rows.stream().mapToDouble(row -> row.tMs() + 0.5).toArray();
    }
}
