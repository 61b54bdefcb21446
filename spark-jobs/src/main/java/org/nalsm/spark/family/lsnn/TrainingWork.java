package org.nalsm.spark.family.lsnn;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.BatchState;
import org.nalsm.engine.lsnn.learning.Evaluation;
import org.nalsm.engine.lsnn.learning.LabelledBatch;
import org.nalsm.engine.lsnn.learning.LsnnNetwork;
import org.nalsm.engine.lsnn.learning.LsnnTrainer;
import org.nalsm.engine.lsnn.learning.ParameterAverage;
import org.nalsm.engine.lsnn.learning.SynapseMatrix;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.sample.SampleSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of an LSNN; a step is an iteration. What later iterations depend on are the parameters with their moments, the
 * number of the iteration, and for store-recall the states of both streams: batches and choices are functions of the number.
 *
 * @param threads that share an iteration
 */
record TrainingWork(LsnnModel model, Broadcast<SampleSource> samples, int threads)
        implements SequentialWork<TrainingWork.Result> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingWork.class);
    /** Validations whose mean error decides whether training ends, and between two such decisions. */
    private static final int DECISIVE = 20;

    private static final double MOST_OF_HEAP = 0.8;
    private static final double GIB = 1 << 30;

    /**
     * What training leaves.
     *
     * @param curve see {@link TrainingCurve}
     */
    record Result(TrainedNetwork network, double[] curve) implements Serializable {}

    @Override
    public long steps() {
        return model.config().training().iterations();
    }

    @Override
    public Computation<Result> begin(Optional<PhaseState> from) {
        requireMemory(Runtime.getRuntime().maxMemory());
        Training training = new Training();
        from.ifPresent(training::restore);
        return training;
    }

    /** @throws UserException BAD_CONFIGURATION if a batch needs more than most of the heap */
    void requireMemory(long heap) {
        int samples = model.config().training().batchSize();
        double needed = BatchPass.bytes(model.layer(), model.steps(), samples);
        if (needed > MOST_OF_HEAP * heap) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    String.format(
                            Locale.ROOT,
                            "lsnn.training.batch-size = %d: a batch of sequences of %,d ms needs %.1f GB, and the task's heap "
                                    + "is %.1f GB; use a smaller batch, or more memory (NALSM_DRIVER_MEMORY with a local "
                                    + "master, else --executor-memory)",
                            samples,
                            model.steps(),
                            needed / GIB,
                            heap / GIB));
        }
    }

    private final class Training implements Computation<Result> {
        private final Workers workers = new Workers(threads);
        private final Batches batches = Batches.of(model, samples.value(), workers);
        private final LsnnNetwork network = model.untrained();
        private final LsnnTrainer trainer = new LsnnTrainer(
                network,
                model.rule(),
                new BatchPass(model.layer(), model.windows(), model.steps(), Kernel.fastest(), workers),
                model.steps());
        private final BatchState trainingState = newState();
        private final BatchState validationState = newState();
        private final ParameterAverage average = new ParameterAverage(network);
        private TrainingCurve curve = new TrainingCurve();
        private double validAccuracy = Double.NaN;
        private boolean ended;
        private double secondsBefore;
        private final long start = System.nanoTime();

        private BatchState newState() {
            return new BatchState(model.layer(), model.config().training().batchSize());
        }

        @Override
        public void advance(long step) {
            if (ended) {
                return;
            }
            int iteration = (int) step;
            Evaluation evaluation = trainer.train(
                    batches.training(iteration), batches.areContinued() ? trainingState : newState(), iteration);
            curve.add(
                    evaluation,
                    network.matrices(),
                    model.rule().rate(iteration),
                    secondsBefore + (System.nanoTime() - start) * 1e-9);
            if (averaged() > 0) {
                average.add(network);
            }
            int every = model.config().training().validateIterations();
            if ((iteration + 1) % every == 0) {
                validate(iteration, (iteration + 1) / every, evaluation);
            }
        }

        /** How many of the iterations so far are among the last ones, whose parameters are averaged. */
        private int averaged() {
            return Math.max(
                    0,
                    curve.size()
                            - Math.toIntExact(steps())
                            + model.config().training().averageIterations());
        }

        private void validate(int iteration, int number, Evaluation training) {
            double loss = 0;
            int correct = 0;
            int asked = 0;
            for (LabelledBatch batch : batches.validation(number - 1)) {
                BatchState state =
                        batches.areContinued() ? validationState : new BatchState(model.layer(), batch.size());
                Evaluation evaluation = trainer.evaluate(batch, state);
                loss += evaluation.loss() * evaluation.asked();
                correct += evaluation.correct();
                asked += evaluation.asked();
            }
            double accuracy = correct / (double) asked;
            validAccuracy = accuracy;
            curve.addValidation(loss / asked, accuracy);
            ended = number % DECISIVE == 0
                    && curve.meanValidationError(DECISIVE)
                            < model.config().training().stopError();
            if (model.config().training().validateIterations() > 1 || number % DECISIVE == 0) {
                log(iteration, training, loss / asked, accuracy);
            }
        }

        @Override
        public double validAccuracy() {
            return validAccuracy;
        }

        private static void log(int iteration, Evaluation training, double validLoss, double validAccuracy) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "Iteration %,d: loss %.4f, accuracy %.2f %%; validation loss %.4f, accuracy %.2f %%",
                    iteration + 1,
                    training.loss(),
                    100 * training.accuracy(),
                    validLoss,
                    100 * validAccuracy));
        }

        @Override
        public PhaseState state() {
            PhaseState state = new PhaseState()
                    .put("iterations", new int[] {curve.size(), ended ? 1 : 0})
                    .put("curve", curve.values());
            List<SynapseMatrix> trained = network.trained();
            for (int m = 0; m < trained.size(); m++) {
                state.put("theta" + m, trained.get(m).theta().clone())
                        .put("first" + m, trained.get(m).first().clone())
                        .put("second" + m, trained.get(m).second().clone());
            }
            if (averaged() > 0) {
                state.put("average", average.sums());
            }
            if (batches.areContinued()) {
                state.put("training", trainingState.reals())
                        .put("training-spikes", trainingState.spikes())
                        .put("validation", validationState.reals())
                        .put("validation-spikes", validationState.spikes());
            }
            return state;
        }

        private void restore(PhaseState state) {
            int[] iterations = state.ints("iterations", 2);
            curve = new TrainingCurve(state.doubles("curve", iterations[0] * TrainingCurve.COLUMNS));
            ended = iterations[1] == 1;
            secondsBefore = curve.seconds();
            List<SynapseMatrix> trained = network.trained();
            for (int m = 0; m < trained.size(); m++) {
                copy(
                        state.floats("theta" + m, trained.get(m).size()),
                        trained.get(m).theta());
                copy(
                        state.floats("first" + m, trained.get(m).size()),
                        trained.get(m).first());
                copy(
                        state.floats("second" + m, trained.get(m).size()),
                        trained.get(m).second());
            }
            if (averaged() > 0) {
                average.restore(state.doubles("average", average.sums().length), averaged());
            }
            if (batches.areContinued()) {
                restore(state, "training", trainingState);
                restore(state, "validation", validationState);
            }
        }

        private static void copy(float[] from, float[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        private static void restore(PhaseState from, String name, BatchState to) {
            to.restore(from.floats(name, to.reals().length), from.ints(name + "-spikes", to.spikes().length));
        }

        @Override
        public Result result() {
            workers.close();
            return new Result(
                    TrainedNetwork.of(
                            averaged() > 0 ? average.mean(network, model.rule().rewiring()) : network,
                            batches.areContinued() ? validationState.reals() : new float[0],
                            batches.areContinued() ? validationState.spikes() : new int[0]),
                    curve.values());
        }
    }
}
