package org.nalsm.spark.family.liquid;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.family.liquid.config.SimulationConfig;
import org.nalsm.spark.family.liquid.table.InputRow;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.SharedWork;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Spike counts of a user's own samples with an experiment's liquid, and nothing else: no readout. They go to
 * {@code spike_counts}, and where each sample came from to {@code inputs}, under a name that depends on liquid and samples
 * alone ({@code u-...}); what is there already is not simulated again.
 */
public final class CountJob {
    /** The split of such samples in {@code spike_counts}. */
    public static final String SPLIT = "user";

    private final LiquidSettings settings;
    private final UserSamples samples;
    private final OptionalDouble trainingPixelShare;
    private final ResultsStore store;
    private final SharedWork shared;
    private final String id;

    /**
     * @param experiment its liquid is used, its weights from disk if a run has left them there
     * @param samples of the kind that the experiment's dataset has
     * @param trainingPixelShare by what rates of images are normalised; empty for events, and for images that are
     *     normalised by their own file
     */
    public CountJob(Experiment experiment, UserSamples samples, OptionalDouble trainingPixelShare, ResultsStore store) {
        this.settings = LiquidSettings.of(experiment);
        this.samples = samples;
        this.trainingPixelShare = trainingPixelShare;
        this.store = store;
        this.shared = new SharedWork(store);
        SimulationConfig simulation = settings.config().simulation();
        // Block by block, as other blocks are other files.
        this.id = ContentId.of(
                "u-",
                "%s %d %b %d %s %s"
                        .formatted(
                                settings.liquidId(),
                                simulation.durationMs(),
                                simulation.plastic(),
                                simulation.samplesPerBlock(),
                                samples.digest(),
                                trainingPixelShare));
    }

    /**
     * The outcome.
     *
     * @param id name of the counts, the partition {@code run_id}
     * @param liquid run whose liquid it is
     * @param simulated how many samples were simulated now; the others were found on disk
     * @param inputSpikes mean spikes of all input neurons in a sample
     * @param liquidSpikes mean spikes of all liquid neurons in a sample
     * @param directory of the counts' files
     */
    public record Result(
            String id,
            String liquid,
            int samples,
            int neurons,
            long simulated,
            double inputSpikes,
            double liquidSpikes,
            String directory) {}

    /** Name of the counts. */
    public String id() {
        return id;
    }

    /** Whether nothing is left to do; the manifest is written last. */
    public boolean isComplete() {
        return BlockJob.missing(store, id, SpikeCounts.TABLE, blocks()).isEmpty()
                && new RunCatalog(store).findManifest(id).isPresent();
    }

    /**
     * Whether the liquid needs the experiment's dataset: it must be initialised, and no run has done that.
     *
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION if the configured backend cannot be used
     */
    public boolean needsInitialisation() {
        BackendChoice.of(settings.config().simulation()); // refused here, before the dataset is read for nothing
        return InitialisationPhase.needsSamples(settings, store, shared);
    }

    /**
     * Simulates what is missing.
     *
     * @param dataset the experiment's own dataset; empty unless {@link #needsInitialisation}
     */
    public Result run(JavaSparkContext spark, Optional<SampleSource> dataset, Progress progress) {
        Broadcast<SampleSource> training = dataset.map(spark::broadcast).orElse(null);
        LiquidRun run = LiquidRun.of(new RunContext(spark, settings.experiment(), training, store, shared));
        Network network = run.network();
        for (var phase : List.of(new NetworkPhase(run), new InitialisationPhase(run))) {
            if (!phase.isDone()) {
                phase.run(progress);
            }
        }
        if (training != null) {
            training.destroy();
        }
        run.backend().check(spark);
        run.backend().prepare(spark);
        float[] weights = LiquidWeights.read(store, run.runId());
        Broadcast<SampleSource> source = spark.broadcast(
                new SampleSource.Labelled(shown(samples.source(), trainingPixelShare), samples.labels()));
        Broadcast<Liquid> liquid = spark.broadcast(new Liquid(id, network, settings.model(), weights, run.backend()));
        SampleSimulation work = SampleSimulation.of(settings, source, liquid, SimulationTelemetry.of(spark))
                .unrecorded(SpikeEncoding.of(settings));
        long simulated = new BlockJob(spark, store, id)
                .on(run.backend().resources(spark))
                .run("simulate samples", blocks(), work, progress);
        source.destroy();
        liquid.destroy();
        store.write(InputRow.TABLE, ResultsStore.SINGLE_FILE, inputs(), id);
        new RunCatalog(store).writeManifest(id, manifest());
        return result(simulated);
    }

    /** Images normalised as those of the training were. */
    static SampleSource shown(SampleSource samples, OptionalDouble trainingPixelShare) {
        return samples instanceof SampleSource.Images images && trainingPixelShare.isPresent()
                ? new SampleSource.Images(images.images().normalisedBy(trainingPixelShare.getAsDouble()))
                : samples;
    }

    /** The outcome where nothing is left to do. */
    public Result found() {
        return result(0);
    }

    private Result result(long simulated) {
        LongAdder input = new LongAdder();
        LongAdder liquid = new LongAdder();
        store.readCounts(
                id, SPLIT, IntStream.range(0, samples.count()).toArray(), settings.neurons(), (row, sample) -> {
                    input.add(sample.inputSpikes());
                    liquid.add(sample.liquidSpikes());
                });
        return new Result(
                id,
                settings.experiment().runId(),
                samples.count(),
                settings.neurons(),
                simulated,
                input.doubleValue() / samples.count(),
                liquid.doubleValue() / samples.count(),
                store.directory(SpikeCounts.TABLE, id));
    }

    private List<SampleBlock> blocks() {
        return SampleBlock.of(
                SPLIT, 0, samples.count(), settings.config().simulation().samplesPerBlock());
    }

    private Stream<InputRow> inputs() {
        return IntStream.range(0, samples.count())
                .mapToObj(k -> new InputRow(
                        k,
                        samples.labels()[k],
                        samples.origins().get(k).file(),
                        samples.origins().get(k).position()));
    }

    /** What the counts are of: liquid and configuration. */
    private String manifest() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("liquid", settings.experiment().runId()).put("samples", samples.count());
        root.putRawValue("config", new RawValue(settings.experiment().json()));
        return root.toString();
    }
}
