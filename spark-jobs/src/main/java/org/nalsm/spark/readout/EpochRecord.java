package org.nalsm.spark.readout;

/**
 * One epoch (Adadelta) or iteration (L-BFGS) of one penalty.
 *
 * @param epoch 1, 2, ... within the penalty
 * @param penalty L2 penalty
 * @param trainLoss loss with its L2 term: at the iterate (L-BFGS), mean over the epoch's batches, each
 *     before its update (Adadelta)
 * @param trainAccuracy part of the training samples classified correctly, 0 to 1, measured like the loss
 * @param validAccuracy part of the validation samples classified correctly after the epoch, 0 to 1
 * @param seconds since the start of the training, all penalties together
 */
public record EpochRecord(
        int epoch, double penalty, double trainLoss, double trainAccuracy, double validAccuracy, double seconds) {}
