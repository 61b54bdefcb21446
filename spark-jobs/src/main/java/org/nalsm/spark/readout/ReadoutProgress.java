package org.nalsm.spark.readout;

/** Hears of every epoch or iteration, on the training's thread, so it should be quick. */
@FunctionalInterface
public interface ReadoutProgress {
    /** A listener that does nothing. */
    ReadoutProgress NONE = (record, ofEpochs, penaltyIndex, ofPenalties) -> {};

    /**
     * An epoch has ended.
     *
     * @param record the epoch
     * @param ofEpochs the most epochs that this penalty can take; it may end sooner
     * @param penaltyIndex 0, 1, ... in the order of training
     * @param ofPenalties number of penalties
     */
    void epoch(EpochRecord record, int ofEpochs, int penaltyIndex, int ofPenalties);
}
