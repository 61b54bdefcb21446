package org.nalsm.spark.table;

/**
 * A row of {@code training}; NaN means not evaluated and is stored as null.
 *
 * @param epoch epoch or iteration, from 1
 * @param l2Penalty L2 penalty of this fit
 * @param trainLoss training loss with its L2 term, nats
 * @param trainAccuracy share from 0 to 1
 * @param validAccuracy share from 0 to 1
 * @param testAccuracy share from 0 to 1
 * @param seconds wall time since training began, s
 */
public record TrainingRow(
        int epoch,
        double l2Penalty,
        double trainLoss,
        double trainAccuracy,
        double validAccuracy,
        double testAccuracy,
        double seconds)
        implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {
            epoch,
            RunRow.known(l2Penalty),
            RunRow.known(trainLoss),
            RunRow.known(trainAccuracy),
            RunRow.known(validAccuracy),
            RunRow.known(testAccuracy),
            seconds
        };
    }
}
