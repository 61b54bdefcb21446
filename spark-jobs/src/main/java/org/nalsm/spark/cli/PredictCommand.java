package org.nalsm.spark.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.Console;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Prediction;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm predict}: classes of a user's own samples by a trained run. */
@Command(
        name = "predict",
        description =
                "Classifies your own samples with a trained run, into the table predictions, under a split u-... that "
                        + "depends on run and samples.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<String> {
    /** More lines than these are for a query or for --json. */
    private static final int LINES = 20;

    private static final String TABLE = "table";
    private static final String CSV = "csv";
    private static final String JSON_LINES = "jsonl";

    /** Wherever samples are classified, whatever the model. */
    private static final Metric ACCURACY = new Metric("accuracy", "accuracy", Metric.Unit.SHARE, 2, false);

    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgressOption progressOption;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Id of the run or the beginning of it; default: the run of the given configuration.")
    private String run;

    @Mixin
    private OwnSamples own;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "table (default): a summary and the first ones; csv, jsonl: all of them and nothing else, a line "
                            + "each, with the scores and probabilities of all classes.")
    private String format = TABLE;

    @Override
    public String call() {
        if (!List.of(TABLE, CSV, JSON_LINES).contains(format)) {
            throw new UserException(UserException.Kind.USAGE, "--format is '" + format + "'; use table, csv or jsonl");
        }
        Experiment given = common.experiment();
        ResultsStore store = Results.open(given);
        StoredRun stored = Results.stored(store, Results.find(store, run == null ? given.runId() : run), given);
        Results.requireComplete(stored);
        Classifier classifier = Families.of(stored.experiment()).classifier(stored);
        UserSamples samples = own.read(stored.experiment().config().data());
        Classifier.Result result = classify(classifier, samples, stored);
        List<Prediction> predictions = Prediction.of(samples, classifier, result);
        return switch (format) {
            case CSV -> PredictionLines.csv(predictions);
            case JSON_LINES -> PredictionLines.jsonLines(predictions);
            default ->
                common.json() ? json(stored.row(), result, predictions) : text(stored.row(), result, predictions);
        };
    }

    private Classifier.Result classify(Classifier classifier, UserSamples samples, StoredRun stored) {
        try (LazySpark spark = new LazySpark(stored)) {
            Console console = progressOption.console();
            Classifier.Result result = classifier.classify(samples, spark::open, console.progress());
            if (result.computed() == 0) {
                console.say("All that is needed of the samples (%s) was found on disk.".formatted(result.split()));
            }
            return result;
        }
    }

    /** A context that is opened when something must be computed. */
    private static final class LazySpark implements AutoCloseable {
        private final StoredRun stored;
        private Optional<JavaSparkContext> context = Optional.empty();

        private LazySpark(StoredRun stored) {
            this.stored = stored;
        }

        private JavaSparkContext open() {
            if (context.isEmpty()) {
                stored.store().checkWritable();
                JavaSparkContext spark = SparkContexts.open("nalsm predict " + stored.runId());
                context = Optional.of(spark);
                SharedStorage.require(spark, stored.store());
            }
            return context.get();
        }

        @Override
        public void close() {
            context.ifPresent(JavaSparkContext::close);
        }
    }

    private static String json(RunRow row, Classifier.Result result, List<Prediction> predictions) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "run_id",
                row.runId(),
                "split",
                result.split(),
                "samples",
                predictions.size(),
                "computed",
                result.computed(),
                "labelled",
                result.labelled(),
                "table",
                result.directory(),
                "predictions",
                predictions.stream().map(PredictCommand::withLabel).toList()));
        fields.put("accuracy", CanonicalJson.orNull(result.accuracy()));
        return CanonicalJson.write(fields);
    }

    /** Here a label that is not known is -1, as in the table. */
    private static Map<String, Object> withLabel(Prediction prediction) {
        Map<String, Object> fields = PredictionLines.fields(prediction);
        fields.putIfAbsent("label", UserSamples.UNLABELLED);
        return fields;
    }

    private static String text(RunRow row, Classifier.Result result, List<Prediction> predictions) {
        TextTable table = new TextTable()
                .left("file")
                .right("position")
                .right("label")
                .right("predicted")
                .right("probability");
        predictions.stream()
                .limit(LINES)
                .forEach(prediction -> table.row(
                        prediction.file(),
                        Integer.toString(prediction.position()),
                        prediction.label().isEmpty()
                                ? "-"
                                : Integer.toString(prediction.label().getAsInt()),
                        Integer.toString(prediction.predicted()),
                        String.format(Locale.ROOT, "%.3f", prediction.probability())));
        int samples = predictions.size();
        int more = samples - LINES;
        return String.format(
                Locale.ROOT,
                "%-22s %s  (%s, %s)%n%-22s %,d  (%,d found on disk)%n%s%-22s %s%n%n%s%s",
                "run",
                row.runId(),
                row.model(),
                row.dataset(),
                "samples",
                samples,
                samples - result.computed(),
                result.labelled() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%-22s %s  (of %,d with a label)%n",
                                ACCURACY.title(),
                                ACCURACY.format(result.accuracy()),
                                result.labelled()),
                "table",
                result.directory(),
                table,
                more > 0 ? String.format(Locale.ROOT, "%,d more in the table%n", more) : "");
    }
}
