package org.nalsm.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventRecording;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.config.ContentId;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.config.ModelConfig;
import org.nalsm.spark.config.ReadoutConfig;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.ReadoutSettings;

/**
 * One experiment as the jobs see it: the configuration with its identity, translated into the engine's terms.
 *
 * @param config the validated configuration
 * @param json the same as one line of JSON
 * @param runId name of the run
 * @param codeVersion version of this project
 * @param dataHash content of the dataset's recordings; empty for images, whose files have known checksums, and if not
 *     known
 */
public record Experiment(ExperimentConfig config, String json, String runId, String codeVersion, String dataHash) {
    /** Rows and columns of every image dataset. */
    static final int IMAGE_SIDE = 28;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Without a look at the dataset. */
    public static Experiment of(ResolvedConfig resolved, String codeVersion) {
        return new Experiment(resolved.experiment(), resolved.json(), resolved.runId(codeVersion), codeVersion, "");
    }

    /** The same on these recordings. */
    public Experiment withDataHash(String hash) {
        return new Experiment(config, json, runId, codeVersion, hash);
    }

    /** The liquid model. */
    public LiquidModel model() {
        ModelConfig m = config.model();
        LiquidModel model = switch (m.name()) {
            case NALSM -> LiquidModel.nalsm(m.astrocyteWeight(), m.maxWeight(), m.lrDecay());
            case LSM -> LiquidModel.lsm(m.initialAbsWeight(), m.maxWeight());
            case LSM_STDP -> LiquidModel.lsmStdp(m.maxWeight(), m.lrDecay());
            case LSM_AP_STDP ->
                LiquidModel.lsmApStdp(m.initialAbsWeight(), m.maxWeight(), m.apStdpTheta(), m.apStdpDelta());
        };
        return config.simulation().plastic() ? model : model.withStaticSamples();
    }

    /**
     * The network, with an input channel for each pixel, or for each pixel and polarity of events.
     *
     * @throws UserException BAD_CONFIGURATION if there is no such network
     */
    public NetworkParameters network() {
        int channels = config.data().isEvents() ? EventRecording.CHANNELS : IMAGE_SIDE * IMAGE_SIDE;
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

    /** Name of a network: equal parameters, equal name. */
    public static String networkId(NetworkParameters parameters) {
        return ContentId.of("n-", parameters.toString());
    }

    /**
     * Name of the initialised liquid: experiments that agree in network, model, initialisation and training
     * samples share it, whatever they simulate afterwards.
     */
    public String liquidId() {
        ObjectNode root = identity(json);
        root.retain("network", "model", "initialisation", "run", "data");
        root.withObject("/data").retain("dataset", "train-samples");
        return ContentId.of("l-", root + codeVersion + dataHash);
    }

    /** Name of the spike counts: experiments that differ in nothing but the readout share them. */
    public String simulationId() {
        ObjectNode root = identity(json);
        root.remove("readout");
        return ContentId.of("c-", root + codeVersion + dataHash);
    }

    /** How many samples of each split take part. */
    public Map<Split, Integer> samples() {
        return Map.of(
                Split.TRAIN,
                config.data().trainSamples(),
                Split.VALID,
                config.data().validSamples(),
                Split.TEST,
                config.data().testSamples());
    }

    /** All blocks of all splits in the order of the dataset. */
    List<SampleBlock> blocks() {
        return Stream.of(Split.values())
                .flatMap(split ->
                        SampleBlock.of(
                                split, samples().get(split), config.simulation().samplesPerBlock())
                                .stream())
                .toList();
    }

    /** Whether another run's configuration differs at most in what never changes a result. */
    boolean sameResultsAs(String otherJson) {
        return identity(json).equals(identity(otherJson));
    }

    /** Whether another run's recordings are the same, as far as is known. */
    public boolean sameDataAs(String otherHash) {
        return dataHash.isEmpty() || otherHash.isEmpty() || dataHash.equals(otherHash);
    }

    private static ObjectNode identity(String json) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(json);
            root.remove("output");
            root.withObject("/data").remove("dir");
            root.withObject("/simulation").remove("backend");
            return root;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a run's configuration is no JSON", e);
        }
    }
}
