package org.nalsm.spark.table;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row of {@code readout}.
 *
 * @param classIndex class, from 0
 * @param bias bias of the class
 * @param weights weight of each of the N features
 * @param trainingMaximum largest spike count of the training samples; empty in files of versions that did not note it
 * @param trainingPixelShare largest pixel of the training images over its image's sum; empty for events and in
 *     such files
 */
public record ReadoutRow(
        int classIndex, double bias, double[] weights, OptionalInt trainingMaximum, OptionalDouble trainingPixelShare)
        implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {
            classIndex,
            bias,
            weights,
            trainingMaximum.isPresent() ? trainingMaximum.getAsInt() : null,
            trainingPixelShare.isPresent() ? trainingPixelShare.getAsDouble() : null
        };
    }
}
