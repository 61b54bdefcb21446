package org.nalsm.spark.family.liquid;

import java.util.Map;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;

/** The branching factor of the recorded test samples, if there are any. */
final class BranchingFactorPhase implements Phase {
    static final String NAME = "branching-factor";

    private static final Split SPLIT = Split.TEST;

    private final LiquidRun run;

    BranchingFactorPhase(LiquidRun run) {
        this.run = run;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return recordsNothing() || run.context().store().has(BranchingFactorRow.TABLE, SPLIT.label(), run.runId());
    }

    private boolean recordsNothing() {
        return run.settings().config().simulation().recordedSamples() == 0;
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        if (recordsNothing()) {
            return Map.of();
        }
        double mean = new BranchingFactorJob(
                        run.context().experiment(), run.context().store(), run.network())
                .run(SPLIT)
                .mean();
        return Double.isNaN(mean) ? Map.of() : Map.of(LiquidFamily.BRANCHING_FACTOR.name(), mean);
    }
}
