package org.nalsm.spark.readout;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the history of a training and the parameters with the best validation accuracy. */
final class ValidationChoice {
    private static final String NO_EPOCH = "there was no epoch";

    private final Scorer validation;
    private final ReadoutSettings settings;
    private final ReadoutProgress progress;
    private final long started = System.nanoTime();
    private final List<EpochRecord> epochs = new ArrayList<>();
    private double @Nullable [] bestParameters;
    private @Nullable EpochRecord best;
    private @Nullable EpochRecord bestOfPenalty;
    private double penalty;
    private int penaltyIndex = -1;

    ValidationChoice(Scorer validation, ReadoutSettings settings, ReadoutProgress progress) {
        this.validation = validation;
        this.settings = settings;
        this.progress = progress;
    }

    void startPenalty(double nextPenalty) {
        penalty = nextPenalty;
        penaltyIndex++;
        bestOfPenalty = null;
    }

    /** Takes note of an epoch; false if the penalty has lost patience. */
    boolean epoch(int epoch, double loss, double trainAccuracy, double[] parameters) {
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException("readout loss is " + loss + " in epoch " + epoch + ", penalty " + penalty);
        }
        double validAccuracy = validation.predict(parameters).accuracy();
        double seconds = (System.nanoTime() - started) / 1e9;
        EpochRecord record = new EpochRecord(epoch, penalty, loss, trainAccuracy, validAccuracy, seconds);
        epochs.add(record);
        if (bestOfPenalty == null || validAccuracy > bestOfPenalty.validAccuracy()) {
            bestOfPenalty = record;
        }
        if (best == null || validAccuracy > best.validAccuracy()) {
            best = record;
            bestParameters = parameters.clone();
        }
        progress.epoch(record, settings.maxEpochs(), penaltyIndex, settings.l2Penalties().length);
        return epoch - bestOfPenalty.epoch() < settings.patienceEpochs();
    }

    ReadoutResult result(FittedScaling scaling) {
        EpochRecord chosen = Objects.requireNonNull(best, NO_EPOCH);
        TrainedReadout readout = TrainedReadout.ofParameters(Objects.requireNonNull(bestParameters, NO_EPOCH), scaling);
        return new ReadoutResult(readout, chosen.penalty(), chosen.epoch(), chosen.validAccuracy(), epochs);
    }
}
