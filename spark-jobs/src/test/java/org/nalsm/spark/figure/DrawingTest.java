package org.nalsm.spark.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
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

    /** The values lie on a straight line, and so do the circles that tell them, in each panel as much further right. */
    @Test
    void pointsTellTheirValues() {
        Figure figure = Drawing.of(chart(300, 200)).beside(chart(300, 200)).svg("values", "two charts");
        String svg = new String(figure.content(), StandardCharsets.UTF_8);
        List<double[]> circles = Pattern.compile(
                        "<circle cx=\"([\\d.]+)\" cy=\"([\\d.]+)\"[^>]*><title>line\\s+x [\\d.]+\\s+y [\\d.]+</title>")
                .matcher(svg)
                .results()
                .map(found -> new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))})
                .toList();
        assertThat(circles).hasSize(6);
        assertThat(circles.get(2)[0] - circles.get(1)[0]).isCloseTo(circles.get(1)[0] - circles.get(0)[0], within(0.3));
        assertThat(circles.get(1)[1] - circles.get(2)[1]).isCloseTo(circles.get(0)[1] - circles.get(1)[1], within(0.3));
        assertThat(circles.get(2)[1]).as("more is further up").isLessThan(circles.get(0)[1] - 50);
        assertThat(circles.get(3)[0] - circles.get(0)[0]).isCloseTo(300, within(0.3));
        assertThat(svg).contains("x 2").contains("y 3");
    }

    private static XYChart chart(int width, int height) {
        XYChart chart = ChartStyle.xy(width, height, "x", "y");
        ChartStyle.line(chart, "line", new double[] {0, 1, 2}, new double[] {1, 2, 3}, Palette.BLUE, ChartStyle.SOLID);
        return chart;
    }
}
