package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nalsm.engine.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Trains the linear readout with Deeplearning4j: a network of one softmax layer, from zero weights, with Adadelta over
 * batches in the order of the dataset. It minimises the same loss as {@link DriverTrainer} with the same equations, but
 * in floats throughout and with ND4J's operations, so the two agree closely and not bit for bit.
 *
 * <p>Beside the counts it holds the features of one batch, [batch size x neurons], and the targets, [samples x 10].
 */
final class Dl4jTrainer extends ValidatedTrainer {
    /**
     * A trainer whose validation uses so many threads, at least 1.
     *
     * @throws UserException BAD_CONFIGURATION if the optimiser is not Adadelta
     */
    Dl4jTrainer(ReadoutSettings settings, int threads) {
        super(settings, threads);
        if (settings.optimiser() != ReadoutSettings.Optimiser.ADADELTA) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "readout.trainer = dl4j trains with adadelta, and readout.optimiser is lbfgs; "
                            + "set readout.optimiser = adadelta, or readout.preset = publication");
        }
    }

    @Override
    void findWeights(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        try (Batches batches = new Batches(training, factors)) {
            for (double l2 : penaltiesFromLargest()) {
                choice.startPenalty(l2);
                try (ReadoutNetwork network = new ReadoutNetwork(training.neurons(), adadelta(l2))) {
                    boolean goOn = true;
                    for (int epoch = 1; goOn && epoch <= settings().maxEpochs(); epoch++) {
                        Adadelta.Epoch means = batches.epoch(network.network());
                        goOn = choice.epoch(epoch, means.loss(), means.accuracy(), network.parameters());
                    }
                }
            }
        }
    }

    /** Deeplearning4j adds l2 W to the mean gradient of the weights alone, and l2 sum(W^2) / 2 to the loss. */
    private NeuralNetConfiguration.Builder adadelta(double l2) {
        return new NeuralNetConfiguration.Builder()
                .l2(l2)
                .updater(new TensorFlowAdaDelta(
                        settings().learningRate(), settings().rho(), settings().epsilon()));
    }

    /** The training samples, of whose features there is room for one batch. */
    private final class Batches implements AutoCloseable {
        private final CountMatrix training;
        private final float[] factors;
        private final int batchSize;
        private final INDArray features;
        private final INDArray targets;

        Batches(CountMatrix training, float[] factors) {
            this.training = training;
            this.factors = factors;
            batchSize = Math.min(settings().batchSize(), training.samples());
            features = Nd4j.createUninitialized(DataType.FLOAT, new long[] {batchSize, training.neurons()}, 'c');
            targets = targets();
        }

        private INDArray targets() {
            float[] values = new float[training.samples() * CLASSES];
            Arrays.fill(values, (float) settings().labels().ofOthers());
            for (int i = 0; i < training.samples(); i++) {
                values[i * CLASSES + training.label(i)] =
                        (float) settings().labels().ofClass();
            }
            return Nd4j.createFromArray(values).reshape('c', training.samples(), CLASSES);
        }

        /** Goes over all samples once; loss and accuracy of a batch are those before its update. */
        Adadelta.Epoch epoch(MultiLayerNetwork network) {
            double losses = 0;
            int correct = 0;
            int batches = 0;
            for (int from = 0; from < training.samples(); from += batchSize) {
                int to = Math.min(from + batchSize, training.samples());
                training.writeFeatures(from, to, factors, features);
                INDArray input = features.get(NDArrayIndex.interval(0, to - from), NDArrayIndex.all());
                correct += correct(network, input, from);
                network.fit(input, targets.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()));
                losses += network.score();
                batches++;
            }
            return new Adadelta.Epoch(losses / batches, correct / (double) training.samples());
        }

        private int correct(MultiLayerNetwork network, INDArray input, int from) {
            int[] predicted = network.predict(input);
            int correct = 0;
            for (int i = 0; i < predicted.length; i++) {
                correct += predicted[i] == training.label(from + i) ? 1 : 0;
            }
            return correct;
        }

        @Override
        public void close() {
            features.close();
            targets.close();
        }
    }
}
