package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn}.
 *
 * @param task what is learned; chooses the defaults of other keys
 * @param recordedSamples test samples whose every spike is kept, 0 to 1000
 */
public record LsnnConfig(
        TaskName task,
        NeuronConfig neurons,
        TrainingConfig training,
        RewiringConfig rewiring,
        SmnistConfig smnist,
        StoreRecallConfig storeRecall,
        int recordedSamples)
        implements Serializable {

    /** @throws IllegalArgumentException if a value is out of its range */
    public LsnnConfig {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(neurons, "neurons");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(rewiring, "rewiring");
        Objects.requireNonNull(smnist, "smnist");
        Objects.requireNonNull(storeRecall, "storeRecall");
        new Constraints()
                .inRange("lsnn.recorded-samples", recordedSamples, 0, 1000)
                .require(
                        task == TaskName.SMNIST || training.validation() == TrainingConfig.Validation.BATCH,
                        "lsnn.training.validation",
                        "full",
                        "is for lsnn.task = smnist, whose validation samples are a fixed set",
                        "lsnn.task")
                .require(
                        task == TaskName.SMNIST || training.averageIterations() == 0,
                        "lsnn.training.average-iterations",
                        training.averageIterations(),
                        "is for lsnn.task = smnist, whose training has a known end",
                        "lsnn.task")
                .enforce();
    }
}
