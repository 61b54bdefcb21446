package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of a user's own files; DuckDB applies the readout a second time, to the tables alone. */
class PredictCommandIT {
    @TempDir
    private Path directory;

    private List<String> settings;
    private Path own;

    @BeforeEach
    void makeRecordings() {
        EventData.write(directory.resolve("n-mnist"), 60, 20, 12);
        own = directory.resolve("n-mnist/Test");
        settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "data.dataset=n-mnist",
                "data.train-samples=60",
                "data.valid-samples=20",
                "data.test-samples=12",
                "model.name=lsm",
                "network.dimensions=6,6,6",
                "simulation.recorded-samples=0",
                "simulation.duration-ms=80",
                "simulation.batch-size=5",
                "simulation.batches-per-block=1",
                "readout.max-epochs=20");
    }

    @Test
    void predictionsAreTheReadoutOfTheTablesAppliedToTheCountsOfTheTables() {
        CommandLineRun train = nalsm(settings, "train");
        assertThat(train.exitCode()).as(train.err()).isZero();
        CommandLineRun predict = nalsm(settings, "predict", own.toString());
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        String scores = """
            WITH own AS (SELECT sample_id, label, counts FROM %1$s WHERE split = 'user'),
            score AS (SELECT sample_id, label, class, bias + list_sum(list_transform(
                    list_zip(weights, counts), x -> x[1] * x[2])) / training_maximum AS score
                FROM own, '%2$s/readout/*/*.parquet')
            SELECT sample_id, any_value(label), arg_max(class, score) FROM score GROUP BY sample_id ORDER BY 1
            """.formatted(table("spike_counts/*/*"), directory.resolve("results"));
        List<String> expected = query(scores);
        assertThat(query("SELECT sample_id, label, predicted FROM " + table("predictions/*/*")
                        + " WHERE split LIKE 'u-%' ORDER BY 1"))
                .hasSize(12)
                .isEqualTo(expected);
        assertThat(query("SELECT count(DISTINCT predicted) > 2 FROM " + table("predictions/*/*")
                        + " WHERE split LIKE 'u-%'"))
                .containsExactly("true");
        long correct = expected.stream()
                .filter(row -> row.split(" ", -1)[1].equals(row.split(" ", -1)[2]))
                .count();
        assertThat(predict.out()).contains("%.2f %%  (of 12 with a label)".formatted(100 * correct / 12.0));
        String[] first = expected.get(0).split(" ", -1);
        assertThat(predict.out())
                .containsPattern("Test/0/0\\d+\\.bin +0 +" + first[1] + " +" + first[2] + " +[01]\\.\\d{3}\\R");
    }

    @Test
    void predictionsAreLinesForOtherPrograms() {
        assertThat(nalsm(settings, "train").exitCode()).isZero();
        Path odd = EventData.put(directory.resolve("mine/a, \"b\".bin"), EventData.recording());
        CommandLineRun csv = nalsm(settings, "predict", "--format", "csv", odd.toString(), own.toString());
        assertThat(csv.exitCode()).as(csv.err()).isZero();
        Path file = directory.resolve("predictions.csv");
        write(file, csv.out());
        CommandLineRun json = nalsm(settings, "predict", "--format", "jsonl", odd.toString(), own.toString());
        Path lines = directory.resolve("predictions.jsonl");
        write(lines, json.out());
        // DuckDB reads both; what it finds is what the table has.
        String columns = "\"position\", label, predicted";
        assertThat(query("SELECT " + columns + ", score_0, score_9 FROM read_csv('" + file + "', quote = '\"')"))
                .hasSize(13)
                .isEqualTo(query("SELECT " + columns + ", scores[1]::FLOAT, scores[10]::FLOAT FROM read_json('" + lines
                        + "', columns = {position: 'INT', label: 'INT', predicted: 'INT', scores: 'FLOAT[]'})"));
        // The probabilities are the softmax of the scores, in both.
        String softmax =
                IntStream.range(0, 10).mapToObj(k -> "exp(score_" + k + ")").collect(Collectors.joining(" + "));
        assertThat(query("SELECT count(*) FROM read_csv('" + file
                        + "', quote = '\"') WHERE abs(probability_3 - exp(score_3) / (" + softmax + ")) < 1e-6"))
                .containsExactly("13");
        assertThat(
                        query(
                                "SELECT count(*) FROM read_json('" + lines + "', columns = {scores: 'FLOAT[]', "
                                        + "probabilities: 'DOUBLE[]'}) WHERE abs(list_sum(probabilities) - 1) < 1e-9 "
                                        + "AND abs(probabilities[4] - exp(scores[4]) / list_sum(list_transform(scores, x -> exp(x)))) < 1e-6"))
                .containsExactly("13");
        assertThat(query("SELECT file FROM read_csv('" + file + "', quote = '\"') WHERE label IS NULL"))
                .containsExactly(odd.toString());
        assertThat(query("SELECT predicted FROM read_csv('" + file + "', quote = '\"') WHERE label IS NOT NULL"))
                .isEqualTo(query("SELECT predicted FROM " + table("predictions/*/*")
                        + " WHERE split LIKE 'u-%' AND label >= 0 ORDER BY sample_id"));
        assertThat(nalsm(settings, "predict", "--format", "xml", own.toString()).exitCode())
                .isEqualTo(64);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePublicationsFeaturesAreSharesOfTheBatch() {
        List<String> publication = new ArrayList<>(settings);
        publication.add("readout.preset=publication");
        CommandLineRun train = nalsm(publication, "train", "--json");
        assertThat(train.exitCode()).as(train.err()).isZero();
        Path one = EventData.put(directory.resolve("mine/one.bin"), EventData.recording());
        String run = train.out().replaceAll("(?s).*\"run_id\":\"(r-[0-9a-f]{5}).*", "$1");
        CommandLineRun predict = nalsm(settings, "predict", "--run", run, one.toString(), "--json");
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        // A batch of one: its largest share is its largest count.
        String predicted = query("""
            SELECT arg_max(class, bias + list_sum(list_transform(list_zip(weights, counts),
                x -> x[1] * x[2])) / list_max(counts))
            FROM %s, '%s/readout/*/*.parquet' WHERE split = 'user'
            """.formatted(table("spike_counts/*/*"), directory.resolve("results")))
                .get(0);
        assertThat(predict.out())
                .contains(
                        "\"accuracy\":null",
                        "\"labelled\":0",
                        "\"predictions\":[{\"file\":\"" + one + "\",\"label\":-1,\"position\":0,\"predicted\":"
                                + predicted + ",\"probabilities\":[");
        List<Double> scores = Stream.of(predict.out()
                        .replaceAll("(?s).*\"scores\":\\[([^]]*)].*", "$1")
                        .split(",", -1))
                .map(Double::valueOf)
                .toList();
        assertThat(scores).hasSize(10);
        assertThat(scores.indexOf(Collections.max(scores))).isEqualTo(Integer.parseInt(predicted));
        assertThat(nalsm(settings, "evaluate", run, "--json").out())
                .containsPattern("\"confusion\":\\[(\\[(\\d+,){9}\\d+],){9}\\[(\\d+,){9}\\d+]]");
        CommandLineRun again = nalsm(settings, "predict", "--run", run, one.toString(), "--json");
        assertThat(again.out()).isEqualTo(predict.out().replace("\"computed\":1", "\"computed\":0"));
        assertThat(again.said()).contains("was found on disk");
    }

    @Test
    void whatCannotBePredictedIsOneLine() {
        oneLine(66, "no run", "predict", own.toString());
        assertThat(nalsm(settings, "simulate", own.toString()).exitCode()).isZero();
        oneLine(66, "no run", "predict", own.toString());
        oneLine(64, "PATH", "predict");
    }

    private void oneLine(int exitCode, String part, String... args) {
        CommandLineRun run = nalsm(settings, args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("nalsm: ")
                .contains(part);
    }

    private String table(String partitions) {
        return "read_parquet('" + directory.resolve("results/" + partitions + "/*.parquet")
                + "', hive_partitioning = true)";
    }
}
