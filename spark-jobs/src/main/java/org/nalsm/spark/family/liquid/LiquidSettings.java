package org.nalsm.spark.family.liquid;

import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventRecording;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.family.liquid.config.ModelConfig;
import org.nalsm.spark.family.liquid.config.ReadoutConfig;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.ReadoutTrainer;
import org.nalsm.spark.readout.distributed.DistributedReadout;
import org.nalsm.spark.run.Experiment;

/**
 * A liquid's experiment in the engine's terms, and the names of the parts of its results.
 *
 * @param experiment of a model of {@link LiquidFamily}
 * @param config its sections
 */
public record LiquidSettings(Experiment experiment, LiquidConfig config) {
    /** Rows and columns of every image dataset. */
    private static final int IMAGE_SIDE = 28;

    public static LiquidSettings of(Experiment experiment) {
        return new LiquidSettings(experiment, experiment.config().family(LiquidConfig.class));
    }

    /** The liquid model. */
    public LiquidModel model() {
        ModelConfig m = config.model();
        LiquidModel model = switch (m.name()) {
            case NALSM -> LiquidModel.nalsm(m.astrocyteWeight(), m.maxWeight(), m.lrDecay());
            case LSM -> LiquidModel.lsm(m.initialAbsWeight(), m.maxWeight());
            case LSM_STDP -> LiquidModel.lsmStdp(m.maxWeight(), m.lrDecay());
            case LSM_AP_STDP ->
                LiquidModel.lsmApStdp(
                        m.initialAbsWeight(),
                        m.maxWeight(),
                        m.apStdp().theta(),
                        m.apStdp().delta());
        };
        return config.simulation().plastic() ? model : model.withStaticSamples();
    }

    /**
     * The network, with an input channel for each pixel, or for each pixel and polarity of events.
     *
     * @throws UserException BAD_CONFIGURATION if there is no such network
     */
    public NetworkParameters network() {
        int channels = experiment.config().data().isEvents() ? EventRecording.CHANNELS : IMAGE_SIDE * IMAGE_SIDE;
        List<Integer> size = config.network().dimensions();
        try {
            return new NetworkParameters(
                    size.get(0),
                    size.get(1),
                    size.get(2),
                    channels,
                    config.network().seed());
        } catch (IllegalArgumentException e) {
            throw new UserException(UserException.Kind.BAD_CONFIGURATION, "network.dimensions: " + e.getMessage(), e);
        }
    }

    /** Number of liquid neurons. */
    public int neurons() {
        return config.network().neurons();
    }

    /** Seed of input spikes, initialisation order and noise. */
    public long runSeed() {
        return experiment.config().run().seed();
    }

    /** How the readout is trained. */
    public ReadoutSettings readout() {
        ReadoutConfig readout = config.readout();
        return new ReadoutSettings(
                switch (readout.optimiser()) {
                    case LBFGS -> ReadoutSettings.Optimiser.LBFGS;
                    case ADADELTA -> ReadoutSettings.Optimiser.ADADELTA;
                },
                switch (readout.labels()) {
                    case HARD -> ReadoutSettings.Labels.HARD;
                    case SOFT -> ReadoutSettings.Labels.SOFT;
                },
                switch (readout.features()) {
                    case COUNTS -> FeatureScaling.TRAINING_MAXIMUM;
                    case SHARES -> FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM;
                },
                readout.l2Penalties().stream().mapToDouble(Double::doubleValue).toArray(),
                readout.maxEpochs(),
                readout.patienceEpochs(),
                readout.batchSize(),
                readout.learningRate(),
                readout.rho(),
                readout.epsilon(),
                ReadoutSettings.LBFGS_TOLERANCE);
    }

    /** Whether the readout is trained on the executors, and not on the driver. */
    boolean readoutIsDistributed() {
        return config.readout().trainer() == ReadoutConfig.Trainer.SPARK_ML;
    }

    /** @throws UserException BAD_CONFIGURATION if what trains the readout cannot do what its other keys say */
    void checkReadout() {
        if (readoutIsDistributed()) {
            DistributedReadout.check(readout());
        } else {
            trainer();
        }
    }

    /**
     * What trains a readout on the driver.
     *
     * @throws UserException BAD_CONFIGURATION if the chosen one cannot do what {@code readout.optimiser} says
     */
    public ReadoutTrainer trainer() {
        return ReadoutTrainer.of(
                switch (config.readout().trainer()) {
                    case DRIVER -> ReadoutTrainer.Kind.DRIVER;
                    case DL4J -> ReadoutTrainer.Kind.DL4J;
                    case SPARK_ML -> throw new IllegalStateException("spark-ml does not train on the driver");
                },
                readout());
    }

    /** Name of a network: equal parameters, equal name. */
    public static String networkId(NetworkParameters parameters) {
        return ContentId.of("n-", parameters + " results " + ResultsVersion.CURRENT);
    }

    /**
     * Name of the initialised liquid: experiments that agree in network, model, initialisation and training samples share
     * it, whatever they simulate afterwards.
     */
    public String liquidId() {
        return experiment.contentId(
                "l-",
                key -> key.startsWith("network.")
                        || key.startsWith("model.")
                        || key.startsWith("initialisation.")
                        || key.startsWith("run.")
                        || key.equals("data.dataset")
                        || key.equals("data.train-samples"));
    }

    /** Name of the spike counts: experiments that differ in nothing but the readout share them. */
    public String simulationId() {
        return experiment.contentId("c-", key -> !key.startsWith("readout."));
    }

    /**
     * Name of the counts of single samples: experiments that share it count the same spikes of the same sample, however
     * many samples each of them has, and have blocks of the same size. The number of training samples is a part of it
     * where the liquid has been initialised with them.
     */
    public String sampleCountsId() {
        boolean learns = model().initialisation().changesWeights();
        return experiment.contentId(
                "k-",
                key -> !key.startsWith("readout.")
                        && !key.equals("data.valid-samples")
                        && !key.equals("data.test-samples")
                        && !key.equals("simulation.recorded-samples")
                        && (learns || !key.equals("data.train-samples")));
    }
}
