package org.nalsm.spark.family.lsnn;

import java.util.List;
import java.util.Map;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SequentialJob;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TrainingRow;

/** Trains the network as one task on an executor, and stores what it has learned and how that went. */
final class TrainPhase implements Phase {
    static final String NAME = "train";

    private final LsnnRun run;
    private final ResultsStore store;

    TrainPhase(LsnnRun run) {
        this.run = run;
        this.store = run.context().store();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The parameters are written last. */
    @Override
    public boolean isDone() {
        return TrainedNetwork.isStored(store, run.runId());
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        TrainingCurve curve = isDone() ? new TrainingCurve() : train(progress);
        SequentialJob.clearCheckpoints(store, run.runId());
        int iterations = store.read(LsnnTrainingRow.TABLE, ResultsStore.SINGLE_FILE, run.runId())
                .size();
        double seconds = curve.seconds();
        return seconds > 0
                ? Map.of(
                        LsnnFamily.ITERATIONS.name(),
                        (double) iterations,
                        LsnnFamily.SECONDS_PER_ITERATION.name(),
                        seconds / iterations)
                : Map.of(LsnnFamily.ITERATIONS.name(), (double) iterations);
    }

    private TrainingCurve train(Progress progress) {
        TrainingWork work = new TrainingWork(
                run.model(),
                run.context().samples(),
                SequentialJob.threads(
                        run.context().spark(), run.model().config().training().threads()));
        SequentialJob<TrainingWork.Result> job = new SequentialJob<>(
                run.context().spark(),
                store,
                run.runId(),
                NAME,
                work,
                run.model().config().training().checkpointIterations());
        TrainingWork.Result result = job.run("train network", "iterations", progress);
        TrainingCurve curve = new TrainingCurve(result.curve());
        store.write(LsnnTrainingRow.TABLE, ResultsStore.SINGLE_FILE, curve.rows().stream(), run.runId());
        store.write(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, curve.validated().stream(), run.runId());
        result.network().write(store, run.runId());
        return curve;
    }

    /** The last that was found while training; NaN if nothing was validated. */
    static double lastValidationAccuracy(ResultsStore store, String runId) {
        List<TrainingRow> validated = store.read(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, runId);
        return validated.isEmpty()
                ? Double.NaN
                : validated.get(validated.size() - 1).validAccuracy();
    }
}
