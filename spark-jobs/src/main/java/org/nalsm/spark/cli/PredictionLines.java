package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/** All predictions for other programs, a line each; the label is left out where it is not known. */
final class PredictionLines {
    private final UserSamples samples;
    private final List<PredictionRow> predictions;

    PredictionLines(UserSamples samples, List<PredictionRow> predictions) {
        this.samples = samples;
        this.predictions = predictions;
    }

    /** With a line of names before. */
    String csv() {
        int classes = predictions.get(0).scores().length;
        String names = "file,position,label,predicted,"
                + IntStream.range(0, classes).mapToObj(k -> "score_" + k).collect(Collectors.joining(","));
        return names + "\n" + lines(PredictionLines::csv);
    }

    /** Objects. */
    String jsonLines() {
        return lines(PredictionLines::json);
    }

    private String lines(BiFunction<UserSamples.Origin, PredictionRow, String> line) {
        return predictions.stream()
                .map(row -> line.apply(samples.origins().get(row.sampleId()), row))
                .collect(Collectors.joining("\n"));
    }

    private static String csv(UserSamples.Origin origin, PredictionRow row) {
        List<String> fields = new ArrayList<>(List.of(
                quoted(origin.file()),
                Integer.toString(origin.position()),
                row.label() == UserSamples.UNLABELLED ? "" : Integer.toString(row.label()),
                Integer.toString(row.predicted())));
        for (float score : row.scores()) {
            fields.add(Float.toString(score));
        }
        return String.join(",", fields);
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static String json(UserSamples.Origin origin, PredictionRow row) {
        List<Float> scores = new ArrayList<>();
        for (float score : row.scores()) {
            scores.add(score);
        }
        Map<String, Object> fields = new HashMap<>(Map.of(
                "file", origin.file(), "position", origin.position(), "predicted", row.predicted(), "scores", scores));
        if (row.label() != UserSamples.UNLABELLED) {
            fields.put("label", row.label());
        }
        return CanonicalJson.write(fields);
    }
}
