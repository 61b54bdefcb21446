package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Prediction;

/** All predictions for other programs, a line each; the label is left out where it is not known. */
final class PredictionLines {
    private PredictionLines() {}

    /** With a line of names before. */
    static String csv(List<Prediction> predictions) {
        int classes = predictions.get(0).scores().size();
        String names =
                "file,position,label,predicted," + names("score_", classes) + "," + names("probability_", classes);
        return names + "\n" + lines(predictions, PredictionLines::csv);
    }

    /** Objects. */
    static String jsonLines(List<Prediction> predictions) {
        return lines(predictions, prediction -> CanonicalJson.write(fields(prediction)));
    }

    /** A prediction as an object. */
    static Map<String, Object> fields(Prediction prediction) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "file", prediction.file(),
                "position", prediction.position(),
                "predicted", prediction.predicted(),
                "scores", finite(prediction.scores()),
                "probabilities", prediction.probabilities()));
        prediction.label().ifPresent(label -> fields.put("label", label));
        return fields;
    }

    /** The score of a class that no neuron stands for is minus infinity, for which JSON has null. */
    private static List<@Nullable Float> finite(List<Float> scores) {
        List<@Nullable Float> finite = new ArrayList<>();
        scores.forEach(score -> finite.add(Float.isFinite(score) ? score : null));
        return finite;
    }

    private static String names(String prefix, int classes) {
        return IntStream.range(0, classes).mapToObj(k -> prefix + k).collect(Collectors.joining(","));
    }

    private static String lines(List<Prediction> predictions, Function<Prediction, String> line) {
        return predictions.stream().map(line).collect(Collectors.joining("\n"));
    }

    private static String csv(Prediction prediction) {
        List<String> fields = new ArrayList<>(List.of(
                quoted(prediction.file()),
                Integer.toString(prediction.position()),
                prediction.label().isEmpty()
                        ? ""
                        : Integer.toString(prediction.label().getAsInt()),
                Integer.toString(prediction.predicted())));
        prediction.scores().forEach(score -> fields.add(Float.toString(score)));
        prediction.probabilities().forEach(probability -> fields.add(Double.toString(probability)));
        return String.join(",", fields);
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
