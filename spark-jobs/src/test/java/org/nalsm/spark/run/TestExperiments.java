package org.nalsm.spark.run;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/** Small experiments on real images: 5 x 5 x 5 neurons, 55 + 20 + 20 samples, blocks of 10. */
public final class TestExperiments {
    private static final int SIDE = 28;

    private TestExperiments() {}

    public static Experiment experiment(Path output, String... settings) {
        List<String> all = settings(output);
        all.addAll(List.of(settings));
        return Experiment.of(Families.configLoader().load(List.of(), all));
    }

    /** What makes an experiment small. */
    public static List<String> settings(Path output) {
        return new ArrayList<>(List.of(
                "network.dimensions=[5,5,5]",
                "data.train-samples=55",
                "data.valid-samples=20",
                "data.test-samples=20",
                "initialisation.snapshots=60",
                "simulation.batch-size=5",
                "simulation.batches-per-block=2",
                "simulation.recorded-samples=2",
                "simulation.duration-ms=60",
                "readout.max-epochs=20",
                "output.dir=" + output));
    }

    /** The first real images again and again, so that the splits are where they are in the whole dataset. */
    public static ImageDataset images() {
        LabelledImages train = excerpt("train");
        return new ImageDataset("mnist", repeat(train, Split.VALID.firstSampleId() + 100), excerpt("t10k"));
    }

    private static LabelledImages excerpt(String name) {
        return IdxReader.read(resource(name + "-images-idx3-ubyte.gz"), resource(name + "-labels-idx1-ubyte.gz"));
    }

    private static LabelledImages repeat(LabelledImages images, int count) {
        byte[] pixels = new byte[count * SIDE * SIDE];
        byte[] labels = new byte[count];
        byte[] image = new byte[SIDE * SIDE];
        for (int i = 0; i < count; i++) {
            images.copyImage(i % images.count(), image);
            System.arraycopy(image, 0, pixels, i * image.length, image.length);
            labels[i] = (byte) images.label(i % images.count());
        }
        return new LabelledImages(SIDE, SIDE, pixels, labels);
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    TestExperiments.class.getResource("/mnist-excerpt/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JavaSparkContext spark(String master) {
        return new JavaSparkContext(
                new SparkConf().setMaster(master).setAppName("test").set("spark.ui.enabled", "false"));
    }

    /** Trains a run. */
    public static RunResult train(
            JavaSparkContext spark, Experiment experiment, SampleSource samples, ResultsStore store) {
        return new RunJob(spark, Families.of(experiment), experiment, samples, store, Progress.NONE).run();
    }

    /** Trains a run on {@link #images}. */
    public static RunResult train(JavaSparkContext spark, Experiment experiment, ResultsStore store) {
        return train(spark, experiment, new SampleSource.Images(images()), store);
    }

    public static ResultsStore store(Path output) {
        return new ResultsStore(output.toString(), new Configuration(), Map.of());
    }

    /** Counts of all samples by sample id. */
    public static Map<Integer, List<Integer>> counts(Experiment experiment, ResultsStore store) {
        Map<Integer, List<Integer>> counts = new HashMap<>();
        int neurons = LiquidSettings.of(experiment).neurons();
        for (Split split : Split.values()) {
            int[] ids = java.util.stream.IntStream.range(0, experiment.samples(split))
                    .map(split::sampleId)
                    .toArray();
            store.readCounts(
                    experiment.runId(),
                    split.label(),
                    ids,
                    neurons,
                    (row, sample) -> counts.put(
                            sample.sampleId(),
                            java.util.Arrays.stream(sample.counts()).boxed().toList()));
        }
        return counts;
    }
}
