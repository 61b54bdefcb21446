package org.nalsm.spark.family.liquid;

import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.analysis.BranchingFactor;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.table.ResultsStore;

/** The branching factor of a run's recorded samples, on the driver. */
public final class BranchingFactorJob {
    private final Experiment experiment;
    private final ResultsStore store;
    private final Network network;

    /** Generates the run's network. */
    public BranchingFactorJob(Experiment experiment, ResultsStore store) {
        this(
                experiment,
                store,
                new NetworkGenerator(LiquidSettings.of(experiment).network()).generate());
    }

    /** @param network the run's network */
    public BranchingFactorJob(Experiment experiment, ResultsStore store, Network network) {
        this.experiment = experiment;
        this.store = store;
        this.network = network;
    }

    /**
     * The outcome.
     *
     * @param recorded recorded samples
     * @param samples those of them that have spikes to follow
     * @param mean mean over these; NaN if there is none
     */
    public record Result(int recorded, int samples, double mean) {}

    /**
     * Computes the samples of one split and stores them, unless that was done before or the results are only to be read.
     *
     * @throws UserException NO_INPUT if the run has recorded none
     */
    public Result run(Split split) {
        List<SpikesRow> recorded = recorded(split);
        List<BranchingFactorRow> rows = rows(split, recorded);
        return new Result(
                recorded.size(),
                rows.size(),
                BranchingFactor.mean(rows.stream()
                        .mapToDouble(BranchingFactorRow::branchingFactor)
                        .toArray()));
    }

    /** As {@link #run}: those of them that have spikes to follow. */
    public List<BranchingFactorRow> rows(Split split) {
        return rows(split, recorded(split));
    }

    private List<BranchingFactorRow> rows(Split split, List<SpikesRow> recorded) {
        BranchingFactor branchingFactor = new BranchingFactor(network);
        int durationMs = LiquidSettings.of(experiment).config().simulation().durationMs();
        List<BranchingFactorRow> rows = recorded.stream()
                .map(s -> new BranchingFactorRow(
                        s.sampleId(), s.label(), branchingFactor.ofSample(s.tMs(), s.neuron(), durationMs)))
                .filter(row -> !Double.isNaN(row.branchingFactor()))
                .toList();
        if (!store.isReadOnly() && !store.has(BranchingFactorRow.TABLE, split.label(), experiment.runId())) {
            store.write(BranchingFactorRow.TABLE, split.label(), rows.stream(), experiment.runId());
        }
        return rows;
    }

    private List<SpikesRow> recorded(Split split) {
        List<SpikesRow> recorded = new Recordings(store, experiment.runId()).spikes(split.label());
        if (recorded.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + experiment.runId() + " has no recorded "
                            + split.label() + " samples in " + store.root()
                            + "; run 'nalsm train' with its configuration and simulation.recorded-samples above 0");
        }
        return recorded;
    }
}
