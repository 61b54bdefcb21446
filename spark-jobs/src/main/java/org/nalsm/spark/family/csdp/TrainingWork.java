package org.nalsm.spark.family.csdp;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.engine.csdp.CsdpModel;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.CsdpSimulator;
import org.nalsm.engine.csdp.CsdpTrainer;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.engine.csdp.Outcome;
import org.nalsm.engine.csdp.task.Minibatch;
import org.nalsm.engine.csdp.task.Minibatches;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.family.csdp.config.TestConfig.Parameters;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of a CSDP network; a step is a minibatch. What later minibatches depend on are the weights with Adam's moments and
 * its count: minibatches are functions of their number. The tables are written at the end of every epoch, the best parameters
 * when there are better ones, the latest at the end.
 *
 * @param threads that share a minibatch
 */
record TrainingWork(
        CsdpSettings settings, Broadcast<SampleSource> samples, ResultsStore store, String runId, int threads)
        implements SequentialWork<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingWork.class);
    private static final double NANOS = 1e-9;
    /** Weights, first and second moments; and the same once more while they are stored. */
    private static final int COPIES = 6;
    /** Current, potential, threshold, trace, modulator and spike list. */
    private static final int ARRAYS_OF_A_NEURON = 6;

    private static final double MOST_OF_HEAP = 0.8;
    private static final double GIB = 1 << 30;

    @Override
    public long steps() {
        return (long) settings.config().training().epochs() * settings.minibatches();
    }

    @Override
    public Computation<Integer> begin(Optional<PhaseState> from) {
        requireMemory(Runtime.getRuntime().maxMemory());
        return new Training(from);
    }

    /**
     * Weights with their moments, a copy of each for a stored state, and what the samples of a minibatch need.
     *
     * @throws UserException BAD_CONFIGURATION if that is more than most of the heap
     */
    void requireMemory(long heap) {
        CsdpModel model = settings.model();
        double weights = model.matrices().stream()
                .mapToDouble(matrix -> (double) model.size(matrix.pre()) * model.size(matrix.post()))
                .sum();
        double neurons = Layer.SPIKING.stream().mapToDouble(model::size).sum();
        double samples = 2.0 * settings.config().training().batchSize();
        double needed = Float.BYTES * (weights * COPIES + samples * neurons * ARRAYS_OF_A_NEURON);
        if (needed > MOST_OF_HEAP * heap) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    String.format(
                            Locale.ROOT,
                            "csdp.hidden1 = %d, csdp.hidden2 = %d, csdp.training.batch-size = %d: training needs %.1f GB, and "
                                    + "the task's heap is %.1f GB; use smaller ones, or more memory (NALSM_DRIVER_MEMORY with "
                                    + "a local master, else --executor-memory)",
                            settings.config().hidden1(),
                            settings.config().hidden2(),
                            settings.config().training().batchSize(),
                            needed / GIB,
                            heap / GIB));
        }
    }

    private final class Training implements Computation<Integer> {
        private final Workers workers = new Workers(threads);
        private final Kernel kernel = Kernel.fastest();
        private final ImageDataset images =
                ((SampleSource.Images) samples.value().raw()).images();
        private final Minibatches minibatches = new Minibatches(
                images,
                settings.trainSamples(),
                settings.config().training().batchSize(),
                CsdpSettings.CLASSES,
                settings.negatives(),
                settings.seed());
        private final TrainingCurve curve =
                new TrainingCurve(settings.config().dynamics().steps(), minibatches.perEpoch(), CsdpSettings.CLASSES);
        private final CsdpTrainer trainer;
        private double validAccuracy = Double.NaN;
        private final double secondsBefore;
        private final long start = System.nanoTime();

        Training(Optional<PhaseState> from) {
            CsdpNetwork network = from.map(this::network).orElseGet(settings::untrained);
            trainer = new CsdpTrainer(network, settings.rule(), kernel, workers, settings.seed());
            from.ifPresent(this::restore);
            secondsBefore = curve.seconds();
        }

        @Override
        public void advance(long step) {
            if (step == 0) {
                validate();
            }
            long before = System.nanoTime();
            Minibatch minibatch = minibatches.at(Math.toIntExact(step));
            Outcome outcome = trainer.train(minibatch.presentation());
            curve.add(minibatch, outcome, (System.nanoTime() - before) * NANOS);
            if ((step + 1) % minibatches.perEpoch() == 0) {
                validate();
                if (curve.bestEpoch().orElse(0) == curve.epochs()) {
                    StoredNetwork.write(store, runId, Parameters.BEST, curve.epochs(), trainer.network());
                }
                curve.write(store, runId);
            }
        }

        private void validate() {
            Validation validation = Validation.of(
                    settings, new CsdpSimulator(trainer.network(), kernel, workers, settings.seed()), images);
            validAccuracy = validation.accuracy();
            curve.add(validation, secondsBefore + (System.nanoTime() - start) * NANOS);
            LOG.info(String.format(
                    Locale.ROOT,
                    "Epoch %,d: validation accuracy %.2f %%, negative log-likelihood %.4f, reconstruction %.2f nats",
                    curve.epochs(),
                    100 * validation.accuracy(),
                    validation.nll(),
                    validation.crossEntropy()));
        }

        @Override
        public double validAccuracy() {
            return validAccuracy;
        }

        @Override
        public PhaseState state() {
            CsdpNetwork network = trainer.network();
            PhaseState state = new PhaseState().put("updates", new long[] {trainer.updates()});
            for (MatrixName matrix : network.matrices()) {
                String name = StoredNetwork.name(matrix);
                state.put(name, network.weights(matrix))
                        .put(name + "-first", trainer.firstMoments(matrix))
                        .put(name + "-second", trainer.secondMoments(matrix));
            }
            curve.addTo(state);
            return state;
        }

        /** Thresholds are not learned. */
        private CsdpNetwork network(PhaseState state) {
            CsdpNetwork untrained = settings.untrained();
            Map<MatrixName, float[]> weights = new EnumMap<>(MatrixName.class);
            for (MatrixName matrix : untrained.matrices()) {
                weights.put(matrix, state.floats(StoredNetwork.name(matrix), size(untrained, matrix)));
            }
            return CsdpNetwork.of(settings.model(), weights, StoredNetwork.thresholds(untrained));
        }

        private static int size(CsdpNetwork network, MatrixName matrix) {
            return network.rows(matrix) * network.columns(matrix);
        }

        private void restore(PhaseState state) {
            Map<MatrixName, float[]> first = new EnumMap<>(MatrixName.class);
            Map<MatrixName, float[]> second = new EnumMap<>(MatrixName.class);
            CsdpNetwork network = trainer.network();
            for (MatrixName matrix : network.matrices()) {
                String name = StoredNetwork.name(matrix);
                first.put(matrix, state.floats(name + "-first", size(network, matrix)));
                second.put(matrix, state.floats(name + "-second", size(network, matrix)));
            }
            trainer.restore(state.longs("updates", 1)[0], first, second);
            curve.restore(state);
            if (curve.bestEpoch().isPresent() && !StoredNetwork.isThere(store, runId, Parameters.BEST)) {
                throw new IllegalArgumentException("the best parameters so far are gone");
            }
        }

        /** The number of epochs. */
        @Override
        public Integer result() {
            StoredNetwork.write(store, runId, Parameters.LATEST, curve.epochs(), trainer.network());
            workers.close();
            return curve.epochs();
        }
    }
}
