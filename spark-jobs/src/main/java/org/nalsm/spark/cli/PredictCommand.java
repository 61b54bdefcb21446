package org.nalsm.spark.cli;

import java.util.ArrayList;
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
import org.nalsm.spark.cli.option.Results;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;
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
                            + "each, with the scores of all classes.")
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
        return switch (format) {
            case CSV -> new PredictionLines(samples, result.predictions()).csv();
            case JSON_LINES -> new PredictionLines(samples, result.predictions()).jsonLines();
            default -> common.json() ? json(stored.row(), samples, result) : text(stored.row(), samples, result);
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

    private static String json(RunRow row, UserSamples samples, Classifier.Result result) {
        List<Map<String, Object>> predictions = new ArrayList<>();
        for (PredictionRow prediction : result.predictions()) {
            UserSamples.Origin origin = samples.origins().get(prediction.sampleId());
            predictions.add(Map.of(
                    "file",
                    origin.file(),
                    "position",
                    origin.position(),
                    "label",
                    prediction.label(),
                    "predicted",
                    prediction.predicted(),
                    "scores",
                    scores(prediction)));
        }
        Map<String, Object> fields = new HashMap<>(Map.of(
                "run_id",
                row.runId(),
                "split",
                result.split(),
                "samples",
                samples.count(),
                "computed",
                result.computed(),
                "labelled",
                result.labelled(),
                "table",
                result.directory(),
                "predictions",
                predictions));
        fields.put("accuracy", CanonicalJson.orNull(result.accuracy()));
        return CanonicalJson.write(fields);
    }

    private static List<Float> scores(PredictionRow prediction) {
        List<Float> scores = new ArrayList<>();
        for (float score : prediction.scores()) {
            scores.add(score);
        }
        return scores;
    }

    private static String text(RunRow row, UserSamples samples, Classifier.Result result) {
        TextTable table =
                new TextTable().left("file").right("position").right("label").right("predicted");
        result.predictions().stream().limit(LINES).forEach(prediction -> {
            UserSamples.Origin origin = samples.origins().get(prediction.sampleId());
            table.row(
                    origin.file(),
                    Integer.toString(origin.position()),
                    prediction.label() == UserSamples.UNLABELLED ? "-" : Integer.toString(prediction.label()),
                    Integer.toString(prediction.predicted()));
        });
        int more = samples.count() - LINES;
        return String.format(
                Locale.ROOT,
                "%-22s %s  (%s, %s)%n%-22s %,d  (%,d found on disk)%n%s%-22s %s%n%n%s%s",
                "run",
                row.runId(),
                row.model(),
                row.dataset(),
                "samples",
                samples.count(),
                samples.count() - result.computed(),
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
