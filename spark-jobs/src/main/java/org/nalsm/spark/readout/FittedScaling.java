package org.nalsm.spark.readout;

import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A scaling with the constants that it took from the training samples. Both kinds multiply all counts
 * of a sample by one factor, so products use the counts as they are and apply the factor afterwards.
 *
 * @param kind how counts are scaled
 * @param trainingMaximum largest count over the training samples; 0 for a silent liquid, whose features
 *     are 0. Used by {@link FeatureScaling#TRAINING_MAXIMUM}
 * @param batchSize samples a batch. Used by {@link FeatureScaling#SAMPLE_SUM_AND_BATCH_MAXIMUM}
 */
public record FittedScaling(FeatureScaling kind, int trainingMaximum, int batchSize) {
    /** Checks the constants. */
    public FittedScaling {
        Objects.requireNonNull(kind, "kind");
        if (trainingMaximum < 0 || batchSize < 1) {
            throw new IllegalArgumentException("training maximum " + trainingMaximum + ", batch size " + batchSize);
        }
    }

    static FittedScaling fit(FeatureScaling kind, CountMatrix training, int batchSize) {
        return new FittedScaling(kind, training.largestCount(), batchSize);
    }

    /** The features themselves, [samples x neurons] floats in native memory: a copy the size of the counts. */
    public INDArray features(CountMatrix counts) {
        INDArray features =
                Nd4j.createUninitialized(DataType.FLOAT, new long[] {counts.samples(), counts.neurons()}, 'c');
        counts.writeFeatures(0, counts.samples(), rowFactors(counts), features);
        return features;
    }

    /** The factor of each sample: feature = count * factor. */
    float[] rowFactors(CountMatrix counts) {
        float[] factors = new float[counts.samples()];
        for (int from = 0; from < factors.length; from += batchSize) {
            int to = Math.min(from + batchSize, factors.length);
            double batchMaximum = 0;
            for (int i = from; i < to; i++) {
                batchMaximum = Math.max(batchMaximum, counts.largestCount(i) / (double) Math.max(counts.sum(i), 1));
            }
            for (int i = from; i < to; i++) {
                double divisor =
                        kind == FeatureScaling.TRAINING_MAXIMUM ? trainingMaximum : counts.sum(i) * batchMaximum;
                factors[i] = divisor == 0 ? 0f : (float) (1 / divisor);
            }
        }
        return factors;
    }
}
