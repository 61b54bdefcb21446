package org.nalsm.spark.family.lsnn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.BatchState;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.engine.training.SoftmaxCrossEntropy;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.BlockWork;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.PredictionRow;

/**
 * Classifies the images of a block.
 *
 * @param recorded how many of the first test images are written down in full
 */
record ImageBlocks(LsnnModel model, Broadcast<TrainedNetwork> network, Broadcast<SampleSource> samples, int recorded)
        implements BlockWork {
    /** Images that are shown at a time: few, as each takes the memory of its course. */
    private static final int TOGETHER = 16;

    /** Images of a block. */
    static final int BLOCK = 500;

    @Override
    public Table<?> table() {
        return PredictionRow.TABLE;
    }

    @Override
    public void run(SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        try (Workers workers = new Workers(1)) {
            BatchPass pass = new BatchPass(model.layer(), model.windows(), model.steps(), Kernel.fastest(), workers);
            for (int from = 0; from < block.size(); from += TOGETHER) {
                int[] ids = IntStream.range(from, Math.min(block.size(), from + TOGETHER))
                        .map(k -> block.firstSampleId() + k)
                        .toArray();
                classify(ids, pass, writer, isRecorded(block) ? Math.max(0, recorded - from) : 0);
                Arrays.stream(ids).forEach(id -> sampleDone.run());
            }
        }
    }

    private static boolean isRecorded(SampleBlock block) {
        return block.index() == 0 && block.split().equals(Split.TEST.label());
    }

    private void classify(int[] ids, BatchPass pass, BlockWriter writer, int toRecord) {
        SampleSource source = samples.value();
        SampleSource.Images images = (SampleSource.Images) source.raw();
        List<InputSequence> inputs = Arrays.stream(ids)
                .mapToObj(id -> Batches.encode(model, images.images().image(id)))
                .toList();
        float[] outputs = pass.forward(
                        inputs,
                        network.value().layer(),
                        network.value().readout(),
                        new BatchState(model.layer(), ids.length))
                .outputs();
        Recorder recorder = new Recorder(model, pass, network.value().readout());
        int classes = model.outputs();
        for (int k = 0; k < ids.length; k++) {
            int label = source.label(ids[k]);
            writer.write(
                    PredictionRow.TABLE,
                    new PredictionRow(
                            ids[k],
                            label,
                            SoftmaxCrossEntropy.predicted(outputs, k * classes, classes),
                            Arrays.copyOfRange(outputs, k * classes, (k + 1) * classes)));
            if (k < toRecord) {
                writer.write(LsnnRecordingRow.TABLE, recorder.image(k, ids[k], label, inputs.get(k)));
            }
        }
    }
}
