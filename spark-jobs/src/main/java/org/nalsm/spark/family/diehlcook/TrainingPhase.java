package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.spark.family.diehlcook.table.SnapshotRow;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SequentialJob;
import org.nalsm.spark.table.RunRow;

/**
 * Trains the network, sample after sample, as one task on an executor; or takes it from where a run has left it. What
 * the training leaves beside the network (a row a sample, snapshots) is written by the task.
 */
final class TrainingPhase implements Phase {
    static final String NAME = "training";

    /** The trained network last: it says that the training is over. */
    private static final List<Table<?>> TABLES =
            List.of(TrainingStepRow.TABLE, SnapshotRow.TABLE, TrainedNeuronRow.TABLE);

    private final DiehlCookRun run;
    private final RunContext context;

    TrainingPhase(DiehlCookRun run) {
        this.run = run;
        this.context = run.context();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return TrainedNetworkTable.has(context.store(), run.runId()) && (run.isImported() || hasCourse());
    }

    /** Whether what the training left on its way is there too. */
    private boolean hasCourse() {
        return TrainingLog.isWhole(context.store(), run.runId(), run.settings().trainingSteps())
                && LearningCurvePhase.snapshots(run.settings()).stream()
                        .allMatch(
                                presented -> TrainedNetworkTable.hasSnapshot(context.store(), run.runId(), presented));
    }

    /**
     * Trains unless another run of the same driver does, or has done.
     *
     * @throws UserException NO_INPUT if the network was to be imported and is not there
     */
    @Override
    public Map<String, Double> run(Progress progress) {
        return context.shared().alone(run.settings().trainedId(), () -> {
            takeFromOthers();
            if (!isDone()) {
                train(progress);
            }
            SequentialJob.clearCheckpoints(context.store(), run.runId());
            return TrainingSummary.of(run);
        });
    }

    private void takeFromOthers() {
        for (String other : context.shared()
                .others(
                        context.experiment(),
                        RunRow.Parts::liquidId,
                        run.settings().trainedId())) {
            if (isDone()) {
                return;
            }
            if (TrainedNetworkTable.has(context.store(), other)) {
                TABLES.forEach(table -> context.store().copyPartition(table, other, run.runId()));
            }
        }
    }

    private void train(Progress progress) {
        if (run.isImported()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "the network of run " + run.runId() + " comes from files (diehl-cook.imported) and is not in "
                            + context.store().root() + "; 'nalsm import' brings it there");
        }
        TrainingWork work = TrainingWork.of(run);
        long every = Math.max(1, work.steps() / run.settings().keys().training().checkpoints());
        LearnedNetwork network = new SequentialJob<>(context.spark(), context.store(), run.runId(), NAME, work, every)
                .run("train network", "samples", progress);
        TrainedNetworkTable.write(context.store(), run.runId(), network);
    }
}
