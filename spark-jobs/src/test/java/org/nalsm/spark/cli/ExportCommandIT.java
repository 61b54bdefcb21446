package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A trained readout taken elsewhere says what the run itself said of its test samples. */
class ExportCommandIT {
    @TempDir
    private static Path directory;

    private static List<String> settings;
    private static Path results;

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
                "simulation.batch-size=20",
                "simulation.batches-per-block=1",
                "readout.max-epochs=20");
        CommandLineRun train = nalsm(settings, "train");
        assertThat(train.exitCode()).as(train.err()).isZero();
    }

    private static CommandLineRun export(String format, Path to, String... more) {
        List<String> arguments = new ArrayList<>(List.of("export", "--format", format, "--output", to.toString()));
        arguments.addAll(List.of(more));
        return nalsm(settings, arguments.toArray(String[]::new));
    }

    private static List<String> predicted() {
        List<String> rows =
                query("SELECT predicted FROM '" + results + "/predictions/*/split=test/*.parquet' ORDER BY sample_id");
        assertThat(rows).hasSize(40);
        assertThat(rows.stream().distinct().count()).isGreaterThan(2);
        return rows;
    }

    private static float[][] counts() {
        return query("SELECT array_to_string(counts, ' ') FROM '" + results
                        + "/spike_counts/*/split=test/*.parquet' ORDER BY sample_id")
                .stream()
                .map(row -> {
                    String[] words = row.split(" ");
                    float[] counts = new float[words.length];
                    for (int n = 0; n < words.length; n++) {
                        counts[n] = Float.parseFloat(words[n]);
                    }
                    return counts;
                })
                .toArray(float[][]::new);
    }

    @Test
    void deeplearning4jReadsTheModelAndNamesTheSameClasses() throws IOException {
        Path to = directory.resolve("dl4j");
        CommandLineRun exported = export("dl4j", to);
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        Path file = to.resolve("readout.zip");
        assertThat(exported.out()).contains(file.toString()).contains("spike counts of a sample");
        MultiLayerNetwork model = MultiLayerNetwork.load(file.toFile(), false);
        INDArray probabilities = model.output(Nd4j.create(counts()));
        int[] classes = probabilities.argMax(1).toIntVector();
        assertThat(Arrays.stream(classes).mapToObj(Integer::toString)).containsExactlyElementsOf(predicted());
    }

    @Test
    void theCsvHasEveryWeightAndBias() {
        Path to = directory.resolve("csv");
        assertThat(export("csv", to).exitCode()).isZero();
        String scores = """
                WITH weights AS (SELECT * FROM '%1$s/readout_weights.csv'),
                count AS (SELECT sample_id, unnest(counts) AS count, generate_subscripts(counts, 1) - 1 AS neuron
                    FROM '%2$s/spike_counts/*/split=test/*.parquet'),
                maximum AS (SELECT max(training_maximum) AS m FROM '%2$s/readout/*/*.parquet'),
                score AS (SELECT sample_id, class, sum(weight * count) / any_value(m) AS s
                    FROM count JOIN weights USING (neuron), maximum GROUP BY ALL)
                SELECT arg_max(score.class, s + bias.weight) FROM score
                JOIN weights AS bias ON bias.class = score.class AND bias.neuron = -1
                GROUP BY sample_id ORDER BY sample_id
                """.formatted(to, results);
        assertThat(query(scores)).isEqualTo(predicted());
    }

    @Test
    void filesThatAreThereAreReplacedOnRequestOnly() {
        Path to = directory.resolve("again");
        assertThat(export("parquet", to).exitCode()).isZero();
        export("parquet", to).assertOneLine(73, "readout.parquet exists already", "--overwrite");
        assertThat(export("parquet", to, "--overwrite").exitCode()).isZero();
        assertThat(query("SELECT count(*), min(len(weights)) FROM '" + to + "/readout.parquet'"))
                .containsExactly("10 216");
        export("onnx", to).assertOneLine(64, "--format is 'onnx'; a run of lsm has dl4j, csv, parquet");
    }
}
