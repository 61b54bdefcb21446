package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.CountJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.PredictJob;
import org.nalsm.spark.job.UserSamples;
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
                "Classifies your own samples with a trained run: its liquid counts their spikes, its readout names "
                        + "the class. Into the table predictions, split u-... of their counts.",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<String> {
    /** More lines than these are for a query or for --json. */
    private static final int LINES = 20;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Id of the run or the beginning of it; default: the run of the given configuration.")
    private String run;

    @Mixin
    private OwnSamples own;

    @Override
    public String call() {
        Experiment given = Experiment.of(common.load(), CodeVersion.current());
        ResultsStore store = Results.open(given);
        RunRow row = Results.find(store, run == null ? given.runId() : run);
        Results.requireComplete(store, row);
        Experiment experiment = Results.experiment(row, given);
        PredictJob job = new PredictJob(experiment, store);
        UserSamples samples = own.readFor(experiment, given, store);
        CountJob.Result counts = OwnSamples.count("predict", experiment, samples, store);
        PredictJob.Result result = job.run(counts.id(), samples.count());
        return common.json() ? json(row, counts, samples, result) : text(row, counts, samples, result);
    }

    private static String json(RunRow row, CountJob.Result counts, UserSamples samples, PredictJob.Result result) {
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
                    prediction.predicted()));
        }
        Map<String, Object> fields = new HashMap<>(Map.of(
                "run_id",
                row.runId(),
                "split",
                counts.id(),
                "samples",
                counts.samples(),
                "simulated",
                counts.simulated(),
                "labelled",
                result.labelled(),
                "table",
                result.directory(),
                "predictions",
                predictions));
        fields.put("accuracy", result.labelled() == 0 ? null : result.accuracy());
        return CanonicalJson.write(fields);
    }

    private static String text(RunRow row, CountJob.Result counts, UserSamples samples, PredictJob.Result result) {
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
                counts.samples(),
                counts.samples() - counts.simulated(),
                result.labelled() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%-22s %.2f %%  (of %,d with a label)%n",
                                "accuracy",
                                100 * result.accuracy(),
                                result.labelled()),
                "table",
                result.directory(),
                table,
                more > 0 ? String.format(Locale.ROOT, "%,d more in the table%n", more) : "");
    }
}
