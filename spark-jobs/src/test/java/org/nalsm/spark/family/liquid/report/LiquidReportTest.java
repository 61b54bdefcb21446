package org.nalsm.spark.family.liquid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.Recordings;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.FigureFiles;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunStatus;

class LiquidReportTest {
    @TempDir
    private Path directory;

    private MadeUpRun run;
    private StoredRun stored;

    @BeforeEach
    void open() {
        System.setProperty("java.awt.headless", "true");
        run = new MadeUpRun(directory);
        stored = run.stored(RunStatus.COMPLETE);
    }

    @Test
    void theSummarySaysWhatRan() {
        assertThat(LiquidReport.summary(stored))
                .isEqualTo(
                        "nalsm on mnist; 27 neurons; 50,000 training, 10,000 validation and 4 test samples of 100 ms");
    }

    @Test
    void everySectionHasItsFigures() {
        run.writeEverything();
        List<ReportSection> sections = LiquidReport.of(stored);
        assertThat(sections).extracting(ReportSection::id).containsExactly("accuracy", "activity", "liquid");
        assertThat(sections).extracting(ReportSection::heading).containsExactly("Accuracy", "Activity", "Liquid");
        assertThat(figures(sections))
                .extracting(Figure::fileName)
                .containsExactly(
                        "accuracy.svg",
                        "confusion-matrix.svg",
                        "raster.png",
                        "activity.svg",
                        "weights.svg",
                        "firing-rates.svg",
                        "branching-factor.svg");
        figures(sections).forEach(FigureFiles::check);
    }

    /** 80 % of 27 neurons are 21.6, rounded 22. */
    @Test
    void theSizeOfTheNetworkStandsBesideItsWeights() {
        run.writeEverything();
        assertThat(LiquidReport.of(stored).get(2).exhibits().get(0).details())
                .contains("22 excitatory, 5 inhibitory, 784 inputs")
                .contains("synapses");
    }

    @Test
    void accuracyIsThatOfTheFitThatValidationChose() {
        run.writeEverything();
        assertThat(LiquidReport.of(stored).get(0).exhibits().get(0).text())
                .contains("best validation accuracy, 96.88 % at iteration 2: it alone decides which readout is kept")
                .contains("test accuracy of that readout, 75.00 %")
                .contains("Fits run from the largest penalty to the smallest");
    }

    @Test
    void branchingFactorsThatAreMissingAreComputedAndStored() {
        run.writeWithoutBranchingFactors();
        Recordings recordings = new Recordings(run.store(), MadeUpRun.ID);
        assertThat(recordings.branchingFactors("test")).isEmpty();
        Exhibit exhibit = LiquidReport.of(stored).get(2).exhibits().get(2);
        assertThat(exhibit.figure()).isPresent();
        assertThat(recordings.branchingFactors("test"))
                .singleElement()
                .satisfies(row -> assertThat(exhibit.text())
                        .contains("Mean over the samples: "
                                + String.format(java.util.Locale.ROOT, "%.3f", row.branchingFactor())));
    }

    @Test
    void branchingFactorsThatAreThereAreNotComputedAgain() {
        run.writeEverything();
        LiquidReport.of(stored);
        assertThat(new Recordings(run.store(), MadeUpRun.ID).branchingFactors("test"))
                .extracting(BranchingFactorRow::branchingFactor)
                .satisfiesExactly(
                        first -> assertThat(first).isCloseTo(1.5, within(0.0)),
                        second -> assertThat(second).isCloseTo(1.0, within(0.0)));
    }

    @Test
    void aRunThatLacksEverythingSaysSoSevenTimes() {
        List<ReportSection> sections = LiquidReport.of(stored);
        assertThat(figures(sections)).isEmpty();
        assertThat(sections.stream().flatMap(section -> section.exhibits().stream()))
                .hasSize(7)
                .extracting(Exhibit::text)
                .doesNotContain("");
    }

    @Test
    void weightsOfAnotherNetworkAreNamed() {
        run.writeEverything();
        run.store()
                .write(
                        LiquidWeightRow.TABLE,
                        ResultsStore.SINGLE_FILE,
                        Stream.of(new LiquidWeightRow(0, 1, 1)),
                        MadeUpRun.ID);
        assertThatThrownBy(() -> LiquidReport.of(stored))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA))
                .hasMessageContaining("1 liquid weights")
                .hasMessageContaining("--overwrite");
    }

    private static List<Figure> figures(List<ReportSection> sections) {
        return sections.stream()
                .flatMap(section -> section.exhibits().stream())
                .map(Exhibit::figure)
                .flatMap(Optional::stream)
                .toList();
    }
}
