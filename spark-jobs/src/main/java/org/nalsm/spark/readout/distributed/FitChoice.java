package org.nalsm.spark.readout.distributed;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.TrainedReadout;

/**
 * How long the next fit of a penalty is, if there is one, and which fit of all is the best: the one of the highest
 * validation accuracy, of equals the first, as with the driver's iterations. Each fit is twice as long as the one before.
 * A penalty ends with the first fit that is worse than a shorter one: a tie, frequent where validation samples are few, goes on.
 */
final class FitChoice {
    private static final int SHORTEST = 10;

    private final int longest;
    private final List<EpochRecord> records = new ArrayList<>();
    private int length;
    private boolean goesOn;
    private double bestOfPenalty;
    private @Nullable EpochRecord best;
    private @Nullable TrainedReadout bestReadout;

    /** @param longest most iterations of a fit, at least 1 */
    FitChoice(int longest) {
        this.longest = longest;
    }

    /** The next fit is the shortest one of another penalty. */
    void startPenalty() {
        length = Math.min(SHORTEST, longest);
        bestOfPenalty = Double.NEGATIVE_INFINITY;
        goesOn = true;
    }

    /** Whether this penalty has another fit. */
    boolean goesOn() {
        return goesOn;
    }

    /** Iterations of the next fit, at most. */
    int length() {
        return length;
    }

    /**
     * A fit has ended.
     *
     * @param fit its last iteration; fewer than {@link #length} have come to the end by themselves
     */
    void fitted(EpochRecord fit, TrainedReadout readout) {
        records.add(fit);
        if (best == null || fit.validAccuracy() > best.validAccuracy()) {
            best = fit;
            bestReadout = readout;
        }
        goesOn = fit.validAccuracy() >= bestOfPenalty && fit.epoch() >= length && length < longest;
        bestOfPenalty = Math.max(bestOfPenalty, fit.validAccuracy());
        length = Math.min(2 * length, longest);
    }

    /** The best of all fits, with all of them. */
    ReadoutResult result() {
        EpochRecord chosen = Objects.requireNonNull(best, "there was no fit");
        return new ReadoutResult(
                Objects.requireNonNull(bestReadout), chosen.penalty(), chosen.epoch(), chosen.validAccuracy(), records);
    }
}
