package org.nalsm.spark.family.lsnn.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.lsnn.LsnnModel;
import org.nalsm.spark.family.lsnn.TrainedNetwork;
import org.nalsm.spark.family.lsnn.config.LsnnConfig;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.figure.ConfusionFigure;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** What the report of an LSNN's run shows. */
public final class LsnnReport {
    private static final String TEST = Split.TEST.label();

    private LsnnReport() {}

    /**
     * The sections of a complete run's report: training, test, activity.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged
     */
    public static List<ReportSection> of(StoredRun run) {
        ResultsStore store = run.store();
        LsnnModel model = LsnnModel.of(run.experiment());
        TrainedNetwork network = TrainedNetwork.read(store, run.runId());
        List<LsnnTrainingRow> rows = store.readIfThere(LsnnTrainingRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        TrainingFigures training =
                new TrainingFigures(model, rows, run.row().outcome().testAccuracy());
        List<ReportSection> sections = new ArrayList<>();
        sections.add(new ReportSection("training", "Training", training.exhibits()));
        if (model.isImages()) {
            sections.add(new ReportSection(
                    "test",
                    "Test",
                    List.of(ConfusionFigure.of(store.readPartition(PredictionRow.TABLE, run.runId(), TEST)))));
        }
        List<Exhibit> recordings = store.readPartition(LsnnRecordingRow.TABLE, run.runId()).stream()
                .limit(2)
                .map(row -> new RecordingFigure(model, network, row).exhibit())
                .toList();
        sections.add(new ReportSection(
                "activity", "Activity", recordings.isEmpty() ? List.of(RecordingFigure.missing()) : recordings));
        return sections;
    }

    /** Task, data, size and training, in a line. */
    public static String summary(StoredRun run) {
        LsnnModel model = LsnnModel.of(run.experiment());
        LsnnConfig config = model.config();
        return String.format(
                Locale.ROOT,
                "%s on %s; %,d regular and %,d adaptive neurons, %,d inputs; at most %,d iterations of %,d sequences of "
                        + "%,d ms",
                run.row().model(),
                run.row().dataset(),
                config.neurons().regular(),
                config.neurons().adaptive(),
                model.inputs(),
                config.training().iterations(),
                config.training().batchSize(),
                model.steps());
    }
}
