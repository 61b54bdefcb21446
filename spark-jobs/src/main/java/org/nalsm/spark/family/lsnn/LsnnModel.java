package org.nalsm.spark.family.lsnn;

import java.io.Serializable;
import java.util.Optional;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.engine.lsnn.ReadoutWindows;
import org.nalsm.engine.lsnn.learning.DeepRewiring;
import org.nalsm.engine.lsnn.learning.Initialisation;
import org.nalsm.engine.lsnn.learning.LearningRule;
import org.nalsm.engine.lsnn.learning.LsnnNetwork;
import org.nalsm.engine.lsnn.task.AnalogPixels;
import org.nalsm.engine.lsnn.task.StoreRecall;
import org.nalsm.engine.lsnn.task.ThresholdCrossings;
import org.nalsm.spark.family.lsnn.config.LsnnConfig;
import org.nalsm.spark.family.lsnn.config.LsnnSections;
import org.nalsm.spark.family.lsnn.config.NeuronConfig;
import org.nalsm.spark.family.lsnn.config.RewiringConfig;
import org.nalsm.spark.family.lsnn.config.SmnistConfig;
import org.nalsm.spark.family.lsnn.config.StoreRecallConfig;
import org.nalsm.spark.family.lsnn.config.TaskName;
import org.nalsm.spark.family.lsnn.config.TrainingConfig;
import org.nalsm.spark.run.Experiment;

/**
 * An LSNN's experiment in the engine's terms. Travels to executors.
 *
 * @param config section {@code lsnn}
 * @param seed {@code run.seed}
 */
public record LsnnModel(LsnnConfig config, long seed) implements Serializable {
    private static final int IMAGE_SIDE = 28;
    private static final int DIGITS = 10;
    private static final int BITS = 2;
    private static final double STEPS_PER_SECOND = 1000;

    /** Of an experiment of {@link LsnnFamily}. */
    public static LsnnModel of(Experiment experiment) {
        return new LsnnModel(
                experiment.config().family(LsnnSections.class).lsnn(),
                experiment.config().run().seed());
    }

    /** Whether images are classified; else store-recall. */
    public boolean isImages() {
        return config.task() == TaskName.SMNIST;
    }

    private boolean isAnalog() {
        return isImages() && config.smnist().input() == SmnistConfig.Input.ANALOG;
    }

    /** Number of input channels. */
    public int inputs() {
        return isImages() ? isAnalog() ? 1 : ThresholdCrossings.CHANNELS : StoreRecall.CHANNELS;
    }

    /** Number of outputs. */
    public int outputs() {
        return isImages() ? DIGITS : BITS;
    }

    /** The layer. */
    public AlifParameters layer() {
        NeuronConfig n = config.neurons();
        return new AlifParameters(
                inputs(),
                n.regular(),
                n.adaptive(),
                n.tauMembraneMs(),
                n.tauMembraneMs(),
                n.tauAdaptationMs(),
                n.adaptationStrength(),
                n.threshold(),
                n.refractoryMs(),
                n.delays(),
                n.dampening());
    }

    /** Images in spikes. */
    ThresholdCrossings crossings() {
        return new ThresholdCrossings(IMAGE_SIDE * IMAGE_SIDE, config.smnist().stepsPerPixel());
    }

    /** Images in gray values. */
    AnalogPixels analog() {
        return new AnalogPixels(
                IMAGE_SIDE, config.smnist().pooled(), config.smnist().stepsPerPixel());
    }

    /** The sequences of store-recall. */
    public StoreRecall storeRecall() {
        StoreRecallConfig c = config.storeRecall();
        return new StoreRecall(c.symbols(), c.symbolMs(), c.delaySymbols());
    }

    /** Steps of a sequence. */
    public int steps() {
        if (!isImages()) {
            return storeRecall().steps();
        }
        return isAnalog() ? analog().steps() : crossings().steps();
    }

    /** Where outputs are averaged. */
    public ReadoutWindows windows() {
        if (!isImages()) {
            return ReadoutWindows.equal(
                    config.storeRecall().symbols(), config.storeRecall().symbolMs());
        }
        return ReadoutWindows.last(steps(), isAnalog() ? 1 : ThresholdCrossings.ANSWER_STEPS);
    }

    /** How parameters change. */
    public LearningRule rule() {
        TrainingConfig t = config.training();
        return new LearningRule(
                t.learningRate(),
                t.learningRateDecay(),
                t.learningRateDecayIterations(),
                t.rateRegularisation(),
                t.targetRateHz() / STEPS_PER_SECOND,
                config.rewiring().enabled() ? Optional.of(rewiring()) : Optional.empty());
    }

    private DeepRewiring rewiring() {
        RewiringConfig r = config.rewiring();
        return new DeepRewiring(r.connectivity(), r.l1(), r.temperature(), r.selfConnections(), seed);
    }

    /** The network before training. */
    LsnnNetwork untrained() {
        Initialisation initialisation = new Initialisation(layer(), outputs(), seed);
        RewiringConfig r = config.rewiring();
        return r.enabled()
                ? initialisation.sparse(
                        rewiring(), r.excitatoryShare(), r.inhibitory() == RewiringConfig.Inhibitory.FIRST)
                : initialisation.dense();
    }
}
