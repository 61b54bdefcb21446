package org.nalsm.spark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.config.ContentId;
import org.nalsm.spark.config.SimulationConfig;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TableRow;
import org.nalsm.spark.table.Tables;

/**
 * Spike counts of a user's own samples with an experiment's liquid, and nothing else: no readout. They go to
 * {@code spike_counts}, and where each sample came from to {@code inputs}, under a name that depends on liquid and
 * samples alone ({@code u-...}); what is there already is not simulated again.
 */
public final class CountJob {
    /** The split of such samples in {@code spike_counts}. */
    public static final String SPLIT = "user";

    private final Experiment experiment;
    private final UserSamples samples;
    private final ResultsStore store;
    private final SharedResults shared;
    private final String id;

    /**
     * @param experiment its liquid is used, its weights from disk if a run has left them there
     * @param samples of the kind that the experiment's dataset has
     */
    public CountJob(Experiment experiment, UserSamples samples, ResultsStore store) {
        this.experiment = experiment;
        this.samples = samples;
        this.store = store;
        this.shared = new SharedResults(store);
        SimulationConfig simulation = experiment.config().simulation();
        // Block by block, as other blocks are other files.
        this.id = ContentId.of(
                "u-",
                "%s %d %b %d %s"
                        .formatted(
                                experiment.liquidId(),
                                simulation.durationMs(),
                                simulation.plastic(),
                                simulation.samplesPerBlock(),
                                samples.digest()));
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

    private record Input(int sampleId, int label, String file, int position) implements TableRow {
        @Override
        public Object[] values() {
            return new Object[] {sampleId, label, file, position};
        }
    }

    /** Name of the counts. */
    public String id() {
        return id;
    }

    /** Whether nothing is left to do; the manifest is written last. */
    public boolean isComplete() {
        return missing().isEmpty() && store.runs().findManifest(id).isPresent();
    }

    /** Whether the liquid needs the experiment's dataset: it must be initialised, and no run has done that. */
    public boolean needsInitialisation() {
        return experiment.model().initialisation().changesWeights() && !shared.hasLiquid(experiment);
    }

    /**
     * Simulates what is missing.
     *
     * @param dataset the experiment's own dataset; null unless {@link #needsInitialisation}
     */
    public Result run(JavaSparkContext spark, SampleSource dataset, Progress progress) {
        Backend backend = Backend.of(experiment.config().simulation().backend());
        Network network = shared.network(experiment.network());
        Broadcast<SampleSource> training = dataset == null ? null : spark.broadcast(dataset);
        float[] weights =
                new LiquidPreparation(spark, experiment, training, store, shared, progress).weights(network, backend);
        if (training != null) {
            training.destroy();
        }
        Broadcast<SampleSource> source = spark.broadcast(samples.labelled());
        Broadcast<Liquid> liquid = spark.broadcast(new Liquid(id, network, experiment.model(), weights, backend));
        List<SampleBlock> missing = missing();
        long simulated = new SimulateJob(
                        spark,
                        source,
                        liquid,
                        store,
                        SimulateJob.Plan.of(experiment.config()).withoutRecording())
                .run(missing, missing.size(), progress);
        source.destroy();
        liquid.destroy();
        store.writeTable(Tables.INPUTS, "part-00000", inputs(), id);
        store.runs().writeManifest(id, manifest());
        return result(simulated);
    }

    /** The outcome where nothing is left to do. */
    public Result found() {
        return result(0);
    }

    private Result result(long simulated) {
        LongAdder input = new LongAdder();
        LongAdder liquid = new LongAdder();
        int neurons = experiment.config().network().neurons();
        store.readCounts(id, SPLIT, IntStream.range(0, samples.count()).toArray(), neurons, (row, sample) -> {
            input.add(sample.inputSpikes());
            liquid.add(sample.liquidSpikes());
        });
        return new Result(
                id,
                experiment.runId(),
                samples.count(),
                neurons,
                simulated,
                input.doubleValue() / samples.count(),
                liquid.doubleValue() / samples.count(),
                store.directory(Tables.SPIKE_COUNTS, id));
    }

    private List<SampleBlock> missing() {
        SortedSet<Integer> finished = store.finishedBlocks(id, SPLIT);
        return SampleBlock.of(
                        SPLIT,
                        0,
                        samples.count(),
                        experiment.config().simulation().samplesPerBlock())
                .stream()
                .filter(block -> !finished.contains(block.index()))
                .toList();
    }

    private Stream<Input> inputs() {
        return IntStream.range(0, samples.count())
                .mapToObj(k -> new Input(
                        k,
                        samples.labels()[k],
                        samples.origins().get(k).file(),
                        samples.origins().get(k).position()));
    }

    /** What the counts are of: liquid and configuration. */
    private String manifest() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("liquid", experiment.runId()).put("samples", samples.count());
        root.putRawValue("config", new RawValue(experiment.json()));
        return root.toString();
    }
}
