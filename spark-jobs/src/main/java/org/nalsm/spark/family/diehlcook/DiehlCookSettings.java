package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.function.Predicate;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.diehlcook.DiehlCookModel;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.spark.family.diehlcook.config.DiehlCookConfig;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.KernelChoice;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.ObservationKeys.Delays;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.TrainingKeys.TrainingSamples;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.SampleBlock;

/**
 * An experiment in the engine's terms, and the names of the parts of its results.
 *
 * @param experiment of this family's model
 * @param keys its section
 */
public record DiehlCookSettings(Experiment experiment, DiehlCookKeys keys) {
    /** The split of observed samples in the tables. */
    public static final String OBSERVED = "observed";

    private static final String SECTION = "diehl-cook.";

    /** @param experiment of this family's model */
    public static DiehlCookSettings of(Experiment experiment) {
        return new DiehlCookSettings(
                experiment, experiment.config().family(DiehlCookConfig.class).diehlCook());
    }

    /** The network. */
    public DiehlCookModel model() {
        return new DiehlCookModel(
                keys.neurons(),
                keys.timeStepMs(),
                keys.presentationMs(),
                keys.restMs(),
                keys.intensity(),
                keys.minSpikes(),
                keys.maxPresentations(),
                keys.initialThetaMv(),
                keys.thetaIncrementMv(),
                keys.thetaTauMs(),
                keys.ltdRate(),
                keys.ltpRate(),
                keys.weightSum(),
                keys.excitatoryToInhibitory(),
                keys.inhibitoryToExcitatory());
    }

    /** Seed of initial weights, delays and input spikes. */
    public long seed() {
        return experiment.config().run().seed();
    }

    /**
     * What runs the inner loops on this machine.
     *
     * @throws UserException BAD_CONFIGURATION if it cannot be used
     */
    public Kernel kernel() {
        return kernel(keys.kernel());
    }

    /** What a choice is on this machine, likewise. */
    static Kernel kernel(KernelChoice choice) {
        return switch (choice) {
            case AUTO -> Kernel.fastest();
            case SCALAR -> Kernel.SCALAR;
            case VECTOR -> {
                if (!Kernel.VECTOR.isAvailable()) {
                    throw new UserException(
                            UserException.Kind.BAD_CONFIGURATION,
                            SECTION + "kernel = vector cannot be used: " + Kernel.VECTOR.unavailableBecause()
                                    + "; use auto");
                }
                yield Kernel.VECTOR;
            }
        };
    }

    /** The samples that the network learns from, in the order of one pass. */
    TrainingFile learned() {
        return new TrainingFile(experiment.samples(Split.TRAIN), learnsFromValid() ? validSamples() : 0);
    }

    /** The samples of the training file, whether learned from or not. */
    TrainingFile trainingFile() {
        return new TrainingFile(experiment.samples(Split.TRAIN), validSamples());
    }

    private int validSamples() {
        return experiment.samples(Split.VALID);
    }

    /** Whether the images of split valid are part of the training. */
    public boolean learnsFromValid() {
        return keys.training().samples() == TrainingSamples.TRAIN_AND_VALID;
    }

    /** Samples of the whole training. */
    public int trainingSteps() {
        return Math.multiplyExact(keys.training().passes(), learned().size());
    }

    /** The blocks of samples whose labels name the neurons: some of the training file, as many as there are. */
    List<SampleBlock> observedBlocks() {
        int first = keys.observation().first();
        int count = Math.min(keys.observation().samples(), trainingFile().size() - first);
        return trainingFile().blocks(OBSERVED, first, count, keys.samplesPerBlock());
    }

    /** @throws UserException BAD_CONFIGURATION if there are no observed samples, or the dataset has no images */
    void check() {
        if (experiment.config().data().isEvents()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "data.dataset = " + experiment.config().data().dataset()
                            + " has recordings of events, and model.name = diehl-cook takes images, whose pixels are "
                            + "firing rates; use mnist or fashion-mnist");
        }
        if (keys.observation().first() >= trainingFile().size()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    SECTION + "observation.first = " + keys.observation().first()
                            + " leaves no sample to observe: data.train-samples and data.valid-samples make "
                            + trainingFile().size() + "; use a smaller one");
        }
        kernel();
    }

    /** Whether new delays are drawn for networks that do not learn. */
    boolean redrawsDelays() {
        return keys.observation().delays() == Delays.REDRAWN;
    }

    /** Name of the trained network: experiments that agree in everything that training depends on share it. */
    String trainedId() {
        Predicate<String> observing = key -> key.startsWith(SECTION + "observation.")
                || key.startsWith(SECTION + "test.")
                || key.equals(SECTION + "samples-per-block");
        return experiment.contentId(
                "d-",
                key -> (key.startsWith(SECTION) && !observing.test(key))
                        || key.startsWith("run.")
                        || key.startsWith("model.")
                        || key.equals("data.dataset")
                        || key.equals("data.train-samples")
                        || key.equals("data.valid-samples"));
    }
}
