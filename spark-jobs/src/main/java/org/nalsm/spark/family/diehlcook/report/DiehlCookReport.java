package org.nalsm.spark.family.diehlcook.report;

import java.util.List;
import java.util.Locale;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.diehlcook.DiehlCookSettings;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.StoredRun;

/** What the report of a run shows. */
public final class DiehlCookReport {
    private DiehlCookReport() {}

    /**
     * The sections of a complete run's report: accuracy, network, activity.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged
     */
    public static List<ReportSection> of(StoredRun run) {
        RunData data = RunData.read(run);
        return List.of(
                new ReportSection(
                        "accuracy",
                        "Accuracy",
                        List.of(ConfusionPlot.of(data.predictions()), LearningCurveFigure.of(data))),
                new ReportSection("network", "Network", List.of(ReceptiveFields.of(data), ThresholdFigure.of(data))),
                new ReportSection("activity", "Activity", List.of(SpikesFigure.of(data), SampleRaster.of(data))));
    }

    /** Model, data, size and number of samples, in a line. */
    public static String summary(StoredRun run) {
        DiehlCookSettings settings = DiehlCookSettings.of(run.experiment());
        String training = settings.keys().imported().isEmpty()
                ? String.format(Locale.ROOT, "trained with %,d samples", settings.trainingSteps())
                : "trained elsewhere";
        String seen = settings.keys().imported().isEmpty() && settings.learnsFromValid()
                ? " whose images, not labels, were part of the training"
                : "";
        return String.format(
                Locale.ROOT,
                "%s on %s; %,d neurons, %s; %,d validation samples%s, %,d test samples",
                run.row().model(),
                run.row().dataset(),
                settings.keys().neurons(),
                training,
                run.experiment().samples(Split.VALID),
                seen,
                run.experiment().samples(Split.TEST));
    }
}
