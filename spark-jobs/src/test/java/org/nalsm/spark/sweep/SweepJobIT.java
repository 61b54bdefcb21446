package org.nalsm.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.run.WatchedSource;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class SweepJobIT {
    private static final ImageDataset IMAGES = TestExperiments.images();

    @TempDir
    private Path output;

    @BeforeEach
    void forget() {
        WatchedSource.reset();
    }

    private ResolvedSweep sweep(Path where, String text) {
        return Families.configLoader()
                .loadSweep(List.of(ConfigSource.text("s.conf", text)), TestExperiments.settings(where));
    }

    private static SweepResult run(JavaSparkContext spark, ResolvedSweep sweep, ResultsStore store, boolean retry) {
        return new SweepJob(
                        spark,
                        sweep,
                        store,
                        data -> new WatchedSource(new SampleSource.Images(IMAGES)),
                        retry,
                        SweepProgress.NONE)
                .run();
    }

    @Test
    void everyTrialIsTheRunItWouldBeByItselfWhateverRunsBesideIt() {
        ResolvedSweep sweep = sweep(
                output,
                "sweep { parallel-trials = 3, parameters { "
                        + "model.astrocyte-weight = [0.002, 0.1], network.seed = [1, 2] } }");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            SweepResult result = run(spark, sweep, store, false);
            assertThat(result.row().status()).isEqualTo(RunStatus.COMPLETE);
            assertThat(result.trials()).hasSize(4).allMatch(trial -> trial.status() == TrialStatus.COMPLETE);
            assertThat(new SweepCatalog(store).trials(result.row().sweepId()))
                    .containsExactlyInAnyOrderElementsOf(result.trials());
            assertThat(result.leaderboard().groups())
                    .hasSize(2)
                    .allMatch(group -> group.statistic(Metric.VALID_ACCURACY).n() == 2);
            for (int i = 0; i < 4; i++) {
                Experiment experiment =
                        Experiment.of(sweep.trials().get(i).config().orElseThrow());
                ResultsStore alone = TestExperiments.store(output.resolve("alone"));
                RunResult run = TestExperiments.train(spark, experiment, alone);
                assertThat(TestExperiments.counts(experiment, store))
                        .isEqualTo(TestExperiments.counts(experiment, alone));
                TrialRow trial = result.trials().get(i);
                assertThat(trial.validAccuracy()).isEqualTo(run.run().outcome().validAccuracy());
                assertThat(trial.testAccuracy()).isEqualTo(run.run().outcome().testAccuracy());
                assertThat(trial.runId()).contains(experiment.runId());
            }
        }
    }

    @Test
    void everyTrialIsAJobGroupWithAPoolAndADescription() {
        ResolvedSweep sweep = sweep(output, "sweep { name = named, parameters { network.seed = [1, 2] } }");
        Set<List<String>> jobs = Collections.newSetFromMap(new ConcurrentHashMap<>());
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            spark.sc().addSparkListener(new SparkListener() {
                @Override
                public void onJobStart(SparkListenerJobStart job) {
                    jobs.add(Stream.of("spark.jobGroup.id", "spark.scheduler.pool", "spark.job.description")
                            .map(job.properties()::getProperty)
                            .toList());
                }
            });
            run(spark, sweep, TestExperiments.store(output), false);
        }
        List<String> trials = sweep.trials().stream().map(SweepTrial::id).toList();
        assertThat(jobs)
                .containsExactlyInAnyOrder(
                        List.of(
                                trials.get(0),
                                trials.get(0),
                                "sweep named: network.seed = 1: initialise liquid, 60 snapshots"),
                        List.of(
                                trials.get(0),
                                trials.get(0),
                                "sweep named: network.seed = 1: simulate samples, 95 in 10 blocks"),
                        List.of(
                                trials.get(1),
                                trials.get(1),
                                "sweep named: network.seed = 2: initialise liquid, 60 snapshots"),
                        List.of(
                                trials.get(1),
                                trials.get(1),
                                "sweep named: network.seed = 2: simulate samples, 95 in 10 blocks"));
    }

    @Test
    void equalLiquidsAndEqualCountsAreComputedOnce() {
        ResolvedSweep sweep = sweep(
                output,
                "sweep { parallel-trials = 4, parameters { "
                        + "simulation.plastic = [true, false], readout.patience-epochs = [3, 4] }, name = shared }");
        ResultsStore store = TestExperiments.store(output);
        AtomicInteger initialisations = new AtomicInteger();
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            spark.sc().addSparkListener(new SparkListener() {
                @Override
                public void onJobStart(SparkListenerJobStart job) {
                    if (job.properties().getProperty("spark.job.description").contains("initialise liquid")) {
                        initialisations.incrementAndGet();
                    }
                }
            });
            SweepResult result = run(spark, sweep, store, false);
            assertThat(result.failed()).isEmpty();
        }
        assertThat(initialisations).as("for the one liquid").hasValue(1);
        assertThat(WatchedSource.SHOWN.values())
                .as("95 samples, plastic and static")
                .hasSize(95)
                .allMatch(times -> times == 2);
        Set<String> simulations = new RunCatalog(store)
                .readAll().stream().map(row -> row.parts().simulationId()).collect(Collectors.toSet());
        assertThat(simulations).hasSize(2);
    }

    @Test
    void trialsOfOneRunTakeTurns() {
        ResolvedSweep sweep =
                sweep(output, "sweep { parallel-trials = 2, parameters { model.astrocyte-weight = [1, \"1\"] } }");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            SweepResult result = run(spark, sweep, store, false);
            assertThat(result.trials()).hasSize(2).allMatch(trial -> trial.status() == TrialStatus.COMPLETE);
            assertThat(result.trials().get(0).runId())
                    .isEqualTo(result.trials().get(1).runId());
        }
        assertThat(WatchedSource.SHOWN.values()).hasSize(95).allMatch(times -> times == 1);
    }

    @Test
    void aFailedTrialIsRecordedAndStopsNoOther() {
        ResolvedSweep sweep = sweep(output, "sweep.parameters { model.astrocyte-weight = [0.1, 11, 0.2] }");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            SweepResult result = run(spark, sweep, store, false);
            assertThat(result.row().status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.mistake()).map(UserException::kind).contains(UserException.Kind.BAD_CONFIGURATION);
            Map<String, TrialRow> byWeight = byWeight(result);
            assertThat(byWeight.get("11").status()).isEqualTo(TrialStatus.FAILED);
            assertThat(byWeight.get("11").error().orElseThrow())
                    .isEqualTo("s.conf:1: model.astrocyte-weight = 11 must be 0 to 10");
            assertThat(byWeight.get("0.1").status()).isEqualTo(TrialStatus.COMPLETE);
            assertThat(byWeight.get("0.2").status()).isEqualTo(TrialStatus.COMPLETE);
        }
    }

    @Test
    void aSweepGoesOnWhereItStoppedAndRetriesOnRequest() {
        ResolvedSweep sweep =
                sweep(output, "sweep { parallel-trials = 1, parameters { " + "model.astrocyte-weight = [0.1, 0.2] } }");
        ResultsStore store = TestExperiments.store(output);
        WatchedSource.failAt(60_003, 100);
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            SweepResult broken = run(spark, sweep, store, false);
            assertThat(broken.failed()).hasSize(2);
            assertThat(broken.failed().get(0).error().orElseThrow()).contains("internal error");
            WatchedSource.reset();
            assertThat(run(spark, sweep, store, false).failed()).as("kept").hasSize(2);
            assertThat(WatchedSource.SHOWN).isEmpty();

            SweepResult mended = run(spark, sweep, store, true);
            assertThat(mended.failed()).isEmpty();
            assertThat(WatchedSource.SHOWN)
                    .as("the blocks that were missing, of both trials")
                    .containsKey(60_003)
                    .allSatisfy((id, times) -> assertThat(id).isGreaterThanOrEqualTo(50_000));
            WatchedSource.SHOWN.clear();
            assertThat(run(spark, sweep, store, false).trials()).isEqualTo(mended.trials());
            assertThat(WatchedSource.SHOWN)
                    .as("a complete sweep simulates nothing")
                    .isEmpty();
        }
        ResultsStore straight = TestExperiments.store(output.resolve("straight"));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            run(spark, sweep, straight, false);
        }
        sweep.trials().forEach(trial -> {
            Experiment experiment = Experiment.of(trial.config().orElseThrow());
            assertThat(TestExperiments.counts(experiment, store))
                    .isEqualTo(TestExperiments.counts(experiment, straight));
        });
    }

    @Test
    void aTrialThatAnotherDriverWritesWaitsAndHasNotFailed() {
        ResolvedSweep sweep = sweep(output, "sweep.parameters { model.astrocyte-weight = [0.1, 0.2] }");
        ResultsStore store = TestExperiments.store(output);
        String held = sweep.trials().get(1).config().orElseThrow().runId();
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            RunLease other = RunLease.take(store, held);
            try (other) {
                SweepResult result = run(spark, sweep, store, false);
                assertThat(result.row().status()).isEqualTo(RunStatus.STOPPED);
                assertThat(result.mistake()).map(UserException::kind).contains(UserException.Kind.CANNOT_WRITE);
                assertThat(result.left()).extracting(TrialRow::runId).containsExactly(Optional.of(held));
                assertThat(byWeight(result).get("0.1").status()).isEqualTo(TrialStatus.COMPLETE);
            }
            assertThat(run(spark, sweep, store, false).row().status()).isEqualTo(RunStatus.COMPLETE);
        }
    }

    @Test
    void aClusterThatGoesAwayFailsNoTrial() {
        ResolvedSweep sweep =
                sweep(output, "sweep { parallel-trials = 1, parameters.model.astrocyte-weight = [0.1, 0.2, 0.3] }");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            SweepProgress goneInTheSecond = new SweepProgress() {
                private int trials;

                @Override
                public void begin(List<TrialRow> all) {}

                @Override
                public Progress trial(TrialRow trial) {
                    if (++trials == 2) {
                        spark.stop();
                    }
                    return Progress.NONE;
                }

                @Override
                public void update(TrialRow trial) {}
            };
            SweepResult result = new SweepJob(
                            spark,
                            sweep,
                            store,
                            data -> new WatchedSource(new SampleSource.Images(IMAGES)),
                            false,
                            goneInTheSecond)
                    .run();
            assertThat(result.row().status()).isEqualTo(RunStatus.STOPPED);
            assertThat(result.mistake()).map(UserException::kind).contains(UserException.Kind.UNAVAILABLE);
            assertThat(result.failed()).isEmpty();
            assertThat(result.left()).hasSize(2);
            assertThat(new RunCatalog(store).readAll())
                    .extracting(RunRow::status)
                    .containsExactlyInAnyOrder(RunStatus.COMPLETE, RunStatus.STOPPED);
        }
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            assertThat(run(spark, sweep, store, false).row().status()).isEqualTo(RunStatus.COMPLETE);
        }
    }

    @Test
    void aStoppedSweepIsNoFailedOne() {
        ResolvedSweep sweep = sweep(output, "sweep.parameters { model.astrocyte-weight = [0.1, 0.2] }");
        ResultsStore store = TestExperiments.store(output);
        WatchedSource.failAt(60_003, 100);
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            SweepJob[] job = new SweepJob[1];
            SweepProgress stopAtOnce = new SweepProgress() {
                @Override
                public void begin(List<TrialRow> trials) {}

                @Override
                public Progress trial(TrialRow trial) {
                    job[0].stop();
                    return Progress.NONE;
                }

                @Override
                public void update(TrialRow trial) {}
            };
            job[0] = new SweepJob(
                    spark, sweep, store, data -> new WatchedSource(new SampleSource.Images(IMAGES)), false, stopAtOnce);
            SweepResult stopped = job[0].run();
            assertThat(stopped.row().status()).isEqualTo(RunStatus.STOPPED);
            assertThat(stopped.failed()).isEmpty();
            assertThat(new SweepCatalog(store).trials(stopped.row().sweepId()))
                    .allMatch(trial -> trial.status() == TrialStatus.PENDING);
            assertThat(new RunCatalog(store).readAll()).allMatch(run -> run.status() == RunStatus.STOPPED);
            WatchedSource.reset();
            SweepResult finished = run(spark, sweep, store, false);
            assertThat(finished.row().status()).as("%s", finished.trials()).isEqualTo(RunStatus.COMPLETE);
        }
    }

    private static Map<String, TrialRow> byWeight(SweepResult result) {
        return new TreeMap<>(result.trials().stream()
                .collect(Collectors.toMap(
                        trial -> trial.parameters().get("model.astrocyte-weight"), Function.identity())));
    }
}
