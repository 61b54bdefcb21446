package org.nalsm.spark.readout;

import java.util.List;

/**
 * What a training returns.
 *
 * @param readout the weights of the chosen penalty and epoch
 * @param penalty the chosen L2 penalty
 * @param bestEpoch the chosen epoch (Adadelta) or iteration (L-BFGS) of that penalty
 * @param validAccuracy its validation accuracy, 0 to 1, the highest of all; among equals the first in
 *     the order of {@code epochs}, where larger penalties come first
 * @param epochs every epoch of every penalty, in the order of training
 */
public record ReadoutResult(
        TrainedReadout readout, double penalty, int bestEpoch, double validAccuracy, List<EpochRecord> epochs) {
    /** Copies the list. */
    public ReadoutResult {
        epochs = List.copyOf(epochs);
    }
}
