package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Map;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.table.ResultsStore;

/** What table {@code diehl_cook_training} says of a whole training. */
final class TrainingSummary {
    private TrainingSummary() {}

    /** The rows of a training in their order. */
    static List<TrainingStepRow> rows(ResultsStore store, String runId) {
        return store.files(TrainingStepRow.TABLE, runId).stream()
                .flatMap(file -> store.read(TrainingStepRow.TABLE, file, runId).stream())
                .toList();
    }

    /** The metrics; none of a network that was trained elsewhere. */
    static Map<String, Double> of(DiehlCookRun run) {
        List<TrainingStepRow> rows = rows(run.store(), run.runId());
        if (rows.isEmpty()) {
            return Map.of();
        }
        TrainingStepRow last = rows.get(rows.size() - 1);
        long presentations =
                rows.stream().mapToLong(TrainingStepRow::presentations).sum();
        return Map.of(
                DiehlCookFamily.PRESENTATIONS.name(),
                (double) presentations / last.presented(),
                DiehlCookFamily.TRAINING_SPIKES.name(),
                (double) last.spikes() / last.presented(),
                DiehlCookFamily.THETA.name(),
                last.thetaMeanMv());
    }
}
