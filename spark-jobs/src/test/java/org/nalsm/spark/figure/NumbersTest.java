package org.nalsm.spark.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "0.015 | 0.015",
                "1.25678 | 1.26",
                "3e-5 | 3e-5",
                "1.234e-10 | 1.23e-10",
                "123.4 | 123",
                "1234.4 | 1,234",
                "-0.5 | -0.5",
                "NaN | –",
                "2.5e8 | 2.5e8"
            })
    void threeDigitsMatter(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12.34 | 12.3 s",
                "59.96 | 60.0 s",
                "60 | 1 min 00 s",
                "125 | 2 min 05 s",
                "134.6 | 2 min 15 s",
                "3599.4 | 59 min 59 s",
                "3599.6 | 1 h 00 min",
                "3600 | 1 h 00 min",
                "3900 | 1 h 05 min",
                "90061 | 25 h 01 min",
                "NaN | –"
            })
    void durationsReadAsPeopleSayThem(double seconds, String text) {
        assertThat(Numbers.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0.96514 | 96.51 %", "1 | 100.00 %", "NaN | –"})
    void sharesAreInPerCent(double value, String text) {
        assertThat(Numbers.percent(value)).isEqualTo(text);
    }

    @Test
    void everyValueIsInOneBinAndTheLastBinIncludesItsEnd() {
        Bins bins = Bins.of(new double[] {0, 0.99, 1, 2.5, 4, 4.01, -0.01}, 0, 4, 4);
        assertThat(bins.counts()).containsExactly(2, 1, 1, 1);
        assertThat(bins.outlineX()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4);
        assertThat(bins.outlineY(10)).containsExactly(0, 20, 20, 10, 10, 10, 10, 10, 10, 0);
    }

    @Test
    void markupIsHarmless() {
        assertThat(Html.escape("<a href='x' title=\"y\">&\u0001"))
                .isEqualTo("&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;\uFFFD");
    }
}
