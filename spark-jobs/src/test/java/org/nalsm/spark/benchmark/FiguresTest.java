package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.run.TestExperiments;

/** What the figures are made of. */
class FiguresTest {
    @Test
    void aSpreadHasMedianAndEnds() {
        Spread odd = Spread.of(5, 1, 3);
        assertThat(odd.median()).isEqualTo(3);
        assertThat(odd.min()).isEqualTo(1);
        assertThat(odd.max()).isEqualTo(5);
        assertThat(Spread.of(1, 10, 2, 4).median()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void theProcessorsNameIsFoundOrReplaced() {
        List<String> lines = List.of("processor\t: 0", "model name\t: Some CPU @ 2 GHz", "model name\t: Other");
        assertThat(MachineFacts.cpuModel(lines)).isEqualTo("Some CPU @ 2 GHz");
        assertThat(MachineFacts.cpuModel(List.of("processor\t: 0", "model name")))
                .isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void sizesAreEdgesOrThreeLengths() {
        assertThat(LiquidSize.parse("10")).isEqualTo(new LiquidSize(10, 10, 10));
        assertThat(LiquidSize.parse(" 10x2x30 ")).isEqualTo(new LiquidSize(10, 2, 30));
        assertThat(LiquidSize.parse("10x2x30").neurons()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10x10", "-3", "", "ten", "10x10x0", "1000000"})
    void otherSizesAreRefused(String text) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> LiquidSize.parse(text))
                .withMessageContaining("--sizes has '" + text + "'");
    }

    @Test
    void theScaledAstrocyteWeightIsThePublicationsAtBothItsSizes() {
        assertThat(LiquidSize.parse("10").astrocyteWeight(0.015)).isCloseTo(0.015, within(1e-15));
        assertThat(LiquidSize.parse("20").astrocyteWeight(0.015)).isCloseTo(0.0075, within(1e-15));
    }

    @Test
    void madeUpCountsAreAsManyAsALiquids() {
        try (ReadoutCounts counts = ReadoutCounts.madeUp(TestExperiments.experiment(
                        Path.of("unused"),
                        "data.train-samples=400",
                        "data.valid-samples=100",
                        "network.dimensions=[6,6,6]"));
                ReadoutCounts again = ReadoutCounts.madeUp(TestExperiments.experiment(
                        Path.of("unused"),
                        "data.train-samples=400",
                        "data.valid-samples=100",
                        "network.dimensions=[6,6,6]"))) {
            CountMatrix training = counts.training();
            assertThat(training.samples()).isEqualTo(400);
            assertThat(training.neurons()).isEqualTo(216);
            assertThat(counts.validation().samples()).isEqualTo(100);
            assertThat(counts.nativeBytes()).isEqualTo(500 * 216 * 4);
            assertThat(training.largestCount()).isBetween(20, 80);
            assertThat(again.training().largestCount()).isEqualTo(training.largestCount());
        }
    }
}
