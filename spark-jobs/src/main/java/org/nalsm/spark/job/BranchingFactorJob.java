package org.nalsm.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.analysis.BranchingFactor;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.table.BranchingFactorRow;
import org.nalsm.spark.table.RecordedSpikes;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.Tables;

/** The branching factor of a run's recorded samples, on the driver. */
public final class BranchingFactorJob {
    private final Experiment experiment;
    private final ResultsStore store;
    private final Network network;

    /** Generates the run's network. */
    public BranchingFactorJob(Experiment experiment, ResultsStore store) {
        this(experiment, store, new NetworkGenerator(experiment.network()).generate());
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
     * Computes the samples of one split and stores them.
     *
     * @throws UserException NO_INPUT if the run has recorded none
     */
    public Result run(Split split) {
        BranchingFactor branchingFactor = new BranchingFactor(network);
        int durationMs = experiment.config().simulation().durationMs();
        List<RecordedSpikes> recorded = new ArrayList<>();
        store.readSpikes(experiment.runId(), split.label(), recorded::add);
        if (recorded.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + experiment.runId() + " has no recorded "
                            + split.label() + " samples in " + store.root()
                            + "; run 'nalsm train' with its configuration and simulation.recorded-samples above 0");
        }
        List<BranchingFactorRow> rows = recorded.stream()
                .map(s -> new BranchingFactorRow(
                        s.sampleId(), s.label(), branchingFactor.ofSample(s.tMs(), s.neuron(), durationMs)))
                .filter(row -> !Double.isNaN(row.branchingFactor()))
                .toList();
        store.writeTable(Tables.BRANCHING_FACTOR, split.label(), rows.stream(), experiment.runId());
        return new Result(
                recorded.size(),
                rows.size(),
                BranchingFactor.mean(rows.stream()
                        .mapToDouble(BranchingFactorRow::branchingFactor)
                        .toArray()));
    }
}
