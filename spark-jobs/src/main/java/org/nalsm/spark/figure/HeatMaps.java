package org.nalsm.spark.figure;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.style.HeatMapStyler;

/** The look of heat maps: values in black on colours light enough for it. */
public final class HeatMaps {
    private static final Font VALUES = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    private HeatMaps() {}

    /** @param ramp colours from the lowest value to the highest */
    public static void style(HeatMapChart chart, Color[] ramp) {
        HeatMapStyler styler = chart.getStyler();
        ChartStyle.apply(styler);
        styler.setRangeColors(ramp)
                .setShowValue(true)
                .setValueFont(VALUES)
                .setValueFontColor(Palette.INK)
                .setDrawBorder(true);
        styler.setPlotBorderVisible(true).setPlotBorderColor(Palette.PALE);
        styler.setPlotGridLinesVisible(false);
        // So small that no label is left out.
        styler.setXAxisTickMarkSpacingHint(1).setYAxisTickMarkSpacingHint(1);
        styler.setPlotContentSize(1.0);
    }
}
