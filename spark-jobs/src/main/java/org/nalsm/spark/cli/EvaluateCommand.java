package org.nalsm.spark.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.analysis.ShareInterval;
import org.nalsm.spark.cli.option.RunSelection;
import org.nalsm.spark.cli.option.SplitOption;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm evaluate}: accuracy and confusion matrix of a run. */
@Command(name = "evaluate", description = "Accuracy and confusion matrix of a run.", mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<String> {
    @Mixin
    private RunSelection selection;

    @Mixin
    private SplitOption splitOption;

    /** A row a class: how many of its samples were predicted as each. */
    private static List<List<Long>> counts(ConfusionMatrix matrix) {
        return IntStream.range(0, ConfusionMatrix.CLASSES)
                .mapToObj(label -> IntStream.range(0, ConfusionMatrix.CLASSES)
                        .mapToObj(predicted -> matrix.count(label, predicted))
                        .toList())
                .toList();
    }

    @Override
    public String call() {
        String split = splitOption.split().label();
        StoredRun run = selection.find();
        Results.requireComplete(run);
        RunRow row = run.row();
        List<PredictionRow> predictions = run.store().readPartition(PredictionRow.TABLE, row.runId(), split);
        if (predictions.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " (" + row.model() + ") has no predictions of split " + split
                            + "; choose another --split");
        }
        ConfusionMatrix matrix = ConfusionMatrix.of(
                predictions.stream().mapToInt(PredictionRow::label).toArray(),
                predictions.stream().mapToInt(PredictionRow::predicted).toArray());
        if (selection.json()) {
            Map<String, Object> fields = new HashMap<>();
            fields.put("run_id", row.runId());
            fields.put("split", split);
            fields.put("samples", predictions.size());
            fields.put("accuracy", matrix.accuracy());
            ShareInterval interval = ShareInterval.of(matrix.accuracy(), matrix.total());
            fields.put("accuracy_interval_95", List.of(interval.low(), interval.high()));
            fields.put("confusion", counts(matrix));
            fields.put("best_epoch", CanonicalJson.orNull(row.outcome().metric(Metric.BEST_EPOCH.name())));
            return CanonicalJson.write(fields);
        }
        return String.format(
                "run %s (%s, %s), split %s%n%n%s", row.runId(), row.model(), row.dataset(), split, matrix.toText());
    }
}
