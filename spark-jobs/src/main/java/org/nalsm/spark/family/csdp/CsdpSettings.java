package org.nalsm.spark.family.csdp;

import java.io.Serializable;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.csdp.CsdpModel;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.Dynamics;
import org.nalsm.engine.csdp.LearningRule;
import org.nalsm.engine.csdp.task.Negatives;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.family.csdp.config.CsdpConfig;
import org.nalsm.spark.family.csdp.config.CsdpSections;
import org.nalsm.spark.family.csdp.config.DynamicsConfig;
import org.nalsm.spark.family.csdp.config.NegativesConfig;
import org.nalsm.spark.family.csdp.config.TrainingConfig;
import org.nalsm.spark.run.Experiment;

/**
 * A CSDP experiment in the engine's terms. Travels to executors.
 *
 * @param config section {@code csdp}
 * @param seed {@code run.seed}
 * @param trainSamples {@code data.train-samples}
 * @param validSamples {@code data.valid-samples}
 */
public record CsdpSettings(CsdpConfig config, long seed, int trainSamples, int validSamples) implements Serializable {
    /** Pixels of an image. */
    public static final int INPUTS = 28 * 28;
    /** Classes of a dataset. */
    public static final int CLASSES = ConfusionMatrix.CLASSES;

    private static final String SECTION = "csdp.";

    /** Of an experiment of {@link CsdpFamily}. */
    public static CsdpSettings of(Experiment experiment) {
        return new CsdpSettings(
                experiment.config().family(CsdpSections.class).csdp(),
                experiment.config().run().seed(),
                experiment.samples(Split.TRAIN),
                experiment.samples(Split.VALID));
    }

    /** Name of the trained network: experiments that agree in everything that training depends on share it. */
    static String trainedId(Experiment experiment) {
        return experiment.contentId(
                "n-",
                key -> (key.startsWith(SECTION) && !key.startsWith(SECTION + "test."))
                        || key.startsWith("run.")
                        || key.equals("model.name")
                        || key.equals("data.dataset")
                        || key.equals("data.train-samples")
                        || key.equals("data.valid-samples"));
    }

    /** @throws UserException BAD_CONFIGURATION if the dataset has no images, or no whole minibatch */
    static void check(Experiment experiment) {
        DataConfig data = experiment.config().data();
        int batch = of(experiment).config().training().batchSize();
        if (data.isEvents()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "data.dataset = " + data.dataset()
                            + " has recordings of events, and model.name = csdp takes images, "
                            + "whose pixels are probabilities of a spike; use mnist or fashion-mnist");
        }
        if (batch > data.trainSamples()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "csdp.training.batch-size = " + batch + " is more than there are training samples "
                            + "(data.train-samples = " + data.trainSamples() + "); use a smaller one, or more samples");
        }
    }

    /** The network. */
    public CsdpModel model() {
        DynamicsConfig d = config.dynamics();
        return new CsdpModel(
                INPUTS,
                config.hidden1(),
                config.hidden2(),
                CLASSES,
                config.isSupervised(),
                new Dynamics(
                        d.steps(),
                        d.timeStepMs(),
                        d.tauMembraneMs(),
                        d.tauTraceMs(),
                        d.thresholdIncrement(),
                        d.thresholdFloor(),
                        d.goodnessThreshold()));
    }

    /** The network before training. */
    CsdpNetwork untrained() {
        return CsdpNetwork.initial(model(), config.projectAtStart(), seed);
    }

    /** How weights change. */
    public LearningRule rule() {
        TrainingConfig training = config.training();
        LearningRule published = LearningRule.ofBatchSize(training.batchSize());
        return new LearningRule(
                training.learningRate() > 0 ? training.learningRate() : published.learningRate(),
                training.decay() >= 0 ? training.decay() : published.decay(),
                training.flippedLateral());
    }

    /** How negative samples are made. */
    Negatives negatives() {
        NegativesConfig n = config.negatives();
        return config.isSupervised()
                ? Negatives.wrongLabels()
                : Negatives.mixed(n.partner() == NegativesConfig.Partner.ONE, n.rotated());
    }

    /** Minibatches of an epoch. */
    public int minibatches() {
        return trainSamples / config.training().batchSize();
    }
}
