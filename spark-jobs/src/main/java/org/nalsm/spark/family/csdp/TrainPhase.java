package org.nalsm.spark.family.csdp;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.csdp.config.TestConfig.Parameters;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpParameterRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SequentialJob;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.TrainingRow;

/** Trains the network as one task on an executor; or takes it from where a run has left it. */
final class TrainPhase implements Phase {
    static final String NAME = "train";

    /** The parameters last: they say that the training is over. */
    private static final List<Table<?>> TABLES = List.of(
            CsdpTrainingRow.TABLE,
            CsdpGoodnessRow.TABLE,
            TrainingRow.TABLE,
            CsdpEpochRow.TABLE,
            CsdpParameterRow.TABLE);

    private final CsdpRun run;
    private final RunContext context;
    private final ResultsStore store;

    TrainPhase(CsdpRun run) {
        this.run = run;
        this.context = run.context();
        this.store = run.store();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return isWhole(run.runId());
    }

    private boolean isWhole(String runId) {
        return StoredNetwork.isThere(store, runId, Parameters.BEST)
                && StoredNetwork.isThere(store, runId, Parameters.LATEST)
                && (run.settings().config().isImported() || hasCourse(runId));
    }

    /** Whether what the training left on its way is there too. */
    private boolean hasCourse(String runId) {
        return TABLES.stream()
                .filter(table -> table != CsdpParameterRow.TABLE)
                .allMatch(table -> store.has(table, ResultsStore.SINGLE_FILE, runId));
    }

    /**
     * Trains unless another run of the same driver does, or has done.
     *
     * @throws UserException NO_INPUT if the network was to be imported and is not there
     */
    @Override
    public Map<String, Double> run(Progress progress) {
        String trained = CsdpSettings.trainedId(context.experiment());
        return context.shared().alone(trained, () -> {
            takeFromOthers(trained);
            if (!isDone()) {
                train(progress);
            }
            SequentialJob.clearCheckpoints(store, run.runId());
            return measured();
        });
    }

    private void takeFromOthers(String trained) {
        for (String other : context.shared().others(context.experiment(), RunRow.Parts::liquidId, trained)) {
            if (isDone()) {
                return;
            }
            if (isWhole(other)) {
                TABLES.forEach(table -> store.copyPartition(table, other, run.runId()));
            }
        }
    }

    private void train(Progress progress) {
        if (run.settings().config().isImported()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "the network of run " + run.runId() + " comes from files (csdp.imported) and is not in "
                            + store.root() + "; 'nalsm import' brings it there");
        }
        TrainingWork work = new TrainingWork(
                run.settings(),
                context.samples(),
                store,
                run.runId(),
                SequentialJob.threads(
                        context.spark(), run.settings().config().training().threads()));
        new SequentialJob<>(
                        context.spark(),
                        store,
                        run.runId(),
                        NAME,
                        work,
                        run.settings().config().training().checkpointMinibatches())
                .run("train network", "minibatches", progress);
    }

    private Map<String, Double> measured() {
        Map<String, Double> measured = new HashMap<>();
        if (run.settings().config().isImported()) {
            return measured;
        }
        List<CsdpTrainingRow> minibatches = store.read(CsdpTrainingRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        measured.put(
                CsdpFamily.SECONDS_PER_MINIBATCH.name(),
                minibatches.stream()
                        .mapToDouble(CsdpTrainingRow::seconds)
                        .average()
                        .orElse(Double.NaN));
        store.read(CsdpEpochRow.TABLE, ResultsStore.SINGLE_FILE, run.runId()).stream()
                .filter(row -> row.epoch() > 0)
                .max(Comparator.comparingDouble(CsdpEpochRow::validAccuracy).thenComparing(CsdpEpochRow::epoch))
                .ifPresent(row -> measured.put(Metric.BEST_EPOCH.name(), (double) row.epoch()));
        return measured;
    }
}
