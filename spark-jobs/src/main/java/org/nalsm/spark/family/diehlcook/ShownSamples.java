package org.nalsm.spark.family.diehlcook;

import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.diehlcook.FrozenNetwork;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.engine.diehlcook.Response;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.KernelChoice;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.family.diehlcook.table.SampleSpikesRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.BlockWork;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.BlockWriter;

/**
 * Shows the samples of a block to a network that does not learn.
 *
 * @param kernel as configured; what is fastest is found out on the executor
 * @param recorded ids of samples whose every spike is kept
 */
record ShownSamples(
        Broadcast<SampleSource> samples,
        Broadcast<LearnedNetwork> network,
        long seed,
        KernelChoice kernel,
        Set<Integer> recorded)
        implements BlockWork {

    @Override
    public Table<?> table() {
        return ResponseRow.TABLE;
    }

    @Override
    public void run(SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        FrozenNetwork frozen = new FrozenNetwork(network.value(), seed, DiehlCookSettings.kernel(kernel));
        ImageDataset images = ((SampleSource.Images) samples.value().raw()).images();
        for (int k = 0; k < block.size(); k++) {
            int id = block.firstSampleId() + k;
            Response response = frozen.show(id, images.image(id));
            int label = samples.value().label(id);
            writer.write(
                    ResponseRow.TABLE,
                    new ResponseRow(
                            id,
                            label,
                            response.presentations(),
                            response.counts(),
                            response.spikes(),
                            response.inputSpikes(),
                            block.index()));
            if (recorded.contains(id)) {
                writer.write(SampleSpikesRow.TABLE, spikes(id, label, response));
            }
            sampleDone.run();
        }
    }

    private SampleSpikesRow spikes(int id, int label, Response response) {
        float[] tMs = new float[response.spikes()];
        for (int s = 0; s < tMs.length; s++) {
            tMs[s] = (float) (response.spikeSteps()[s] * network.value().model().dtMs());
        }
        return new SampleSpikesRow(id, label, tMs, response.spikeNeurons());
    }
}
