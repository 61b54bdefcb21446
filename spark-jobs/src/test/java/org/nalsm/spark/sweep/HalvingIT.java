package org.nalsm.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.run.WatchedSource;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class HalvingIT {
    private static final ImageDataset IMAGES = TestExperiments.images();

    @TempDir
    private Path output;

    @BeforeEach
    void forget() {
        WatchedSource.reset();
    }

    private static WatchedSource watched() {
        return new WatchedSource(new SampleSource.Images(IMAGES));
    }

    @Test
    void aRunTakesTheSamplesOfASmallerOneAndHasTheSameBits() {
        Experiment small =
                TestExperiments.experiment(output, "model.name=lsm", "data.train-samples=25", "data.test-samples=3");
        Experiment large = TestExperiments.experiment(output, "model.name=lsm");
        ResultsStore store = TestExperiments.store(output);
        ResultsStore alone = TestExperiments.store(output.resolve("alone"));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            TestExperiments.train(spark, small, watched(), store);
            WatchedSource.reset();
            TestExperiments.train(spark, large, watched(), store);
            assertThat(WatchedSource.SHOWN.keySet())
                    .as("training samples that are new, and the two that are recorded")
                    .filteredOn(id -> id < 50_000)
                    .hasSize(30 + 2)
                    .contains(25, 54)
                    .doesNotContain(1, 10, 24);
            assertThat(WatchedSource.SHOWN.keySet())
                    .as("test samples: of three there were too few to record the right ones")
                    .filteredOn(id -> id >= 60_000)
                    .hasSizeBetween(17, 19);
            TestExperiments.train(spark, large, watched(), alone);
        }
        assertThat(TestExperiments.counts(large, store)).isEqualTo(TestExperiments.counts(large, alone));
        assertThat(store.readPartition(DynamicsRow.TABLE, large.runId()))
                .isNotEmpty()
                .isEqualTo(alone.readPartition(DynamicsRow.TABLE, large.runId()));
    }

    @Test
    void aLiquidThatLearnsFromItsTrainingSamplesTakesNothingFromOneWithFewer() {
        Experiment small = TestExperiments.experiment(output, "data.train-samples=25");
        Experiment large = TestExperiments.experiment(output);
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            TestExperiments.train(spark, small, watched(), store);
            WatchedSource.reset();
            TestExperiments.train(spark, large, watched(), store);
        }
        assertThat(WatchedSource.SHOWN).hasSize(95);
    }

    private ResolvedSweep sweep(Path where, int parallel) {
        String text = "model.name = lsm, sweep { sampling = successive-halving, parallel-trials = " + parallel
                + ", parameters { model.initial-abs-weight = [0.2, 1.0, 1.8], network.seed = [1, 2] }"
                + ", halving { min-resources = 20, max-resources = 50, factor = 2, test-samples = 2 } }";
        return Families.configLoader()
                .loadSweep(List.of(ConfigSource.text("s.conf", text)), TestExperiments.settings(where));
    }

    private static SweepResult run(
            JavaSparkContext spark, ResolvedSweep sweep, ResultsStore store, SweepProgress progress, SweepJob[] job) {
        job[0] = new SweepJob(spark, sweep, store, data -> watched(), false, progress);
        return job[0].run();
    }

    private static List<TrialRow> withoutTimes(List<TrialRow> rows) {
        return rows.stream()
                .map(row -> {
                    TreeMap<String, Double> metrics = new TreeMap<>(row.metrics());
                    metrics.remove("samples_per_second");
                    return new TrialRow(
                            row.trialId(),
                            row.runId(),
                            row.parameters(),
                            row.status(),
                            row.error(),
                            row.validAccuracy(),
                            row.testAccuracy(),
                            row.branchingFactor(),
                            metrics,
                            0,
                            row.rung(),
                            row.resource());
                })
                .toList();
    }

    @Test
    void aSweepThatWasStoppedInARungEndsAsOneThatWasNot() {
        ResultsStore straight = TestExperiments.store(output.resolve("straight"));
        ResultsStore store = TestExperiments.store(output.resolve("stopped"));
        SweepJob[] job = new SweepJob[1];
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            ResolvedSweep sweep = sweep(output, 1);
            SweepResult whole = run(spark, sweep, straight, SweepProgress.NONE, job);
            assertThat(whole.row().status()).isEqualTo(RunStatus.COMPLETE);
            assertThat(whole.trials())
                    .extracting(row ->
                            row.rung().orElseThrow() + ":" + row.resource().orElseThrow())
                    .filteredOn(rung -> rung.equals("0:25"))
                    .hasSize(6);
            assertThat(whole.trials()).hasSize(6 + 2).allMatch(row -> row.status() == TrialStatus.COMPLETE);
            assertThat(whole.row().trials()).isEqualTo(8);
            assertThat(whole.leaderboard().groups().get(0).rung()).hasValue(1);
            assertThat(Halving.stopped(whole.trials())).hasSize(4);

            for (int stopAt : new int[] {3, 7}) { // in the first rung, in the second
                SweepResult part = run(spark, sweep, store, stopAt(stopAt, job), job);
                assertThat(part.row().status()).isEqualTo(RunStatus.STOPPED);
            }
            SweepResult resumed = run(spark, sweep(output, 3), store, SweepProgress.NONE, job);
            assertThat(withoutTimes(resumed.trials())).isEqualTo(withoutTimes(whole.trials()));
            assertThat(new SweepCatalog(store).trials(resumed.row().sweepId()))
                    .containsExactlyInAnyOrderElementsOf(resumed.trials());
            assertThat(resumed.row().sweepId()).isEqualTo(whole.row().sweepId());
        }
        Stream.of(sweep(output, 1).later().get(0)).flatMap(List::stream).forEach(trial -> {
            Experiment experiment = Experiment.of(trial.config().orElseThrow());
            Optional<TrialRow> ran = new SweepCatalog(store)
                    .trials(sweep(output, 1).id()).stream()
                            .filter(row -> row.trialId().equals(trial.id()))
                            .findFirst();
            ran.ifPresent(row -> assertThat(TestExperiments.counts(experiment, store))
                    .isEqualTo(TestExperiments.counts(experiment, straight)));
        });
    }

    private static SweepProgress stopAt(int trial, SweepJob[] job) {
        return new SweepProgress() {
            private int begun;

            @Override
            public void begin(List<TrialRow> trials) {
                begun += (int) trials.stream()
                        .filter(row -> row.status() == TrialStatus.COMPLETE)
                        .count();
            }

            @Override
            public Progress trial(TrialRow row) {
                if (++begun == trial) {
                    job[0].stop();
                }
                return Progress.NONE;
            }

            @Override
            public void update(TrialRow row) {}
        };
    }
}
