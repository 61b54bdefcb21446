package org.nalsm.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrainingRow;

/** The flow of a run, with a family of three phases that leave a row each. */
class RunJobIT {
    private static JavaSparkContext spark;

    @TempDir
    private Path output;

    private final List<String> ran = new ArrayList<>();
    private Experiment experiment;
    private ResultsStore store;
    private String failing = "";
    private UserException.Kind kind = UserException.Kind.BAD_DATA;
    private Runnable beforeTwo = () -> {};

    @BeforeAll
    static void open() {
        spark = TestExperiments.spark("local[1]");
    }

    @AfterAll
    static void close() {
        spark.stop();
    }

    @BeforeEach
    void begin() {
        experiment = TestExperiments.experiment(output);
        store = TestExperiments.store(output);
    }

    private final class MadeUpPhase implements Phase {
        private final RunContext run;
        private final String name;

        private MadeUpPhase(RunContext run, String name) {
            this.run = run;
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean isDone() {
            return run.store().has(TrainingRow.TABLE, name, run.experiment().runId());
        }

        @Override
        public Map<String, Double> run(Progress progress) {
            ran.add(name);
            if (name.equals("two")) {
                beforeTwo.run();
            }
            if (failing.equals(name)) {
                throw new UserException(kind, name + " fails");
            }
            run.store()
                    .write(
                            TrainingRow.TABLE,
                            name,
                            Stream.of(new TrainingRow(1, 0, 0, 0, 0, 0, 0)),
                            run.experiment().runId());
            return Map.of(name + "_metric", (double) name.length());
        }
    }

    private final class MadeUpFamily implements ModelFamily {
        @Override
        public FamilyKeys keys() {
            return new FamilyKeys(List.of("nalsm"), LiquidConfig.class);
        }

        @Override
        public void check(Experiment checked) {}

        @Override
        public RunRow.Parts parts(Experiment of, SampleSource samples) {
            return new RunRow.Parts("", "", "", "", OptionalDouble.empty(), OptionalLong.empty(), 1);
        }

        @Override
        public List<Phase> phases(RunContext run) {
            return List.of(new MadeUpPhase(run, "one"), new MadeUpPhase(run, "two"), new MadeUpPhase(run, "three"));
        }

        @Override
        public List<String> phaseNames() {
            return List.of("one", "two", "three");
        }

        @Override
        public List<Metric> metrics() {
            return List.of();
        }

        @Override
        public Classifier classifier(StoredRun run) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ReportSection> report(StoredRun run) {
            return List.of();
        }

        @Override
        public String summary(StoredRun run) {
            return "";
        }
    }

    private RunJob job() {
        return new RunJob(
                spark,
                new MadeUpFamily(),
                experiment,
                new SampleSource.Images(TestExperiments.images()),
                store,
                Progress.NONE);
    }

    private RunRow row() {
        return new RunCatalog(store).find(experiment.runId()).orElseThrow();
    }

    @Test
    void phasesRunInTheirOrderAndTheRowTellsOfThem() {
        RunResult result = job().run();
        assertThat(ran).containsExactly("one", "two", "three");
        assertThat(result.run()).isEqualTo(row());
        assertThat(row().status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(row().provenance().resultsVersion()).hasValue(ResultsVersion.CURRENT);
        assertThat(row().outcome().seconds()).containsOnlyKeys("one", "two", "three");
        assertThat(row().outcome().metrics())
                .isEqualTo(Map.of("one_metric", 3.0, "two_metric", 3.0, "three_metric", 5.0));
        assertThat(RunJob.findComplete(experiment, store).orElseThrow().alreadyComplete())
                .isTrue();
    }

    @Test
    void aRunThatFailedGoesOnWithThePhaseThatDid() {
        failing = "two";
        assertThatThrownBy(() -> job().run()).hasMessage("two fails");
        assertThat(row().status()).isEqualTo(RunStatus.FAILED);
        assertThat(row().outcome().seconds()).containsOnlyKeys("one");
        double before = row().outcome().totalSeconds();
        assertThat(RunLease.holder(store, experiment.runId())).isEmpty();
        ran.clear();
        failing = "";
        RunRow complete = job().run().run();
        assertThat(ran).containsExactly("two", "three");
        assertThat(complete.outcome().metrics()).containsKeys("one_metric", "two_metric", "three_metric");
        assertThat(complete.outcome().totalSeconds()).isGreaterThan(before);
    }

    @Test
    void aRunThatItsFirstPhaseRefusesLeavesNothing() {
        failing = "one";
        kind = UserException.Kind.BAD_CONFIGURATION;
        assertThatThrownBy(() -> job().run()).hasMessage("one fails");
        assertThat(new RunCatalog(store).find(experiment.runId())).isEmpty();
        assertThat(output).isDirectoryNotContaining("glob:**/*=" + experiment.runId());
        failing = "two";
        assertThatThrownBy(() -> job().run()).hasMessage("two fails");
        assertThat(row().status()).as("something was computed").isEqualTo(RunStatus.FAILED);
        failing = "";
        assertThat(job().run().run().status()).isEqualTo(RunStatus.COMPLETE);
    }

    /** Its result was on disk, and then was not. */
    @Test
    void aPhaseWhoseResultIsGoneRunsAgain() throws IOException {
        job().run();
        Path gone = output.resolve("training/run_id=" + experiment.runId() + "/one.parquet");
        Files.delete(gone);
        assertThat(RunJob.findComplete(experiment, store)).isEmpty();
        assertThat(new RunCatalog(store).whyIncomplete(row()).orElseThrow()).contains("one.parquet");
        ran.clear();
        job().run();
        assertThat(ran).containsExactly("one");
        assertThat(gone).exists();
        assertThat(RunJob.findComplete(experiment, store)).isPresent();
    }

    /** Of a row that its manifest lacks, or a file of another size. */
    @Test
    void aFileOfAnotherSizeIsMadeAnew() throws IOException {
        job().run();
        Path cut = output.resolve("training/run_id=" + experiment.runId() + "/two.parquet");
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
        ran.clear();
        job().run();
        assertThat(ran).containsExactly("two");
        assertThat(Files.readAllBytes(cut)).hasSize(whole.length);
    }

    @Test
    void aRunThatAnotherDriverWritesIsLeftAlone() {
        try (RunLease other = RunLease.take(store, experiment.runId())) {
            assertThat(other).isNotNull();
            assertThatThrownBy(() -> job().run())
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE))
                    .hasMessageContaining("is being written by process "
                            + ProcessHandle.current().pid());
        }
        assertThat(ran).isEmpty();
        assertThat(new RunCatalog(store).find(experiment.runId())).isEqualTo(Optional.empty());
        job().run();
        assertThat(ran).hasSize(3);
    }

    @Test
    void aRunThatIsStoppedSaysSoWhateverFailsThen() {
        RunJob job = job();
        beforeTwo = job::stop;
        failing = "two";
        assertThatThrownBy(job::run).hasMessage("two fails");
        assertThat(row().status()).isEqualTo(RunStatus.STOPPED);
        assertThat(row().outcome().seconds()).containsOnlyKeys("one");
        ran.clear();
        failing = "";
        beforeTwo = () -> {};
        assertThat(job().run().run().status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(ran).containsExactly("two", "three");
    }
}
