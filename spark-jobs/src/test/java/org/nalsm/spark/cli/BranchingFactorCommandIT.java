package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which samples a run records, and their branching factor, a second time by DuckDB from the tables alone. */
class BranchingFactorCommandIT {
    private static final int DURATION_MS = 120;

    @TempDir
    private Path directory;

    @Test
    void branchingFactorIsThatOfTheTablesSpikesAndSynapses() {
        EventData.write(directory.resolve("n-mnist"), 22, 5, 25);
        // Blocks of 20 samples: recorded is the first batch of the first block alone.
        List<String> settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "data.dataset=n-mnist",
                "data.train-samples=22",
                "data.valid-samples=5",
                "data.test-samples=25",
                "model.name=lsm",
                "model.initial-abs-weight=2",
                "network.dimensions=5,5,5",
                "simulation.duration-ms=" + DURATION_MS,
                "simulation.batch-size=10",
                "simulation.batches-per-block=2",
                "simulation.recorded-samples=4",
                "readout.max-epochs=2");
        CommandLineRun train = nalsm(settings, "train");
        assertThat(train.exitCode()).as(train.err()).isZero();
        assertRecorded("train", 0, 2, 5, 8);
        assertRecorded("valid", 50_000, 50_001, 50_002, 50_004);
        assertRecorded("test", 60_000, 60_002, 60_005, 60_008);

        assertReadOnlyResultsWillDo(settings, train);
        CommandLineRun test = nalsm(settings, "branching-factor", "--json");
        CommandLineRun training = nalsm(settings, "branching-factor", "--split", "train", "--json");
        double ofTest = assertBranchingFactor("test", test);
        double ofTrain = assertBranchingFactor("train", training);
        assertThat(ofTest).isPositive().isNotCloseTo(ofTrain, within(1e-6));
    }

    /** What a command computes on the way is kept where that is possible, and not needed where it is not. */
    private void assertReadOnlyResultsWillDo(List<String> settings, CommandLineRun train) {
        System.setProperty("spark.hadoop.fs.readonly.impl", ReadOnlyFiles.class.getName());
        List<String> readOnly = new ArrayList<>(settings);
        readOnly.add("output.dir=readonly:" + directory.resolve("results"));
        CommandLineRun valid = nalsm(readOnly, "branching-factor", "--split", "valid", "--json");
        assertThat(valid.exitCode()).as(valid.err()).isZero();
        assertThat(valid.out()).contains("\"recorded\":4");
        String run = train.out().lines().findFirst().orElseThrow().replaceAll("^run\\s+(\\S+).*$", "$1");
        Path elsewhere = directory.resolve("elsewhere");
        CommandLineRun report = nalsm(readOnly, "report", run, "--output", elsewhere.toString());
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(elsewhere.resolve("index.html")).isNotEmptyFile();
        assertThat(directory.resolve("results/branching_factor/run_id=" + run))
                .isDirectoryNotContaining("glob:**valid*");
        CommandLineRun again = nalsm(readOnly, "train", "--overwrite");
        assertThat(again.exitCode()).as("these results are read-only indeed").isEqualTo(73);
    }

    /** Of 58 ms none is left between the margins. */
    @Test
    void samplesWithoutSpikesToFollowHaveNone() {
        EventData.write(directory.resolve("n-mnist"), 6, 5, 5);
        List<String> settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "data.dataset=n-mnist",
                "data.train-samples=6",
                "data.valid-samples=5",
                "data.test-samples=5",
                "model.name=lsm",
                "network.dimensions=5,5,5",
                "simulation.duration-ms=58",
                "simulation.recorded-samples=4",
                "readout.max-epochs=2");
        assertThat(nalsm(settings, "train").exitCode()).isZero();
        CommandLineRun json = nalsm(settings, "branching-factor", "--json");
        assertThat(json.exitCode()).as(json.err()).isZero();
        assertThat(json.out()).contains("\"branching_factor\":null", "\"recorded\":4", "\"samples\":0");
        assertThat(nalsm(settings, "branching-factor").out())
                .contains("no branching factor: none of the 4 recorded test samples");
    }

    /** Round(10 i / 4), or round(5 i / 4) of the five valid samples; halves to even. */
    private void assertRecorded(String split, int... ids) {
        assertThat(query("SELECT sample_id FROM " + table("spikes") + " WHERE split = '" + split
                        + "' ORDER BY sample_id"))
                .isEqualTo(Arrays.stream(ids).mapToObj(String::valueOf).toList());
        // Of all their neurons, those with other numbers of spikes than were counted.
        assertThat(query("""
                SELECT sample_id, n FROM (SELECT sample_id, counts, neuron, unnest(range(125)) AS n
                    FROM %s AS s JOIN %s AS c USING (sample_id, split) WHERE split = '%s')
                WHERE counts[n + 1] != len(list_filter(neuron, x -> x = n))
                """.formatted(table("spikes"), table("spike_counts"), split)))
                .isEmpty();
    }

    private double assertBranchingFactor(String split, CommandLineRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        // The definition as it is written, a spike at a time.
        String ofSamples = """
                WITH recorded AS (SELECT sample_id, unnest(t_ms) AS t, unnest(neuron) AS n FROM %s WHERE split = '%s'),
                spike AS (SELECT * FROM recorded WHERE t >= 25 AND t < %3$d - 25),
                liquid AS (SELECT pre, post FROM %4$s WHERE kind != 'input'),
                ratio AS (SELECT sample_id, n,
                    (SELECT count(*) FROM spike o JOIN liquid ON liquid.pre = s.n AND liquid.post = o.n
                        WHERE o.sample_id = s.sample_id AND o.t >= s.t + 1 AND o.t < s.t + 5)
                    / greatest(1, (SELECT count(*) FROM spike o JOIN liquid ON liquid.post = s.n AND liquid.pre = o.n
                        WHERE o.sample_id = s.sample_id AND o.t >= s.t - 4 AND o.t < s.t)) AS ratio
                    FROM spike s WHERE t >= 25 + 4 AND t < %3$d - 25 - 4),
                of_neuron AS (SELECT sample_id, n, avg(ratio) AS mean FROM ratio GROUP BY ALL)
                SELECT sample_id, avg(mean) FROM of_neuron GROUP BY sample_id ORDER BY sample_id
                """.formatted(table("spikes"), split, DURATION_MS, table("synapses"));
        List<String> expected = query(ofSamples);
        List<String> stored = query("SELECT sample_id, branching_factor FROM '"
                + directory.resolve("results/branching_factor/*/" + split + ".parquet") + "' ORDER BY sample_id");
        assertThat(stored).hasSize(4).hasSameSizeAs(expected);
        double sum = 0;
        for (int k = 0; k < 4; k++) {
            double value = Double.parseDouble(expected.get(k).split(" ", -1)[1]);
            assertThat(stored.get(k)).startsWith(expected.get(k).split(" ", -1)[0] + " ");
            assertThat(Double.parseDouble(stored.get(k).split(" ", -1)[1])).isCloseTo(value, within(1e-9));
            sum += value;
        }
        assertThat(run.out()).contains("\"samples\":4", "\"split\":\"" + split + "\"");
        double printed = Double.parseDouble(run.out().replaceAll("(?s).*\"branching_factor\":([0-9.]+).*", "$1"));
        assertThat(printed).isCloseTo(sum / 4, within(1e-9));
        return printed;
    }

    private String table(String name) {
        return "read_parquet('" + directory.resolve("results/" + name + "/**/*.parquet")
                + "', hive_partitioning = true)";
    }
}
