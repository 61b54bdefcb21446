package org.nalsm.spark.table;

/**
 * A row of {@code predictions}.
 *
 * @param sampleId index of the sample in the dataset's own order, from 0
 * @param label class, from 0
 * @param predicted class with the largest score
 * @param scores score of each class
 */
public record PredictionRow(int sampleId, int label, int predicted, float[] scores) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {sampleId, label, predicted, scores};
    }
}
