package org.nalsm.spark.readout.distributed;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.nalsm.spark.table.SpikeCounts;

/**
 * What has to be known of the training samples before a fit.
 *
 * @param largestCount of all samples and neurons
 * @param labels a bit for each class that there is
 */
record TrainingExtent(int largestCount, int labels) implements Serializable {
    static TrainingExtent of(JavaRDD<SpikeCounts> samples) {
        return samples.map(TrainingExtent::of).fold(new TrainingExtent(0, 0), TrainingExtent::and);
    }

    private static TrainingExtent of(SpikeCounts sample) {
        return new TrainingExtent(Arrays.stream(sample.counts()).max().orElse(0), 1 << sample.label());
    }

    private TrainingExtent and(TrainingExtent other) {
        return new TrainingExtent(Math.max(largestCount, other.largestCount), labels | other.labels);
    }

    /** How many classes there are. */
    int classes() {
        return Integer.bitCount(labels);
    }
}
