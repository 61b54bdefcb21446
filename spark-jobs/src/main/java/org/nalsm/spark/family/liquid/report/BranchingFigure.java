package org.nalsm.spark.family.liquid.report;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.nalsm.engine.liquid.analysis.BranchingFactor;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** The branching factor of every recorded test sample. */
final class BranchingFigure {
    private static final String HEADING = "Branching factor";
    private static final int HEIGHT = 320;
    /** Room above and below, as a share of the range. */
    private static final double MARGIN = 0.08;

    private static final double LEFT_OF_ALL = -0.5;
    private static final double RIGHT_OF_ALL = 9.5;

    private BranchingFigure() {}

    static Exhibit of(LiquidData data) {
        List<BranchingFactorRow> rows = data.branchingFactors();
        if (rows.isEmpty()) {
            return Exhibit.missing(
                    HEADING,
                    data.sample().isEmpty()
                            ? "No test sample of this run was recorded (simulation.recorded-samples), so there is no "
                                    + "branching factor."
                            : "In no recorded test sample does a neuron spike away from the sample's ends, so there is"
                                    + " no branching factor.");
        }
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, HEIGHT, "class of the sample", "branching factor (ratio)");
        chart.getStyler()
                .setXAxisMin(LEFT_OF_ALL)
                .setXAxisMax(RIGHT_OF_ALL)
                .setXAxisDecimalPattern("0")
                .setXAxisTickMarkSpacingHint(50);
        ChartStyle.legendBelow(chart.getStyler());
        double mean = mean(rows);
        double low = rows.stream()
                .mapToDouble(BranchingFactorRow::branchingFactor)
                .min()
                .orElse(1);
        double high = rows.stream()
                .mapToDouble(BranchingFactorRow::branchingFactor)
                .max()
                .orElse(1);
        double room = MARGIN * (Math.max(1, high) - Math.min(1, low)) + 1e-3;
        chart.getStyler()
                .setYAxisMin(Math.min(1, low) - room)
                .setYAxisMax(Math.max(1, high) + room)
                .setYAxisDecimalPattern(ChartStyle.decimalPattern(Math.max(1, high) - Math.min(1, low) + 2 * room));
        double[] across = {LEFT_OF_ALL, RIGHT_OF_ALL};
        ChartStyle.points(
                chart,
                "sample",
                rows.stream().mapToDouble(BranchingFactorRow::label).toArray(),
                rows.stream().mapToDouble(BranchingFactorRow::branchingFactor).toArray(),
                Palette.BLUE);
        ChartStyle.line(
                chart,
                "mean " + Numbers.decimals(mean, 3),
                across,
                new double[] {mean, mean},
                Palette.VERMILION,
                ChartStyle.SOLID);
        ChartStyle.line(chart, "edge of chaos", across, new double[] {1, 1}, Palette.GREY, ChartStyle.DASHED);
        return Exhibit.of(
                HEADING,
                Drawing.of(chart).svg("branching-factor", "Branching factor of each recorded test sample by class"),
                caption(rows, mean));
    }

    static double mean(List<BranchingFactorRow> rows) {
        return BranchingFactor.mean(
                rows.stream().mapToDouble(BranchingFactorRow::branchingFactor).toArray());
    }

    private static String caption(List<BranchingFactorRow> rows, double mean) {
        return "Each dot is one of the %d recorded test samples: the number of spikes of a neuron's targets that "
                        .formatted(rows.size())
                + "follow its spike, for each spike of its sources before it, averaged over spikes and neurons. "
                + "At 1 (dashed) activity neither dies out nor grows, the edge of chaos; below it dies out, above it "
                + "grows. Mean over the samples: %s.".formatted(Numbers.decimals(mean, 3));
    }
}
