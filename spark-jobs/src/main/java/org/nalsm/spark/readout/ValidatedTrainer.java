package org.nalsm.spark.readout;

import java.util.Arrays;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all trainers share: the scaling is fitted to the training samples, and the validation samples are scored and
 * choose in the same way, so that trainers differ in nothing but how they find weights.
 */
abstract class ValidatedTrainer implements ReadoutTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatedTrainer.class);

    private final ReadoutSettings settings;
    private final int threads;

    ValidatedTrainer(ReadoutSettings settings, int threads) {
        this.settings = Objects.requireNonNull(settings, "settings");
        if (threads < 1) {
            throw new IllegalArgumentException("threads is at least 1: " + threads);
        }
        this.threads = threads;
    }

    @Override
    public final ReadoutResult train(CountMatrix training, CountMatrix validation, ReadoutProgress progress) {
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
            findWeights(training, scaling.rowFactors(training), loop, choice);
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

    /**
     * Trains with one penalty after the other and tells {@code choice} of every epoch.
     *
     * @param factors [samples], feature = count * factor
     * @param loop threads to share work with; while it is open, BLAS runs single-threaded
     */
    abstract void findWeights(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice);

    final ReadoutSettings settings() {
        return settings;
    }

    final double[] penaltiesFromLargest() {
        double[] ascending = Arrays.stream(settings.l2Penalties()).sorted().toArray();
        double[] descending = new double[ascending.length];
        Arrays.setAll(descending, i -> ascending[ascending.length - 1 - i]);
        return descending;
    }
}
