package org.nalsm.spark.family.liquid.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.BranchingFactorJob;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.report.Report;
import org.nalsm.spark.report.RunReport;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;

/** The report of a run that was really trained. */
class LiquidReportIT {
    @TempDir
    private Path output;

    @Test
    void aTrainedRunHasEveryFigureAndItsOwnNumbers() {
        System.setProperty("java.awt.headless", "true");
        Experiment experiment = TestExperiments.experiment(output);
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            TestExperiments.train(spark, experiment, store);
        }
        RunRow row = new RunCatalog(store).find(experiment.runId()).orElseThrow();
        Report report = RunReport.of(new StoredRun(row, experiment, store), Families.of(experiment));
        assertThat(report.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "accuracy",
                        "confusion-matrix",
                        "raster",
                        "activity",
                        "weights",
                        "firing-rates",
                        "branching-factor");
        List<PredictionRow> predictions =
                store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, row.runId(), "test");
        long hits = predictions.stream().filter(p -> p.label() == p.predicted()).count();
        assertThat(report.html())
                .contains(String.format(Locale.ROOT, "the %d of %d samples", hits, predictions.size()))
                .doesNotContain("class=\"missing\"")
                .doesNotContain("no longer there");
        double branching =
                new BranchingFactorJob(experiment, store).run(Split.TEST).mean();
        assertThat(report.html()).contains(String.format(Locale.ROOT, "Mean over the samples: %.3f.", branching));
        assertThat(new RunCatalog(store).isComplete(row.runId())).isTrue();
    }
}
