package org.nalsm.spark.family.csdp;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.CsdpSimulator;
import org.nalsm.engine.csdp.Outcome;
import org.nalsm.engine.csdp.Presentation;
import org.nalsm.engine.csdp.task.Pixels;
import org.nalsm.engine.csdp.task.Scores;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.SoftmaxCrossEntropy;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.family.csdp.config.TestConfig;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.BlockWork;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.PredictionRow;

/**
 * Shows the samples of a block to the trained network, which does not learn from them.
 *
 * @param recorded how many of the first test samples are written down in full
 */
record SampleBlocks(
        CsdpSettings settings, Broadcast<CsdpNetwork> network, Broadcast<SampleSource> samples, int recorded)
        implements BlockWork {
    /** Samples that are shown at a time. */
    private static final int TOGETHER = 500;

    private static final int NO_CONTEXT = -1;
    private static final int CLASSES = CsdpSettings.CLASSES;
    private static final int INPUTS = CsdpSettings.INPUTS;

    @Override
    public Table<?> table() {
        return PredictionRow.TABLE;
    }

    @Override
    public void run(SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        boolean first = block.index() == 0 && block.split().equals(Split.TEST.label());
        try (Workers workers = new Workers(1)) {
            CsdpSimulator simulator = new CsdpSimulator(network.value(), Kernel.fastest(), workers, settings.seed());
            for (int from = 0; from < block.size(); from += TOGETHER) {
                int[] ids = IntStream.range(from, Math.min(block.size(), from + TOGETHER))
                        .map(k -> block.firstSampleId() + k)
                        .toArray();
                show(ids, simulator, writer, first ? Math.max(0, recorded - from) : 0);
                Arrays.stream(ids).forEach(id -> sampleDone.run());
            }
        }
    }

    private void show(int[] ids, CsdpSimulator simulator, BlockWriter writer, int toRecord) {
        SampleSource source = samples.value();
        ImageDataset images = ((SampleSource.Images) source.raw()).images();
        Presentation shown = Pixels.shown(images, ids, NO_CONTEXT);
        Recorder recorder = new Recorder(Math.min(toRecord, ids.length));
        Outcome outcome = toRecord > 0 ? simulator.run(shown, recorder) : simulator.run(shown);
        float[] scores = settings.config().test().classification() == TestConfig.Classification.GOODNESS
                ? goodness(images, ids, simulator)
                : floats(outcome.classSpikes());
        for (int b = 0; b < ids.length; b++) {
            int label = source.label(ids[b]);
            float[] own = Arrays.copyOfRange(scores, b * CLASSES, (b + 1) * CLASSES);
            int predicted = SoftmaxCrossEntropy.predicted(own, 0, CLASSES);
            writer.write(PredictionRow.TABLE, new PredictionRow(ids[b], label, predicted, own));
            writer.write(CsdpResponseRow.TABLE, response(ids[b], b, label, shown, outcome));
            if (b < toRecord) {
                writer.write(CsdpRecordingRow.TABLE, recording(ids[b], b, label, shown, outcome, recorder));
            }
        }
    }

    /** Goodness with each class as context, summed over layers and steps. */
    private float[] goodness(ImageDataset images, int[] ids, CsdpSimulator simulator) {
        float[] scores = new float[ids.length * CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            double[] goodness = simulator.run(Pixels.shown(images, ids, c)).goodness();
            for (int b = 0; b < ids.length; b++) {
                scores[b * CLASSES + c] = (float) (goodness[2 * b] + goodness[2 * b + 1]);
            }
        }
        return scores;
    }

    private CsdpResponseRow response(int sampleId, int b, int label, Presentation shown, Outcome outcome) {
        int steps = settings.config().dynamics().steps();
        int divisor = settings.config().divisor();
        int[] hidden1 = counts(outcome.spikes1(), b, settings.config().hidden1());
        int[] hidden2 = counts(outcome.spikes2(), b, settings.config().hidden2());
        boolean both = settings.config().test().codes() == TestConfig.Codes.BOTH;
        return new CsdpResponseRow(
                sampleId,
                label,
                label < 0
                        ? Double.NaN
                        : Scores.negativeLogLikelihood(outcome.classSpikes(), b * CLASSES, CLASSES, label),
                Scores.crossEntropy(shown.pixels(), outcome.reconstruction(), b * INPUTS, INPUTS, divisor),
                Scores.squaredError(shown.pixels(), outcome.reconstruction(), b * INPUTS, INPUTS, divisor),
                outcome.goodness()[2 * b] / steps,
                outcome.goodness()[2 * b + 1] / steps,
                Arrays.stream(hidden1).sum(),
                Arrays.stream(hidden2).sum(),
                both ? shorts(hidden1) : new short[0],
                shorts(hidden2));
    }

    private CsdpRecordingRow recording(
            int sampleId, int b, int label, Presentation shown, Outcome outcome, Recorder recorder) {
        float[] reconstruction = Arrays.copyOfRange(outcome.reconstruction(), b * INPUTS, (b + 1) * INPUTS);
        for (int pixel = 0; pixel < INPUTS; pixel++) {
            reconstruction[pixel] /= settings.config().divisor();
        }
        return recorder.row(
                b,
                sampleId,
                label,
                Scores.predicted(outcome.classSpikes(), b * CLASSES, CLASSES),
                Arrays.copyOfRange(shown.pixels(), b * INPUTS, (b + 1) * INPUTS),
                reconstruction);
    }

    private static int[] counts(int[] all, int b, int neurons) {
        return Arrays.copyOfRange(all, b * neurons, (b + 1) * neurons);
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    /** Spikes of a neuron: at most one a step, and there are at most 1000 steps. */
    private static short[] shorts(int[] values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }
}
