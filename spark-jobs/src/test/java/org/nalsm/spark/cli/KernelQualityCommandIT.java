package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks of a run, a second time: counts by DuckDB, singular values by Commons Math. */
class KernelQualityCommandIT {
    private static final int SEED = 7;
    private static final int SHUFFLES = 4;
    /** The test images at hand have just two of class 8. */
    private static final int PER_CLASS = 2;

    @TempDir
    private Path directory;

    @Test
    void ranksAreThoseOfTheTablesCounts() {
        EventData.write(directory.resolve("n-mnist"), 20, 5, 100);
        // So short that some neurons are silent and some samples alike: the ranks are not full.
        List<String> settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "data.dataset=n-mnist",
                "data.train-samples=20",
                "data.valid-samples=5",
                "data.test-samples=100",
                "model.name=lsm",
                "network.dimensions=3,3,3",
                "run.seed=" + SEED,
                "simulation.duration-ms=40",
                "simulation.batch-size=30",
                "simulation.batches-per-block=1",
                "simulation.recorded-samples=0",
                "readout.max-epochs=2");
        CommandLineRun train = nalsm(settings, "train");
        assertThat(train.exitCode()).as(train.err()).isZero();
        CommandLineRun quality = nalsm(
                settings,
                "kernel-quality",
                "--shuffles",
                "" + SHUFFLES,
                "--samples-per-class",
                "" + PER_CLASS,
                "--json");
        assertThat(quality.exitCode()).as(quality.err()).isZero();

        double[] clean = ranks("test");
        double[] noisy = ranks("test-noise");
        assertThat(Arrays.stream(clean).distinct().count())
                .as("different ranks of shuffles")
                .isGreaterThan(1);
        double separation = Arrays.stream(clean).average().orElseThrow();
        double generalisation = Arrays.stream(noisy).average().orElseThrow();
        assertThat(separation).as("ranks to tell apart").isNotCloseTo(generalisation, within(0.1));
        assertThat(number(quality.out(), "separation_rank")).isCloseTo(separation, within(1e-9));
        assertThat(number(quality.out(), "generalisation_rank")).isCloseTo(generalisation, within(1e-9));
        assertThat(query("SELECT separation_rank, generalisation_rank, shuffles, samples_per_class FROM '"
                        + directory.resolve("results/kernel_quality/*/*.parquet") + "'"))
                .containsExactly("%s %s %d %d".formatted(separation, generalisation, SHUFFLES, PER_CLASS));
    }

    private static double number(String json, String key) {
        return Double.parseDouble(json.replaceAll("(?s).*\"" + key + "\":([0-9.]+).*", "$1"));
    }

    /** The rank of every shuffle. */
    private double[] ranks(String split) {
        // A label and the counts of a sample.
        int[][] samples = query("SELECT label, array_to_string(counts, ' ') FROM read_parquet('"
                        + directory.resolve("results/spike_counts/*/split=" + split + "/*.parquet")
                        + "') ORDER BY sample_id")
                .stream()
                .map(row -> Arrays.stream(row.split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
        assertThat(samples).as(split).hasDimensions(100, 28);
        return IntStream.range(0, SHUFFLES)
                .mapToDouble(k -> rank(chosen(samples, k)))
                .toArray();
    }

    /** The samples of a shuffle, by the rule that KernelQuality documents. */
    private static List<int[]> chosen(int[][] samples, int shuffle) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(SEED).nextLong() ^ shuffle);
        List<int[]> chosen = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            List<int[]> rest = new ArrayList<>(
                    Arrays.stream(samples).filter(s -> s[0] == wanted).toList());
            for (int i = 0; i < PER_CLASS; i++) {
                Collections.swap(rest, i, i + random.nextInt(rest.size() - i));
            }
            chosen.addAll(rest.subList(0, PER_CLASS));
        }
        return chosen;
    }

    /** A row a sample here, which has the rank of a column a sample. */
    private static long rank(List<int[]> samples) {
        double[][] counts = samples.stream()
                .map(s -> Arrays.stream(s).skip(1).asDoubleStream().toArray())
                .toArray(double[][]::new);
        double[] values = new SingularValueDecomposition(MatrixUtils.createRealMatrix(counts)).getSingularValues();
        double threshold = values[0] * Math.max(counts.length, counts[0].length) * Math.pow(2, -23);
        return Arrays.stream(values).filter(value -> value > threshold).count();
    }
}
