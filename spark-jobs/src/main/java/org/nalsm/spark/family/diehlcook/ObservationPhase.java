package org.nalsm.spark.family.diehlcook;

import java.util.Map;
import java.util.Set;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;

/** Shows samples of the training file to the trained network: their labels will name its neurons. */
final class ObservationPhase implements Phase {
    static final String NAME = "observation";

    private final DiehlCookRun run;

    ObservationPhase(DiehlCookRun run) {
        this.run = run;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return SampleShow.isDone(run.store(), run.runId(), run.settings().observedBlocks());
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        if (!isDone()) {
            SampleShow.of(run)
                    .run(
                            "observe samples",
                            TrainedNetworkTable.frozen(run.store(), run.settings()),
                            run.settings().observedBlocks(),
                            Set.of(),
                            progress);
        }
        return Map.of();
    }
}
