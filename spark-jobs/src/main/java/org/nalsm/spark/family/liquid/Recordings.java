package org.nalsm.spark.family.liquid;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * What is on disk of a run's recorded samples. For the driver. A table that the run lacks reads as empty; a damaged file is
 * BAD_DATA.
 */
public final class Recordings {
    private final ResultsStore store;
    private final String runId;

    public Recordings(ResultsStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    /** The spikes of a split's recorded samples, in the order of the samples. */
    public List<SpikesRow> spikes(String split) {
        List<SpikesRow> samples = new ArrayList<>();
        store.readBlocks(SpikesRow.TABLE, runId, split, samples::add);
        return samples;
    }

    /** Every millisecond of one recorded sample, in order. */
    public List<DynamicsRow> dynamics(String split, int sampleId) {
        return store.files(DynamicsRow.TABLE, runId).stream()
                .filter(file -> file.startsWith(split + "-block-"))
                .flatMap(file -> store.read(DynamicsRow.TABLE, file, runId).stream())
                .filter(row -> row.sampleId() == sampleId)
                .toList();
    }

    /** The branching factors of a split's recorded samples; none where they have not been computed. */
    public List<BranchingFactorRow> branchingFactors(String split) {
        return store.readIfThere(BranchingFactorRow.TABLE, split, runId);
    }
}
