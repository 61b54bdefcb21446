package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The linear readout as a Deeplearning4j network: one output layer of softmax and cross-entropy, in floats. Translates
 * between its parameters and those of this package, laid out as {@link ReadoutLoss} says.
 */
final class ReadoutNetwork implements AutoCloseable {
    private final MultiLayerNetwork network;
    private final int neurons;

    /** A network for training or use, whose weights and biases are 0. */
    ReadoutNetwork(int neurons, NeuralNetConfiguration.Builder training) {
        this.neurons = neurons;
        network = new MultiLayerNetwork(training.dataType(DataType.FLOAT)
                .weightInit(WeightInit.ZERO)
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(neurons)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
    }

    /** A network that knows nothing of a training. */
    ReadoutNetwork(int neurons) {
        this(neurons, new NeuralNetConfiguration.Builder());
    }

    /** The network itself, [batch x neurons] to [batch x 10] class probabilities. */
    MultiLayerNetwork network() {
        return network;
    }

    /** The parameters; a copy. */
    double[] parameters() {
        float[] values = network.params().toFloatVector();
        double[] parameters = new double[values.length];
        for (int p = 0; p < values.length; p++) {
            parameters[position(p)] = values[p];
        }
        return parameters;
    }

    /** Overwrites the parameters, rounded to floats. */
    void setParameters(double[] parameters) {
        float[] values = new float[parameters.length];
        for (int p = 0; p < values.length; p++) {
            values[p] = (float) parameters[position(p)];
        }
        network.setParams(Nd4j.createFromArray(values));
    }

    /** Frees the native memory; the network cannot be used afterwards. */
    @Override
    public void close() {
        network.close();
    }

    /** Where Deeplearning4j's parameter p stands here: it has the weights of a class side by side, then the biases. */
    private int position(int p) {
        return p < neurons * CLASSES ? p % neurons * CLASSES + p / neurons : p;
    }
}
