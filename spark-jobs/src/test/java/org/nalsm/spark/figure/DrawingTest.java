package org.nalsm.spark.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class DrawingTest {
    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void aRowIsAsWideAsItsChartsAndTheSheetAsItsWidestRow() {
        Figure figure = Drawing.of(chart(300, 100))
                .below(chart(200, 120))
                .beside(chart(250, 90))
                .beside(chart(50, 80))
                .below(chart(400, 70))
                .svg("rows", "three rows");
        assertThat(figure.width()).isEqualTo(500);
        assertThat(figure.height()).isEqualTo(100 + 120 + 70);
        FigureFiles.check(figure);
    }

    @Test
    void chartsOfOneRowAreAsHighAsTheHighest() {
        Figure figure = Drawing.of(chart(300, 100)).beside(chart(200, 150)).svg("row", "one row");
        assertThat(figure.width()).isEqualTo(500);
        assertThat(figure.height()).isEqualTo(150);
    }

    private static XYChart chart(int width, int height) {
        XYChart chart = ChartStyle.xy(width, height, "x", "y");
        ChartStyle.line(chart, "line", new double[] {0, 1, 2}, new double[] {1, 2, 3}, Palette.BLUE, ChartStyle.SOLID);
        return chart;
    }
}
