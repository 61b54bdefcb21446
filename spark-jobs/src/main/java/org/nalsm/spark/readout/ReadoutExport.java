package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A trained readout as a Deeplearning4j model: {@code MultiLayerNetwork.load(file, false)} reads it, and its
 * {@code output} turns a matrix [samples x neurons] of {@link #input()} into class probabilities [samples x 10]. The
 * class with the largest probability is the one that {@link TrainedReadout#predict} names, but for two classes whose
 * scores differ by no more than rounding: the model's parameters are floats. It needs no class of this program.
 */
public final class ReadoutExport {
    /** What a model takes for each neuron. */
    public enum Input {
        /** Spike counts as they are. */
        COUNTS,
        /** Features, which cannot be folded into weights since they depend on the sample and its batch. */
        FEATURES
    }

    private final TrainedReadout readout;

    public ReadoutExport(TrainedReadout readout) {
        this.readout = Objects.requireNonNull(readout, "readout");
    }

    /** What the model takes: counts if every count is scaled alike, whatever the sample; otherwise features. */
    public Input input() {
        return switch (readout.scaling().kind()) {
            case TRAINING_MAXIMUM -> Input.COUNTS;
            case SAMPLE_SUM_AND_BATCH_MAXIMUM -> Input.FEATURES;
        };
    }

    /** What a row of the input holds, for people: one line without a full stop. */
    public String inputDescription() {
        return switch (input()) {
            case COUNTS -> "the spike counts of a sample, one for each of " + readout.neurons() + " liquid neurons";
            case FEATURES ->
                "the spike counts of a sample, one for each of " + readout.neurons()
                        + " liquid neurons, divided by their sum, then by the largest such value of its batch of "
                        + readout.scaling().batchSize() + " samples; zeros for a sample without spikes";
        };
    }

    /** What the weights of the readout itself are multiplied with, for people: one line without a full stop. */
    public String featureDescription() {
        return switch (input()) {
            case COUNTS ->
                "a feature is a spike count divided by " + readout.scaling().trainingMaximum();
            case FEATURES -> "features are " + inputDescription();
        };
    }

    /**
     * Writes the model, a zip file without the state of an optimiser, and leaves the stream open.
     *
     * @throws IOException if the stream refuses
     */
    public void write(OutputStream out) throws IOException {
        int neurons = readout.neurons();
        try (ReadoutNetwork model = new ReadoutNetwork(neurons)) {
            model.setParameters(parameters(neurons));
            ModelSerializer.writeModel(model.network(), out, false);
        }
    }

    private double[] parameters(int neurons) {
        double[] parameters = new double[ReadoutLoss.parameters(neurons)];
        double factor = weightFactor();
        for (int k = 0; k < CLASSES; k++) {
            double[] weights = readout.weights(k);
            for (int j = 0; j < neurons; j++) {
                parameters[j * CLASSES + k] = factor * weights[j];
            }
            parameters[neurons * CLASSES + k] = readout.bias(k);
        }
        return parameters;
    }

    private double weightFactor() {
        int trainingMaximum = readout.scaling().trainingMaximum();
        return switch (input()) {
            // A readout of a silent liquid has features 0 whatever the counts.
            case COUNTS -> trainingMaximum == 0 ? 0 : 1.0 / trainingMaximum;
            case FEATURES -> 1;
        };
    }
}
