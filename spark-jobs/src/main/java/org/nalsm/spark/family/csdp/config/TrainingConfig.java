package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code csdp.training}.
 *
 * @param epochs how often the training samples are shown, 1 to 10000
 * @param batchSize real samples of a minibatch, 1 to 50000
 * @param learningRate of Adam, 0 to 1; 0 takes the published one of the batch size
 * @param decay what a synapse loses where a neuron spikes without it, -1 to 1; below 0 takes the published one
 * @param flippedLateral whether lateral synapses learn with the opposite sign
 * @param threads of the training's task, 0 to 1000; 0 for all that the task has
 * @param checkpointMinibatches minibatches between two stored states, 1 to 1000000
 */
public record TrainingConfig(
        int epochs,
        int batchSize,
        double learningRate,
        double decay,
        boolean flippedLateral,
        int threads,
        int checkpointMinibatches)
        implements Serializable {

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public TrainingConfig {
        new Constraints()
                .inRange("csdp.training.epochs", epochs, 1, 10_000)
                .inRange("csdp.training.batch-size", batchSize, 1, 50_000)
                .inRange("csdp.training.learning-rate", learningRate, 0, 1)
                .inRange("csdp.training.decay", decay, -1, 1)
                .inRange("csdp.training.threads", threads, 0, 1000)
                .inRange("csdp.training.checkpoint-minibatches", checkpointMinibatches, 1, 1_000_000)
                .enforce();
    }
}
