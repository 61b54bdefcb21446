package org.nalsm.spark.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** What an MLflow server is told, by a stand-in for one that refuses what the real one does. */
class MlflowTrackingTest {
    private final StandInMlflow mlflow = new StandInMlflow();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private Instant started = Instant.parse("2026-05-01T10:00:00Z");

    @AfterEach
    void close() {
        mlflow.close();
    }

    private Tracking tracking(String... environment) {
        Map<String, String> all = new TreeMap<>(Map.of("MLFLOW_TRACKING_URI", mlflow.address()));
        for (int k = 0; k < environment.length; k += 2) {
            all.put(environment[k], environment[k + 1]);
        }
        return Tracking.of(all, warnings::add);
    }

    private static Described described(NoteRow note, String... settings) {
        ResolvedConfig config = Families.configLoader().load(List.of(), List.of(settings));
        return Described.of(config, note);
    }

    private static Described described() {
        return described(NoteRow.none("r-1"), "model.astrocyte-weight=0.02", "output.dir=s3a://KEY:SECRET@bucket/x");
    }

    private RunRow row(RunStatus status, Map<String, Double> measured) {
        SortedMap<String, Double> seconds = new TreeMap<>();
        if (!measured.isEmpty()) {
            seconds.put("readout", 7.0);
        }
        return new RunRow(
                "r-1",
                status,
                "nalsm",
                "mnist",
                "{\"model\":{\"name\":\"nalsm\"},\"data\":{\"test-samples\":10000}}",
                new RunRow.Parts("n-1", "", "", "", OptionalDouble.empty(), OptionalLong.of(1), 3),
                new RunRow.Provenance(OptionalInt.of(1), "0.2.0", "abc123", "4.1.3", "event"),
                started,
                Optional.empty(),
                RunRow.Outcome.of(seconds, 90, new TreeMap<>(measured)));
    }

    private StandInMlflow.Run only() {
        assertThat(mlflow.runs()).hasSize(1);
        return mlflow.runs().get(0);
    }

