package org.nalsm.spark.family.lsnn;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/** A run's network names the classes of images, shown to it as those of its training were. */
final class LsnnClassifier implements Classifier {
    private final StoredRun run;
    private final LsnnModel model;
    private final TrainedNetwork network;

    /**
     * Reads the network.
     *
     * @throws UserException USAGE if the run has not learned to classify images, BAD_DATA if it is damaged on disk
     */
    LsnnClassifier(StoredRun run) {
        this.run = run;
        this.model = LsnnModel.of(run.experiment());
        if (!model.isImages()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "run " + run.runId() + " has learned store-recall, not to classify images; take one with "
                            + "lsnn.task = smnist");
        }
        this.network = TrainedNetwork.read(run.store(), run.runId());
    }

    @Override
    public Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress) {
        String split = ContentId.of("u-", run.runId() + " " + samples.digest());
        List<SampleBlock> blocks = SampleBlock.of(split, 0, samples.count(), ImageBlocks.BLOCK);
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
        Broadcast<TrainedNetwork> parameters = spark.broadcast(network);
        long computed = new BlockJob(spark, run.store(), run.runId())
                .run("classify images", blocks, new ImageBlocks(model, parameters, source, 0), progress);
        source.destroy();
        parameters.destroy();
        return computed;
    }
}
