package org.nalsm.spark.family.lsnn;

import java.util.Arrays;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.engine.lsnn.Readout;
import org.nalsm.engine.lsnn.task.StoreRecall;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;

/** Writes down the course of a sample of the last batch that a layer has seen. */
final class Recorder {
    private final LsnnModel model;
    private final BatchPass pass;
    private final Readout readout;

    Recorder(LsnnModel model, BatchPass pass, Readout readout) {
        this.model = model;
        this.pass = pass;
        this.readout = readout;
    }

    LsnnRecordingRow image(int position, int sampleId, int label, InputSequence input) {
        return row(position, sampleId, label, input, new int[0], new int[0], new int[0]);
    }

    LsnnRecordingRow sequence(int position, int number, StoreRecall.Sequence sequence) {
        return row(position, number, -1, sequence.inputs(), sequence.symbols(), sequence.shown(), sequence.targets());
    }

    private LsnnRecordingRow row(
            int position, int sampleId, int label, InputSequence input, int[] symbols, int[] shown, int[] targets) {
        int[] events = Arrays.stream(input.events()).sorted().toArray();
        int[] spikes = spikes(position);
        return new LsnnRecordingRow(
                sampleId,
                label,
                Arrays.stream(events).map(InputSequence::step).toArray(),
                Arrays.stream(events).map(InputSequence::channel).toArray(),
                input.analog(),
                Arrays.stream(spikes).map(InputSequence::step).toArray(),
                Arrays.stream(spikes).map(InputSequence::channel).toArray(),
                thresholds(position),
                outputs(spikes),
                symbols,
                shown,
                targets);
    }

    /** As events, sorted. */
    private int[] spikes(int position) {
        int n = model.layer().neurons();
        int[] events = new int[64];
        int count = 0;
        for (int t = 1; t <= model.steps(); t++) {
            for (int j = 0; j < n; j++) {
                if (pass.spiked(position, t, j)) {
                    events = count < events.length ? events : Arrays.copyOf(events, 2 * count);
                    events[count++] = InputSequence.event(t, j);
                }
            }
        }
        return Arrays.copyOf(events, count);
    }

    private float[] thresholds(int position) {
        AlifParameters p = model.layer();
        float[] thresholds = new float[p.adaptive() * model.steps()];
        for (int a = 0; a < p.adaptive(); a++) {
            for (int t = 1; t <= model.steps(); t++) {
                thresholds[a * model.steps() + t - 1] = pass.threshold(position, t, p.regular() + a);
            }
        }
        return thresholds;
    }

    /** The readout's equation, from the spikes. */
    private float[] outputs(int[] spikes) {
        int classes = readout.outputs();
        double kappa = StrictMath.exp(-1 / model.layer().tauReadoutMs());
        float[] outputs = new float[model.steps() * classes];
        double[] filtered = new double[classes];
        int next = 0;
        for (int t = 1; t <= model.steps(); t++) {
            for (int o = 0; o < classes; o++) {
                filtered[o] *= kappa;
            }
            for (; next < spikes.length && InputSequence.step(spikes[next]) == t; next++) {
                int neuron = InputSequence.channel(spikes[next]);
                for (int o = 0; o < classes; o++) {
                    filtered[o] += (1 - kappa) * readout.weights()[neuron * classes + o];
                }
            }
            for (int o = 0; o < classes; o++) {
                outputs[(t - 1) * classes + o] = (float) (filtered[o] + readout.bias()[o]);
            }
        }
        return outputs;
    }
}
