package org.nalsm.spark.family.csdp;

import java.util.Arrays;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.SpikeObserver;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;

/** Writes down every spike of the first samples of a presentation. */
final class Recorder implements SpikeObserver {
    private final SpikeTrain[][] trains;

    /** @param samples how many are recorded */
    Recorder(int samples) {
        trains = new SpikeTrain[samples][Layer.values().length];
        for (SpikeTrain[] ofSample : trains) {
            for (int layer = 0; layer < ofSample.length; layer++) {
                ofSample[layer] = new SpikeTrain();
            }
        }
    }

    private static final class SpikeTrain {
        private int[] steps = new int[64];
        private int[] neurons = new int[64];
        private int count;

        void add(int step, int neuron) {
            if (count == steps.length) {
                steps = Arrays.copyOf(steps, 2 * count);
                neurons = Arrays.copyOf(neurons, 2 * count);
            }
            steps[count] = step;
            neurons[count++] = neuron;
        }

        int[] steps() {
            return Arrays.copyOf(steps, count);
        }

        int[] neurons() {
            return Arrays.copyOf(neurons, count);
        }
    }

    @Override
    public void step(int step, int sample, Layer layer, int[] neurons, int count) {
        if (sample < trains.length) {
            for (int k = 0; k < count; k++) {
                trains[sample][layer.ordinal()].add(step + 1, neurons[k]);
            }
        }
    }

    CsdpRecordingRow row(int sample, int sampleId, int label, int predicted, float[] pixels, float[] reconstruction) {
        SpikeTrain input = trains[sample][Layer.INPUT.ordinal()];
        SpikeTrain hidden1 = trains[sample][Layer.HIDDEN1.ordinal()];
        SpikeTrain hidden2 = trains[sample][Layer.HIDDEN2.ordinal()];
        SpikeTrain classifier = trains[sample][Layer.CLASSIFIER.ordinal()];
        return new CsdpRecordingRow(
                sampleId,
                label,
                predicted,
                pixels,
                reconstruction,
                input.steps(),
                input.neurons(),
                hidden1.steps(),
                hidden1.neurons(),
                hidden2.steps(),
                hidden2.neurons(),
                classifier.steps(),
                classifier.neurons());
    }
}
