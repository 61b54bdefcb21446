package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose readout Spark ML trains is a run like any other. */
class SparkMlReadoutIT {
    @TempDir
    private static Path directory;

    private static Path results;
    private static List<String> settings;
    private static String trained;

    @BeforeAll
    static void train() {
        EventData.write(directory.resolve("n-mnist"), 60, 20, 40);
        results = directory.resolve("results");
        settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + results,
                "data.dataset=n-mnist",
                "data.train-samples=60",
                "data.valid-samples=20",
                "data.test-samples=40",
                "model.name=lsm",
                "network.dimensions=6,6,6",
                "simulation.duration-ms=80",
                "simulation.batch-size=10",
                "simulation.batches-per-block=1",
                "readout.max-epochs=40");
        assertDone(nalsm(settings, "train"));
        trained = assertDone(nalsm(with("readout.trainer=spark-ml"), "train", "--json"));
    }

    private static List<String> with(String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return all;
    }

    private static String assertDone(CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static String id(String trainer) {
        return query("SELECT run_id FROM '" + results + "/runs/*.parquet' WHERE config LIKE '%" + trainer + "%'")
                .get(0);
    }

    @Test
    void itsCountsAreThoseOfTheOtherRunAndItsTablesHaveTheSameRows() {
        String distributed = id("spark-ml");
        assertThat(trained).contains(distributed);
        for (String table : List.of("spike_counts", "predictions")) {
            assertThat(query("SELECT split, count(*) FROM read_parquet('" + results + "/" + table + "/run_id="
                            + distributed + "/*/*.parquet', hive_partitioning = true) GROUP BY 1 ORDER BY 1"))
                    .as(table)
                    .containsExactly("test 40", "train 60", "valid 20");
        }
        assertThat(query("SELECT DISTINCT l2_penalty, train_loss > 0, valid_accuracy >= 0 FROM '" + results
                        + "/training/run_id=" + distributed + "/*.parquet' ORDER BY 1 DESC"))
                .containsExactly("1.0E-4 true true", "1.0E-5 true true", "1.0E-6 true true");
        assertThat(query("SELECT count(*), min(len(weights)), max(len(weights)), min(training_maximum) > 0 FROM '"
                        + results + "/readout/run_id=" + distributed + "/*.parquet'"))
                .containsExactly("10 216 216 true");
        assertThat(query(
                        "SELECT count(DISTINCT hash) FROM (SELECT run_id, md5(string_agg(counts::VARCHAR, ' ' ORDER BY "
                                + "sample_id)) AS hash FROM read_parquet('" + results
                                + "/spike_counts/*/split=test/*.parquet', hive_partitioning = true) GROUP BY 1)"))
                .containsExactly("1");
    }

    @Test
    void otherCommandsReadIt() {
        String run = id("spark-ml");
        assertDone(nalsm(settings, "evaluate", run));
        assertDone(nalsm(settings, "runs", "verify", run));
        assertDone(nalsm(settings, "export", run, "--format", "csv", "--output", directory + "/csv"));
        assertThat(query("SELECT count(*) FROM '" + directory + "/csv/readout_weights.csv'"))
                .containsExactly(String.valueOf(10 * 217));
        assertDone(nalsm(settings, "report", run, "--output", directory + "/report"));
        assertThat(assertDone(nalsm(with("readout.trainer=spark-ml"), "train"))).contains(run);
    }

    @Test
    void nothingIsLeftBesideTheResults() {
        assertThat(Path.of("spark-warehouse")).doesNotExist();
        assertThat(Files.exists(results.resolve("checkpoints/run_id=" + id("spark-ml"))))
                .isFalse();
    }

    @Test
    void whatItDoesNotKnowIsOneLineBeforeAnythingRuns() {
        nalsm(with("readout.trainer=spark-ml", "readout.preset=publication"), "train")
                .assertOneLine(
                        78,
                        "readout.trainer = spark-ml",
                        "readout.optimiser = lbfgs, readout.labels = hard, readout.features = counts");
    }
}
