package org.nalsm.spark.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm evaluate}: accuracy and confusion matrix of a run's best epoch. */
@Command(
    name = "evaluate",
    description = "Accuracy and confusion matrix of a run at the epoch that validation chose.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", arity = "0..1",
        description = "Run id or the beginning of it; default: the run of the given configuration.")
    private String run;

    @Option(names = "--split", defaultValue = "test", description = "train, valid or test (default: ${DEFAULT-VALUE}).")
    private String split;

    @Override
    public String call() {
        if (!List.of("train", "valid", "test").contains(split)) {
            throw new UserException(UserException.Kind.USAGE, "--split is '" + split + "'; use train, valid or test");
        }
        Experiment experiment = Experiment.of(common.load(), CodeVersion.current());
        ResultsStore store = Results.open(experiment);
        RunRow row = Results.find(store, run == null ? experiment.runId() : run);
        if (!store.runs().isComplete(row.runId())) {
            throw new UserException(UserException.Kind.NO_INPUT, "run " + row.runId() + " is "
                    + row.status().word() + "; 'nalsm train' with its configuration finishes it");
        }
        List<PredictionRow> predictions = store.readPredictions(row.runId(), split);
        ConfusionMatrix matrix = ConfusionMatrix.of(
                predictions.stream().mapToInt(PredictionRow::label).toArray(),
                predictions.stream().mapToInt(PredictionRow::predicted).toArray());
        if (common.json()) {
            return CanonicalJson.write(Map.of("run_id", row.runId(), "split", split,
                    "samples", predictions.size(), "accuracy", matrix.accuracy(),
                    "best_epoch", row.scores().bestEpoch().orElse(-1)));
        }
        return String.format(Locale.ROOT, "run %s (%s, %s), split %s%n%n%s", row.runId(),
                row.model(), row.dataset(), split, matrix.toText());
    }
}
