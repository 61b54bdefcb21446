package org.nalsm.spark.job;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.analysis.KernelQuality;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.Tables;

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
     * The outcome; spreads are standard deviations over shuffles.
     *
     * @param separation mean rank of clean samples
     * @param generalisation mean rank of noisy samples
     */
    public record Result(
            double separation,
            double separationSpread,
            double generalisation,
            double generalisationSpread,
            int shuffles,
            int samplesPerClass) {}

    /**
     * Computes and stores the ranks.
     *
     * @param shuffles number of random choices of samples
     * @param samplesPerClass samples of each class in a choice
     * @throws UserException NO_INPUT if the run's test samples are not simulated, BAD_CONFIGURATION if a class has
     *     fewer than {@code samplesPerClass} of them
     */
    public Result run(int shuffles, int samplesPerClass) {
        if (!store.hasLiquidWeights(experiment.runId())
                || store.finishedBlocks(experiment.runId(), Split.TEST.label()).isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + experiment.runId() + " in " + store.root()
                            + " is not simulated yet; 'nalsm train' with its configuration does it");
        }
        Counts clean = counts(Split.TEST.label());
        // Refuses here what every task would refuse.
        new KernelQuality(
                clean.labels, samplesPerClass, experiment.config().run().seed());
        double[] separation = ranks("separation rank", clean, shuffles, samplesPerClass);
        simulateNoisyCopies();
        double[] generalisation = ranks("generalisation rank", counts(NOISE_SPLIT), shuffles, samplesPerClass);
        Result result = new Result(
                mean(separation),
                spread(separation),
                mean(generalisation),
                spread(generalisation),
                shuffles,
                samplesPerClass);
        store.writeTable(
                Tables.KERNEL_QUALITY,
                "part-00000",
                Stream.of(() -> new Object[] {result.separation, result.generalisation, shuffles, samplesPerClass}),
                experiment.runId());
        return result;
    }

    private void simulateNoisyCopies() {
        SortedSet<Integer> finished = store.finishedBlocks(experiment.runId(), NOISE_SPLIT);
        List<SampleBlock> missing = SampleBlock.of(
                        Split.TEST,
                        NOISE_SPLIT,
                        experiment.samples().get(Split.TEST),
                        experiment.config().simulation().samplesPerBlock())
                .stream()
                .filter(block -> !finished.contains(block.index()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Backend backend = Backend.of(experiment.config().simulation().backend());
        Network network = new SharedResults(store).network(experiment.network());
        Broadcast<SampleSource> source = spark.broadcast(
                samples.noisyTestSamples(experiment.config().run().seed()));
        Broadcast<Liquid> liquid = spark.broadcast(new Liquid(
                experiment.runId(), network, experiment.model(), store.readLiquidWeights(experiment.runId()), backend));
        var plan = SimulateJob.Plan.of(experiment.config()).withoutRecording();
        new SimulateJob(spark, source, liquid, store, plan).run(missing, missing.size(), progress);
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
        int size = experiment.samples().get(Split.TEST);
        int neurons = experiment.config().network().neurons();
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

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Over n - 1, as in sweeps; NaN for one shuffle. */
    private static double spread(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
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
