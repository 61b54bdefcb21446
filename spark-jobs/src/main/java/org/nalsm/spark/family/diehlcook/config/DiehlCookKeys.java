package org.nalsm.spark.family.diehlcook.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code diehl-cook}; what the keys mean is in the reference.
 *
 * @param imported SHA-256 of the files that the trained network was taken from; empty if the run trains
 */
public record DiehlCookKeys(
        int neurons,
        double timeStepMs,
        double presentationMs,
        double restMs,
        int intensity,
        int minSpikes,
        int maxPresentations,
        double initialThetaMv,
        double thetaIncrementMv,
        double thetaTauMs,
        double ltdRate,
        double ltpRate,
        double weightSum,
        double excitatoryToInhibitory,
        double inhibitoryToExcitatory,
        String imported,
        int samplesPerBlock,
        KernelChoice kernel,
        TrainingKeys training,
        ObservationKeys observation,
        TestKeys test)
        implements Serializable {

    private static final String SECTION = "diehl-cook.";

    /** What runs the inner loops. */
    public enum KernelChoice {
        AUTO,
        SCALAR,
        VECTOR
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public DiehlCookKeys {
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(observation, "observation");
        Objects.requireNonNull(test, "test");
        new Constraints()
                .inRange(SECTION + "neurons", neurons, 1, 100_000)
                .inRange(SECTION + "time-step-ms", timeStepMs, 0.01, 0.5)
                .inRange(SECTION + "presentation-ms", presentationMs, 1, 10_000)
                .inRange(SECTION + "rest-ms", restMs, 10, 10_000)
                .inRange(SECTION + "intensity", intensity, 1, 100)
                .inRange(SECTION + "min-spikes", minSpikes, 0, 1000)
                .inRange(SECTION + "max-presentations", maxPresentations, 1, 1000)
                .inRange(SECTION + "initial-theta-mv", initialThetaMv, 0, 1000)
                .inRange(SECTION + "theta-increment-mv", thetaIncrementMv, 0, 100)
                .inRange(SECTION + "theta-tau-ms", thetaTauMs, 1000, 1e12)
                .inRange(SECTION + "ltd-rate", ltdRate, 0, 1)
                .inRange(SECTION + "ltp-rate", ltpRate, 0, 1)
                .above(SECTION + "weight-sum", weightSum, 0, 784)
                .inRange(SECTION + "excitatory-to-inhibitory", excitatoryToInhibitory, 0, 1000)
                .inRange(SECTION + "inhibitory-to-excitatory", inhibitoryToExcitatory, 0, 1000)
                .require(
                        imported.isEmpty() || imported.matches("[0-9a-f]{64}"),
                        SECTION + "imported",
                        imported,
                        "must be empty or 64 hexadecimal digits, which 'nalsm import' sets")
                .inRange(SECTION + "samples-per-block", samplesPerBlock, 1, 60_000)
                .enforce();
    }

    /**
     * Section {@code diehl-cook.training}.
     *
     * @param checkpoints stored states of the whole training
     * @param snapshots networks kept from it, for the accuracy while training
     * @param snapshotSamples samples shown to each, half of them to name its neurons
     */
    public record TrainingKeys(
            int passes,
            TrainingSamples samples,
            boolean normaliseAtEnd,
            int checkpoints,
            int snapshots,
            int snapshotSamples)
            implements Serializable {

        /** Which samples the network learns from. */
        public enum TrainingSamples {
            /** The splits train and valid: the whole training file, as published. */
            TRAIN_AND_VALID,
            /** The split train, so that the split valid is new to the network. */
            TRAIN
        }

        /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
        public TrainingKeys {
            Objects.requireNonNull(samples, "samples");
            new Constraints()
                    .inRange(SECTION + "training.passes", passes, 1, 1000)
                    .inRange(SECTION + "training.checkpoints", checkpoints, 1, 100_000)
                    .inRange(SECTION + "training.snapshots", snapshots, 0, 1000)
                    .inRange(SECTION + "training.snapshot-samples", snapshotSamples, 2, 20_000)
                    .enforce();
        }
    }

    /**
     * Section {@code diehl-cook.observation}.
     *
     * @param first position of the first sample in the training file
     * @param samples number of samples
     */
    public record ObservationKeys(int first, int samples, SilentNeurons silentNeurons, Delays delays)
            implements Serializable {

        /** What becomes of neurons that never spike. */
        public enum SilentNeurons {
            /** They have no label and no vote. */
            NONE,
            /** They count as neurons of class 0, as in the published program. */
            CLASS_0
        }

        /** Delays of the synapses where the network no longer learns. */
        public enum Delays {
            /** Those that it was trained with. */
            TRAINED,
            /** New ones, as in the published program. */
            REDRAWN
        }

        /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
        public ObservationKeys {
            Objects.requireNonNull(silentNeurons, "silentNeurons");
            Objects.requireNonNull(delays, "delays");
            new Constraints()
                    .inRange(SECTION + "observation.first", first, 0, 59_999)
                    .inRange(SECTION + "observation.samples", samples, 1, 60_000)
                    .enforce();
        }
    }

    /**
     * Section {@code diehl-cook.test}.
     *
     * @param draws how many samples are drawn, with replacement
     * @param recordedSamples test samples whose every spike is kept
     */
    public record TestKeys(TestOrder order, int draws, int recordedSamples) implements Serializable {

        /** Which test samples count. */
        public enum TestOrder {
            /** Each once. */
            ALL,
            /** Random ones, with replacement, as in the published program. */
            DRAWN
        }

        /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
        public TestKeys {
            Objects.requireNonNull(order, "order");
            new Constraints()
                    .inRange(SECTION + "test.draws", draws, 1, 1_000_000)
                    .inRange(SECTION + "test.recorded-samples", recordedSamples, 0, 10_000)
                    .enforce();
        }
    }
}
