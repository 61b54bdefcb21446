package org.nalsm.spark.run;

import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/**
 * Classifies every sample by itself, in the blocks of a {@link BlockJob} whose main table is {@code predictions}: what another
 * call has computed is found on disk.
 *
 * @param <N> what the run has learned
 */
public final class BlockClassifier<N extends Serializable> implements Classifier {
    /** What is done with the samples of a block. */
    public interface Work<N> {
        /** The work, with what the run has learned and the samples as executors have them. */
        BlockWork of(Broadcast<N> learned, Broadcast<SampleSource> samples);
    }

    private final StoredRun run;
    private final int samplesPerBlock;
    private final N learned;
    private final Work<N> work;

    /** @param learned is sent to every executor once */
    public BlockClassifier(StoredRun run, int samplesPerBlock, N learned, Work<N> work) {
        this.run = run;
        this.samplesPerBlock = samplesPerBlock;
        this.learned = learned;
        this.work = work;
    }

    @Override
    public Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress) {
        String split = ContentId.of("u-", run.runId() + " " + samples.digest());
        List<SampleBlock> blocks = SampleBlock.of(split, 0, samples.count(), samplesPerBlock);
        long computed = BlockJob.missing(run.store(), run.runId(), PredictionRow.TABLE, blocks)
                        .isEmpty()
                ? 0
                : compute(samples.labelled(), blocks, spark.get(), progress);
        return new Result(
                split,
                computed,
                run.store().readPartition(PredictionRow.TABLE, run.runId(), split),
                run.store().directory(PredictionRow.TABLE, run.runId(), split));
    }

    private long compute(SampleSource samples, List<SampleBlock> blocks, JavaSparkContext spark, Progress progress) {
        Broadcast<SampleSource> source = spark.broadcast(samples);
        Broadcast<N> sent = spark.broadcast(learned);
        long computed = new BlockJob(spark, run.store(), run.runId())
                .run("classify samples", blocks, work.of(sent, source), progress);
        source.destroy();
        sent.destroy();
        return computed;
    }
}
