package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.analysis.KernelQuality;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.cluster.ExecutorLibraries;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.family.liquid.table.KernelQualityRow;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.TaskProgress;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Kernel quality of a run: the rank of its count matrix for test samples (separation) and for noisy copies of
 * them (generalisation), averaged over shuffles. Simulates the noisy copies it does not find on disk; shuffles
 * run as tasks.
 */
public final class KernelQualityJob {
    private static final String NOISE_SPLIT = "test-noise";

    private final JavaSparkContext spark;
    private final Experiment experiment;
    private final SampleSource samples;
    private final ResultsStore store;
    private final Progress progress;

    /** @param samples the run's dataset */
    public KernelQualityJob(
            JavaSparkContext spark,
            Experiment experiment,
            SampleSource samples,
            ResultsStore store,
            Progress progress) {
        this.spark = spark;
        this.experiment = experiment;
        this.samples = samples;
        this.store = store;
        this.progress = progress;
    }

    /**
     * The outcome.
     *
     * @param separation rank of clean samples, over shuffles
     * @param generalisation rank of noisy samples, over shuffles
     */
    public record Result(Statistic separation, Statistic generalisation, int shuffles, int samplesPerClass) {}

    /**
     * Computes and stores the ranks.
     *
     * @param shuffles number of random choices of samples
     * @param samplesPerClass samples of each class in a choice
     * @throws UserException NO_INPUT if the run's test samples are not simulated, BAD_CONFIGURATION if a class has
     *     fewer than {@code samplesPerClass} of them
     */
    public Result run(int shuffles, int samplesPerClass) {
        if (!LiquidWeights.has(store, experiment.runId())
                || store.finishedBlocks(SpikeCounts.TABLE, experiment.runId(), Split.TEST.label())
                        .isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + experiment.runId() + " in " + store.root()
                            + " is not simulated yet; 'nalsm train' with its configuration does it");
        }
        Counts clean = counts(Split.TEST.label());
        // Refuses here what every task would refuse.
        new KernelQuality(
                clean.labels, samplesPerClass, experiment.config().run().seed());
        // Ranks need its LAPACK, and a dense backend the rest.
        ExecutorLibraries.ship(spark);
        double[] separation = ranks("separation rank", clean, shuffles, samplesPerClass);
        simulateNoisyCopies();
        double[] generalisation = ranks("generalisation rank", counts(NOISE_SPLIT), shuffles, samplesPerClass);
        Statistic clear = Statistic.of(separation);
        Statistic noisy = Statistic.of(generalisation);
        Result result = new Result(clear, noisy, shuffles, samplesPerClass);
        store.write(
                KernelQualityRow.TABLE,
                ResultsStore.SINGLE_FILE,
                Stream.of(new KernelQualityRow(clear.mean(), noisy.mean(), shuffles, samplesPerClass)),
                experiment.runId());
        return result;
    }

    private void simulateNoisyCopies() {
        LiquidSettings settings = LiquidSettings.of(experiment);
        List<SampleBlock> blocks = SampleBlock.of(
                Split.TEST,
                NOISE_SPLIT,
                experiment.samples(Split.TEST),
                settings.config().simulation().samplesPerBlock());
        if (BlockJob.missing(store, experiment.runId(), SpikeCounts.TABLE, blocks)
                .isEmpty()) {
            return;
        }
        BackendChoice backend = BackendChoice.of(settings.config().simulation());
        Network network = new NetworkGenerator(settings.network()).generate();
        Broadcast<SampleSource> source = spark.broadcast(samples);
        Broadcast<Liquid> liquid = spark.broadcast(new Liquid(
                experiment.runId(), network, settings.model(), LiquidWeights.read(store, experiment.runId()), backend));
        SampleSimulation work = SampleSimulation.of(settings, source, liquid, SimulationTelemetry.of(spark))
                .unrecorded(SpikeEncoding.of(settings).withNoise(samples));
        new BlockJob(spark, store, experiment.runId())
                .on(backend.resources(spark))
                .run("simulate noisy samples", blocks, work, progress);
        source.destroy();
        liquid.destroy();
    }

    private double[] ranks(String phase, Counts matrix, int shuffles, int samplesPerClass) {
        Broadcast<Counts> counts = spark.broadcast(matrix);
        try (TaskProgress follow = TaskProgress.follow(spark.sc(), progress, phase, shuffles, "shuffles")) {
            List<Integer> all = IntStream.range(0, shuffles).boxed().toList();
            List<Integer> ranks = JobTitle.during(
                    spark,
                    phase + ", " + shuffles + " shuffles",
                    () -> spark.parallelize(all, Math.min(shuffles, 4 * spark.defaultParallelism()))
                            .map(new Rank(
                                    counts,
                                    samplesPerClass,
                                    experiment.config().run().seed(),
                                    follow.counter()))
                            .collect());
            return ranks.stream().mapToDouble(Integer::doubleValue).toArray();
        } finally {
            counts.destroy();
        }
    }

    private Counts counts(String split) {
        int size = experiment.samples(Split.TEST);
        int neurons = LiquidSettings.of(experiment).neurons();
        short[][] counts = new short[size][neurons];
        int[] labels = new int[size];
        int[] ids = IntStream.range(0, size).map(Split.TEST::sampleId).toArray();
        store.readCounts(experiment.runId(), split, ids, neurons, (row, sample) -> {
            labels[row] = sample.label();
            for (int n = 0; n < neurons; n++) {
                counts[row][n] = (short) sample.counts()[n];
            }
        });
        return new Counts(counts, labels);
    }

    private record Counts(short[][] counts, int[] labels) implements Serializable {}

    /** Runs on an executor. */
    private record Rank(Broadcast<Counts> counts, int samplesPerClass, long seed, LongAccumulator done)
            implements Function<Integer, Integer> {
        @Override
        public Integer call(Integer shuffle) {
            KernelQuality quality = new KernelQuality(counts.value().labels, samplesPerClass, seed);
            int rank = KernelQuality.rank(
                    counts.value().counts, quality.shuffle(shuffle), KernelQuality.PUBLICATION_TOLERANCE);
            done.add(1);
            return rank;
        }
    }
}
