package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.ResultsStore;

/** Names every neuron by the class that it responds to most, from the observed samples; on the driver. */
final class LabellingPhase implements Phase {
    static final String NAME = "labelling";

    private final DiehlCookRun run;

    LabellingPhase(DiehlCookRun run) {
        this.run = run;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return run.store().has(NeuronLabelRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        Labelling labelling = new Labelling(run.settings());
        run.store().readBlocks(ResponseRow.TABLE, run.runId(), DiehlCookSettings.OBSERVED, labelling);
        int[] labels = labelling.labels();
        run.store()
                .write(
                        NeuronLabelRow.TABLE,
                        ResultsStore.SINGLE_FILE,
                        IntStream.range(0, labels.length)
                                .mapToObj(j -> new NeuronLabelRow(j, labels[j], labelling.responses(j))),
                        run.runId());
        return Map.of(DiehlCookFamily.LABELLED.name(), (double) Labelling.labelled(labels));
    }

    /** The labels of a run's neurons, by neuron. */
    static int[] read(ResultsStore store, String runId) {
        List<NeuronLabelRow> rows = store.read(NeuronLabelRow.TABLE, ResultsStore.SINGLE_FILE, runId);
        return rows.stream().mapToInt(NeuronLabelRow::label).toArray();
    }
}