    @Test
    void aRunIsToldWithParametersCurveAndResults() {
        Tracking tracking = tracking();
        try (tracking) {
            Progress progress = tracking.run(
                    described(
                            NoteRow.none("r-1").named("Baseline").noted("why").tagged(Map.of("paper", "fig3")),
                            "model.astrocyte-weight=0.02"),
                    Progress.NONE);
            progress.row(row(RunStatus.RUNNING, Map.of()));
            progress.begin("train", 1000, "iterations");
            for (int step = 100; step <= 1000; step += 100) {
                progress.at(step, "");
                progress.measured("valid_accuracy", step < 500 ? 0.5 : 0.001 * step);
            }
            progress.end();
            progress.row(row(
                    RunStatus.COMPLETE,
                    Map.of("test_accuracy", 0.9651, "branching_factor", 1.26, "valid_accuracy", 0.97)));
        }
        StandInMlflow.Run run = only();
        assertThat(mlflow.experiments()).containsExactly("nalsm");
        assertThat(run.status()).isEqualTo("FINISHED");
        assertThat(run.name).isEqualTo("Baseline");
        assertThat(run.started).isEqualTo(started.toEpochMilli());
        assertThat(run.parameters()).containsExactly(Map.entry("model.astrocyte-weight", "0.02"));
        assertThat(run.tags())
                .containsEntry("nalsm.run_id", "r-1")
                .containsEntry("mlflow.runName", "Baseline")
                .containsEntry("mlflow.note.content", "why")
                .containsEntry("mlflow.source.git.commit", "abc123")
                .containsEntry("nalsm.version", "0.2.0")
                .containsEntry("nalsm.model", "nalsm")
                .containsEntry("paper", "fig3");
        assertThat(run.last("test_accuracy")).isEqualTo(0.9651);
        assertThat(run.last("test_accuracy_low_95")).isBetween(0.9612, 0.9614);
        assertThat(run.last("test_accuracy_high_95")).isBetween(0.9684, 0.9686);
        assertThat(run.last("branching_factor")).isEqualTo(1.26);
        assertThat(run.last("seconds/readout")).isEqualTo(7);
        assertThat(run.last("total_seconds")).isEqualTo(90);
        // 0.5 once, then what is new: at 600, 700 ... 1000.
        assertThat(run.metrics.get("training/valid_accuracy"))
                .extracting(point -> point.path("step").asLong())
                .containsExactly(100L, 600L, 700L, 800L, 900L, 1000L);
        assertThat(mlflow.refusals()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aRunThatGoesOnIsTheSameAndOneThatStartsOverIsNot() {
        attempt(RunStatus.STOPPED);
        assertThat(only().status()).isEqualTo("KILLED");
        attempt(RunStatus.FAILED);
        assertThat(only().status()).isEqualTo("FAILED");
        attempt(RunStatus.COMPLETE);
        assertThat(only().status()).isEqualTo("FINISHED");
        started = started.plusSeconds(5);
        attempt(RunStatus.COMPLETE);
        assertThat(mlflow.runs()).hasSize(2);
        assertThat(mlflow.refusals()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    private void attempt(RunStatus end) {
        Tracking tracking = tracking("MLFLOW_EXPERIMENT_NAME", "mine");
        try (tracking) {
            Progress progress = tracking.run(described(), Progress.NONE);
            progress.row(row(RunStatus.RUNNING, Map.of()));
            progress.row(row(end, Map.of()));
        }
        assertThat(mlflow.experiments()).containsExactly("mine");
    }

    /** Whatever stands before the host of an address, too. */
    @Test
    void noPathAndNoSecretIsSent() {
        mlflow.require("Basic dXNlcjpwYXNz");
        Tracking tracking = tracking("MLFLOW_TRACKING_USERNAME", "user", "MLFLOW_TRACKING_PASSWORD", "pass");
        try (tracking) {
            tracking.run(described(), Progress.NONE).row(row(RunStatus.COMPLETE, Map.of()));
        }
        assertThat(only().status()).isEqualTo("FINISHED");
        assertThat(mlflow.requests()).noneMatch(request -> request.contains("SECRET") || request.contains("pass"));
        assertThat(only().parameters()).containsOnlyKeys("model.astrocyte-weight");
        assertThat(MlflowServer.withoutSecrets("https://user:pass@host:5000/x")).isEqualTo("https://host:5000");
    }

    @Test
    void aTokenIsSentAsOne() {
        mlflow.require("Bearer abc");
        Tracking tracking = tracking("MLFLOW_TRACKING_TOKEN", "abc");
        try (tracking) {
            tracking.run(described(), Progress.NONE).row(row(RunStatus.COMPLETE, Map.of()));
        }
        assertThat(only().status()).isEqualTo("FINISHED");
    }

    @Test
    void whatIsTooLongOrTooManyFitsTheLimits() {
        SortedMap<String, String> many = new TreeMap<>();
        for (int k = 0; k < 250; k++) {
            many.put("key." + k, "ö".repeat(4000));
        }
        Described what = new Described("", "n".repeat(400), "ä".repeat(4000), new TreeMap<>(), many);
        Tracking tracking = tracking();
        try (tracking) {
            Progress progress = tracking.run(what, Progress.NONE);
            progress.row(row(RunStatus.RUNNING, Map.of()));
            for (int step = 1; step <= 2500; step++) {
                progress.at(step, "");
                progress.measured("valid_accuracy", step * 1e-4);
            }
            progress.measured("valid_accuracy", Double.NaN);
            progress.row(row(RunStatus.COMPLETE, Map.of()));
        }
        assertThat(mlflow.refusals()).isEmpty();
        assertThat(only().parameters()).hasSize(250);
        assertThat(only().metrics.get("training/valid_accuracy")).hasSize(2500);
        assertThat(only().status()).isEqualTo("FINISHED");
        assertThat(MlflowRun.cut("a😀b", 3)).isEqualTo("a");
        assertThat(MlflowRun.cut("a😀b", 5)).isEqualTo("a😀");
    }

    @Test
    void trialsAreNestedInTheirSweep() {
        Tracking tracking = tracking();
        try (tracking) {
            List<TrialRow> told = new ArrayList<>();
            SweepProgress progress = tracking.sweep(
                    new Described("s-1", "weights", "", new TreeMap<>(), new TreeMap<>(Map.of("model.name", "nalsm"))),
                    new SweepProgress() {
                        @Override
                        public void begin(List<TrialRow> trials) {
                            told.addAll(trials);
                        }

                        @Override
                        public Progress trial(TrialRow trial) {
                            told.add(trial);
                            return Progress.NONE;
                        }

                        @Override
                        public void update(TrialRow trial) {
                            told.add(trial);
                        }
                    });
            TrialRow trial = TrialRow.pending("t-1", new TreeMap<>(Map.of("model.astrocyte-weight", "0.1")));
            progress.begin(List.of(trial));
            Progress run = progress.trial(trial.at(TrialStatus.RUNNING, Optional.of("r-1")));
            run.row(row(RunStatus.RUNNING, Map.of()));
            RunRow complete = row(RunStatus.COMPLETE, Map.of("valid_accuracy", 0.91));
            run.row(complete);
            progress.update(trial.complete(complete, 12));
            tracking.ended(RunStatus.COMPLETE);
            assertThat(told).hasSize(3);
        }
        assertThat(mlflow.runs()).hasSize(2);
        StandInMlflow.Run sweep = mlflow.runs().get(0);
        StandInMlflow.Run trial = mlflow.runs().get(1);
        assertThat(sweep.name).isEqualTo("weights");
        assertThat(sweep.last("best_valid_accuracy")).isEqualTo(0.91);
        assertThat(sweep.status()).isEqualTo("FINISHED");
        assertThat(trial.tags())
                .containsEntry("mlflow.parentRunId", sweep.id)
                .containsEntry("nalsm.sweep_id", "s-1")
                .containsEntry("nalsm.trial_id", "t-1");
        assertThat(trial.name).isEqualTo("model.astrocyte-weight=0.1");
        assertThat(trial.parameters())
                .containsEntry("model.astrocyte-weight", "0.1")
                .containsEntry("model.name", "nalsm");
        assertThat(trial.status()).isEqualTo("FINISHED");
        assertThat(mlflow.refusals()).isEmpty();
    }

    @Test
    void aSweepThatBreaksOffIsKilled() {
        Tracking tracking = tracking();
        tracking.sweep(new Described("s-1", "weights", "", new TreeMap<>(), new TreeMap<>()), SweepProgress.NONE);
        tracking.close();
        assertThat(only().status()).isEqualTo("KILLED");
    }

    @Test
    void aServerThatIsDownIsOneLineAndIsToldAtTheEndIfItIsThere() {
        mlflow.down(true);
        Tracking tracking = tracking();
        Progress progress = tracking.run(described(), Progress.NONE);
        progress.row(row(RunStatus.RUNNING, Map.of()));
        long until = System.nanoTime() + 20_000_000_000L;
        while (warnings.isEmpty() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        progress.at(5, "");
        progress.measured("valid_accuracy", 0.5);
        progress.row(row(RunStatus.COMPLETE, Map.of("test_accuracy", 0.9)));
        mlflow.down(false);
        tracking.close();
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("MLflow at " + mlflow.address() + " cannot be told of the work (status 503 try later)")
                .contains("goes on")
                .doesNotContain("\n");
        assertThat(only().status()).isEqualTo("FINISHED");
        assertThat(only().last("test_accuracy")).isEqualTo(0.9);
        assertThat(only().last("training/valid_accuracy")).isEqualTo(0.5);
    }

    @Test
    void aServerThatRefusesIsOneLine() {
        mlflow.require("Basic other");
        Tracking tracking = tracking();
        Progress progress = tracking.run(described(), Progress.NONE);
        progress.row(row(RunStatus.RUNNING, Map.of()));
        progress.row(row(RunStatus.COMPLETE, Map.of()));
        tracking.close();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("refuses what it is told (status 401 You are not authenticated)", "the work goes on");
    }

    @Test
    void whereNobodyListensNobodyWaits() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        long start = System.nanoTime();
        Tracking tracking = tracking("MLFLOW_TRACKING_URI", "http://localhost:" + port);
        Progress progress = tracking.run(described(), Progress.NONE);
        progress.row(row(RunStatus.RUNNING, Map.of()));
        assertThat(System.nanoTime() - start)
                .as("the client's classes included")
                .isLessThan(5_000_000_000L);
        progress.row(row(RunStatus.COMPLETE, Map.of()));
        tracking.close();
        assertThat(warnings).singleElement().asString().contains("http://localhost:" + port, "ConnectException");
    }

    /** Ten seconds for the call, and the end waits for no more than twelve. */
    @Test
    void aServerThatHangsHoldsNobodyUp() {
        mlflow.hang();
        Tracking tracking = tracking();
        Progress progress = tracking.run(described(), Progress.NONE);
        long start = System.nanoTime();
        progress.row(row(RunStatus.COMPLETE, Map.of()));
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        tracking.close();
        assertThat(System.nanoTime() - start).isLessThan(14_000_000_000L);
        assertThat(warnings).singleElement().asString().contains("no answer within 10 s");
    }

    @Test
    void withoutAnAddressNothingIsLoadedOrSaid() {
        assertThat(Tracking.of(Map.of(), warnings::add)).isSameAs(Tracking.NONE);
        assertThat(Tracking.of(Map.of("MLFLOW_TRACKING_URI", " "), warnings::add))
                .isSameAs(Tracking.NONE);
        assertThat(warnings).isEmpty();
        assertThat(Tracking.of(Map.of("MLFLOW_TRACKING_URI", "file:/mlruns"), warnings::add))
                .isSameAs(Tracking.NONE);
        assertThat(warnings).singleElement().asString().contains("no http or https address");
    }
}
