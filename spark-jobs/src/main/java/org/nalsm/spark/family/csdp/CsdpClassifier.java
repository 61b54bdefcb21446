package org.nalsm.spark.family.csdp;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/** A run's network names the classes of images, in the way in which the run was tested. */
final class CsdpClassifier implements Classifier {
    private final StoredRun run;
    private final CsdpSettings settings;
    private final CsdpNetwork network;

    /** @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA if the network cannot be read */
    CsdpClassifier(StoredRun run) {
        this.run = run;
        this.settings = CsdpSettings.of(run.experiment());
        this.network = StoredNetwork.read(run);
    }

    @Override
    public Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress) {
        String split = ContentId.of("u-", run.runId() + " " + samples.digest());
        List<SampleBlock> blocks = SampleBlock.of(
                split, 0, samples.count(), settings.config().test().samplesPerBlock());
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
        Broadcast<CsdpNetwork> parameters = spark.broadcast(network);
        long computed = new BlockJob(spark, run.store(), run.runId())
                .run("show samples", blocks, new SampleBlocks(settings, parameters, source, 0), progress);
        source.destroy();
        parameters.destroy();
        return computed;
    }
}
