package org.nalsm.spark.family.diehlcook.report;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.diehlcook.DiehlCookSettings;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.family.diehlcook.table.SampleSpikesRow;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * Everything that the exhibits show. What the run lacks is empty.
 *
 * @param settings its experiment
 * @param neurons of the trained network
 * @param labels of the neurons
 * @param training a row a sample
 * @param curve a row a snapshot
 * @param predictions of the test samples
 * @param testSpikes spikes of all excitatory neurons in each test sample
 * @param recorded test samples with all spikes
 */
record RunData(
        DiehlCookSettings settings,
        List<TrainedNeuronRow> neurons,
        List<NeuronLabelRow> labels,
        List<TrainingStepRow> training,
        List<LearningCurveRow> curve,
        List<PredictionRow> predictions,
        int[] testSpikes,
        List<SampleSpikesRow> recorded) {

    private static final String TEST = Split.TEST.label();

    /** @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged */
    static RunData read(StoredRun run) {
        ResultsStore store = run.store();
        String id = run.runId();
        List<Integer> spikes = new ArrayList<>();
        store.<ResponseRow>readBlocks(ResponseRow.TABLE, id, TEST, row -> spikes.add(row.spikes()));
        List<SampleSpikesRow> recorded = new ArrayList<>();
        store.<SampleSpikesRow>readBlocks(SampleSpikesRow.TABLE, id, TEST, recorded::add);
        return new RunData(
                DiehlCookSettings.of(run.experiment()),
                store.readIfThere(TrainedNeuronRow.TABLE, ResultsStore.SINGLE_FILE, id),
                store.readIfThere(NeuronLabelRow.TABLE, ResultsStore.SINGLE_FILE, id),
                store.files(TrainingStepRow.TABLE, id).stream()
                        .flatMap(file -> store.read(TrainingStepRow.TABLE, file, id).stream())
                        .toList(),
                store.readIfThere(LearningCurveRow.TABLE, ResultsStore.SINGLE_FILE, id),
                store.readIfThere(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, id, TEST),
                spikes.stream().mapToInt(Integer::intValue).toArray(),
                recorded);
    }
}
