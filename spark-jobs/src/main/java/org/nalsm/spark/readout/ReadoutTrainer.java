package org.nalsm.spark.readout;

import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the linear readout on the driver and chooses penalty and epoch by validation accuracy; test
 * samples have no way in. Penalties are tried from the largest to the smallest, with L-BFGS each from
 * where the one before ended, with Adadelta each from zero weights.
 *
 * <p>The same counts and settings give the same result, bit for bit, on any number of threads of the
 * same kind of processor with the same ND4J. Another processor may choose other BLAS kernels, whose
 * sums round differently.
 */
public final class ReadoutTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(ReadoutTrainer.class);
    /** Shares of a pass over all samples; a constant, so that sums do not depend on the machine. */
    private static final int FULL_PARTS = 32;
    /** Shares of one of Adadelta's batches. */
    private static final int BATCH_PARTS = 2;

    private final ReadoutSettings settings;
    private final int threads;

    /** A trainer that uses all processors of the JVM. */
    public ReadoutTrainer(ReadoutSettings settings) {
        this(settings, Runtime.getRuntime().availableProcessors());
    }

    /** A trainer that uses so many threads, at least 1. */
    public ReadoutTrainer(ReadoutSettings settings, int threads) {
        this.settings = Objects.requireNonNull(settings, "settings");
        if (threads < 1) {
            throw new IllegalArgumentException("threads is at least 1: " + threads);
        }
        this.threads = threads;
    }

    /**
     * Trains. Neither matrix is changed or closed.
     *
     * @throws IllegalArgumentException if the matrices have different numbers of neurons, or a sample has no label
     * @throws IllegalStateException if the loss is not a number
     */
    public ReadoutResult train(CountMatrix training, CountMatrix validation, ReadoutProgress progress) {
        if (training.neurons() != validation.neurons()) {
            throw new IllegalArgumentException("training counts have " + training.neurons()
                    + " neurons, validation counts " + validation.neurons());
        }
        if (!training.isLabelled() || !validation.isLabelled()) {
            throw new IllegalArgumentException("a readout is trained on samples whose class is known");
        }
        try (ParallelLoop loop = new ParallelLoop(threads)) {
            FittedScaling scaling = FittedScaling.fit(settings.scaling(), training, settings.batchSize());
            Scorer scorer = new Scorer(validation, scaling.rowFactors(validation), loop);
            ValidationChoice choice = new ValidationChoice(scorer, settings, progress);
            float[] factors = scaling.rowFactors(training);
            switch (settings.optimiser()) {
                case LBFGS -> lbfgs(training, factors, loop, choice);
                case ADADELTA -> adadelta(training, factors, loop, choice);
                default -> throw new IllegalStateException("no such optimiser: " + settings.optimiser());
            }
            ReadoutResult result = choice.result(scaling);
            LOG.debug(
                    "Readout of {} x {} counts: validation accuracy {} with L2 penalty {}, epoch {}",
                    training.samples(),
                    training.neurons(),
                    result.validAccuracy(),
                    result.penalty(),
                    result.bestEpoch());
            return result;
        }
    }

    private double[] penaltiesFromLargest() {
        double[] ascending = Arrays.stream(settings.l2Penalties()).sorted().toArray();
        double[] descending = new double[ascending.length];
        Arrays.setAll(descending, i -> ascending[ascending.length - 1 - i]);
        return descending;
    }

    private void lbfgs(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        ReadoutLoss loss = new ReadoutLoss(training, factors, settings.labels(), FULL_PARTS, loop);
        Conditioning conditioning = new Conditioning(training, factors);
        double[] parameters = new double[ReadoutLoss.parameters(training.neurons())];
        for (double l2 : penaltiesFromLargest()) {
            choice.startPenalty(l2);
            double[] x = Lbfgs.minimise(
                    conditioning.objective(loss, training.samples(), l2),
                    conditioning.fromParameters(parameters, l2),
                    settings.maxEpochs(),
                    settings.tolerance(),
                    (iteration, value, at) -> {
                        conditioning.toParameters(at, l2, parameters);
                        return choice.epoch(iteration, value, loss.accuracy(), parameters);
                    });
            conditioning.toParameters(x, l2, parameters);
        }
    }

    private void adadelta(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        ReadoutLoss loss = new ReadoutLoss(training, factors, settings.labels(), BATCH_PARTS, loop);
        for (double l2 : penaltiesFromLargest()) {
            choice.startPenalty(l2);
            double[] parameters = new double[ReadoutLoss.parameters(training.neurons())];
            Adadelta adadelta = new Adadelta(settings, parameters.length, loop);
            boolean goOn = true;
            for (int epoch = 1; goOn && epoch <= settings.maxEpochs(); epoch++) {
                Adadelta.Epoch means = adadelta.epoch(loss, training.samples(), l2, parameters);
                goOn = choice.epoch(epoch, means.loss(), means.accuracy(), parameters);
            }
        }
    }
}
