package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/**
 * Shows samples to a network and leaves the responses in table {@code diehl_cook_responses}.
 *
 * @param id run or other name that the responses belong to
 */
record SampleShow(
        JavaSparkContext spark,
        ResultsStore store,
        String id,
        DiehlCookSettings settings,
        Broadcast<SampleSource> samples) {

    static SampleShow of(DiehlCookRun run) {
        return new SampleShow(
                run.context().spark(),
                run.store(),
                run.runId(),
                run.settings(),
                run.context().samples());
    }

    /** Whether all responses are there. */
    static boolean isDone(ResultsStore store, String id, List<SampleBlock> blocks) {
        return BlockJob.missing(store, id, ResponseRow.TABLE, blocks).isEmpty();
    }

    /**
     * Shows the samples whose responses are not there.
     *
     * @param title for the display
     * @param recorded ids of samples whose every spike is kept
     * @return how many they were
     */
    long run(String title, LearnedNetwork network, List<SampleBlock> blocks, Set<Integer> recorded, Progress progress) {
        if (isDone(store, id, blocks)) {
            return 0;
        }
        Broadcast<LearnedNetwork> shared = spark.broadcast(network);
        ShownSamples work = new ShownSamples(
                samples, shared, settings.seed(), settings.keys().kernel(), recorded);
        long shown = new BlockJob(spark, store, id).run(title, blocks, work, progress);
        shared.destroy();
        return shown;
    }
}
