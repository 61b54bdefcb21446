package org.nalsm.spark.family.liquid.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** An exported liquid, simulated by docker/notebooks/nalsm_liquid.py: the run's spike counts and its predictions. */
class LiquidArchiveIT {
    private static final int TEST_SAMPLES = 20;
    private static final int NEURONS = 125;

    @TempDir
    private Path directory;

    @Test
    void pythonCountsAndPredictsAsTheRunDid() throws IOException, InterruptedException {
        assumeTrue(hasNumpy(), "no Python 3 with NumPy");
        ResultsStore store = TestExperiments.store(directory.resolve("results"));
        List<String[]> experiments = List.of(
                new String[] {"model.name=nalsm"},
                new String[] {"model.name=nalsm", "simulation.plastic=false"},
                new String[] {"model.name=lsm", "readout.preset=publication", "run.seed=12345678901"},
                new String[] {"model.name=lsm-stdp"},
                new String[] {"model.name=lsm-ap-stdp"});
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            for (String[] settings : experiments) {
                Experiment experiment = TestExperiments.experiment(directory.resolve("results"), settings);
                RunResult run = TestExperiments.train(spark, experiment, store);
                Path exported = directory.resolve(experiment.runId());
                List<String> lines = Families.of(experiment)
                        .export(
                                new StoredRun(run.run(), experiment, store),
                                "npz",
                                new ExportFolder(exported.toString(), false, new Configuration()));
                assertThat(lines).singleElement().asString().contains("liquid.npz  (neurons, ");
                assertThat(python(exported, predictions(store, experiment)))
                        .contains(TEST_SAMPLES + " of " + TEST_SAMPLES + " as the run predicted");
                assertThat(counts(exported)).isEqualTo(counts(store, experiment));
            }
        }
    }

    private static boolean hasNumpy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path predictions(ResultsStore store, Experiment experiment) throws IOException {
        Stream<String> rows =
                store
                        .read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId(), Split.TEST.label())
                        .stream()
                        .map(row -> row.sampleId() + "," + row.predicted());
        Path file = directory.resolve("predictions-" + experiment.runId() + ".csv");
        return Files.write(
                file, Stream.concat(Stream.of("sample_id,predicted"), rows).toList());
    }

    private static List<List<Integer>> counts(ResultsStore store, Experiment experiment) {
        Map<Integer, List<Integer>> counts = TestExperiments.counts(experiment, store);
        List<List<Integer>> test = new ArrayList<>();
        for (int k = 0; k < TEST_SAMPLES; k++) {
            test.add(counts.get(Split.TEST.sampleId(k)));
        }
        return test;
    }

    private static List<List<Integer>> counts(Path exported) throws IOException {
        try (InputStream in = Files.newInputStream(exported.resolve("counts.npy"))) {
            int[] all = NumpyFile.read(in, "counts.npy").ints("counts.npy", TEST_SAMPLES, NEURONS);
            return Stream.iterate(0, k -> k < TEST_SAMPLES, k -> k + 1)
                    .map(k -> Stream.iterate(k * NEURONS, n -> n < (k + 1) * NEURONS, n -> n + 1)
                            .map(n -> all[n])
                            .collect(Collectors.toList()))
                    .toList();
        }
    }

    private static String python(Path exported, Path predictions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "python3",
                        "../docker/notebooks/nalsm_liquid.py",
                        exported.resolve("liquid.npz").toString(),
                        resource("t10k-images-idx3-ubyte.gz"),
                        resource("t10k-labels-idx1-ubyte.gz"),
                        "--samples=" + TEST_SAMPLES,
                        "--counts=" + exported.resolve("counts.npy"),
                        "--predictions=" + predictions)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String resource(String name) {
        try {
            return Path.of(LiquidArchiveIT.class
                            .getResource("/mnist-excerpt/" + name)
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
