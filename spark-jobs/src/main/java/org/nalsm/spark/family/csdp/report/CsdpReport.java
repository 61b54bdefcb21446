package org.nalsm.spark.family.csdp.report;

import java.util.List;
import java.util.Locale;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.Choices;
import org.nalsm.spark.family.csdp.CsdpSettings;
import org.nalsm.spark.figure.ConfusionFigure;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;

/** What the report of a CSDP run shows. */
public final class CsdpReport {
    private CsdpReport() {}

    /**
     * The sections of a complete run's report: training, test, goodness, network, activity.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged
     */
    public static List<ReportSection> of(StoredRun run) {
        RunData data = RunData.read(run);
        Exhibit confusion =
                ConfusionFigure.of(run.store().readPartition(PredictionRow.TABLE, run.runId(), Split.TEST.label()));
        return List.of(
                new ReportSection("training", "Training", TrainingFigures.of(data)),
                new ReportSection("test", "Test", List.of(confusion, Reconstructions.of(data))),
                new ReportSection("goodness", "Goodness", GoodnessFigures.of(data)),
                new ReportSection("network", "Network", List.of(ReceptiveFields.of(data))),
                new ReportSection("activity", "Activity", List.of(SampleRaster.of(data), CodesFigure.of(data))));
    }

    /** Learning, data, size and training, in a line. */
    public static String summary(StoredRun run) {
        CsdpSettings settings = CsdpSettings.of(run.experiment());
        return String.format(
                Locale.ROOT,
                "%s on %s, %s; %,d - %,d - %,d neurons; %,d epochs of %,d minibatches of %,d + %,d samples",
                run.row().model(),
                run.row().dataset(),
                Choices.key(settings.config().learning()),
                CsdpSettings.INPUTS,
                settings.config().hidden1(),
                settings.config().hidden2(),
                settings.config().training().epochs(),
                settings.minibatches(),
                settings.config().training().batchSize(),
                settings.config().training().batchSize());
    }
}
