package org.nalsm.spark.table;

/**
 * A row of {@code readout}.
 *
 * @param classIndex class, from 0
 * @param bias bias of the class
 * @param weights weight of each of the N features
 */
public record ReadoutRow(int classIndex, double bias, double[] weights) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {classIndex, bias, weights};
    }
}
