package org.nalsm.spark.family.lsnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.CheckpointRow;
import org.nalsm.spark.table.ParameterRow;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TrainingRow;

/** Whole runs of small networks on real images and on store-recall. */
class LsnnRunIT {
    private static final ImageDataset IMAGES = TestExperiments.images();
    private static final int TEST_IMAGES = 20;
    private static final int VALID_IMAGES = 30;
    private static final int ITERATIONS = 12;

    @TempDir
    private Path output;

    private Experiment images(String... settings) {
        return experiment(
                List.of(
                        "data.test-samples=" + TEST_IMAGES,
                        "lsnn.smnist.valid-images=" + VALID_IMAGES,
                        "lsnn.smnist.train-images=70",
                        "lsnn.neurons.regular=14",
                        "lsnn.neurons.adaptive=9",
                        "lsnn.training.iterations=" + ITERATIONS,
                        "lsnn.training.batch-size=20",
                        "lsnn.training.validate-iterations=4",
                        "lsnn.training.validation=full",
                        "lsnn.recorded-samples=3"),
                settings);
    }

    private Experiment storeRecall(String... settings) {
        return experiment(
                List.of(
                        "lsnn.task=store-recall",
                        "lsnn.neurons.regular=5",
                        "lsnn.neurons.adaptive=4",
                        "lsnn.training.iterations=6",
                        "lsnn.training.batch-size=18",
                        "lsnn.store-recall.symbols=5",
                        "lsnn.store-recall.symbol-ms=20",
                        "lsnn.store-recall.delay-symbols=2",
                        "lsnn.store-recall.test-batches=2",
                        "lsnn.recorded-samples=2"),
                settings);
    }

    private Experiment experiment(List<String> task, String... settings) {
        List<String> all = new ArrayList<>(List.of("model.name=lsnn", "output.dir=" + output));
        all.addAll(task);
        all.addAll(List.of(settings));
        return Experiment.of(Families.configLoader().load(List.of(), all));
    }

    private RunResult train(JavaSparkContext spark, Experiment experiment, ResultsStore store) {
        SampleSource samples = Families.of(experiment).ownSamples(experiment).orElse(new SampleSource.Images(IMAGES));
        return TestExperiments.train(spark, experiment, samples, store);
    }

    @Test
    void aRunLeavesWhatItHasLearnedAndClassifiesEveryImageOnce() throws IOException {
        Experiment experiment = images();
        ResultsStore store = TestExperiments.store(output);
        StoredRun stored;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            RunResult result = train(spark, experiment, store);
            stored = new StoredRun(result.run(), experiment, store);
        }
        String id = experiment.runId();
        List<LsnnTrainingRow> training = store.read(LsnnTrainingRow.TABLE, ResultsStore.SINGLE_FILE, id);
        assertThat(training).hasSize(ITERATIONS);
        int bound = (80 * 23 + 23 * 23 + 23 * 10) * 12 / 100;
        assertThat(training)
                .allSatisfy(row -> assertThat(row.connectedIn() + row.connectedRec() + row.connectedOut())
                        .isEqualTo(bound));
        List<TrainingRow> validated = store.read(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, id);
        assertThat(validated).extracting(TrainingRow::epoch).containsExactly(4, 8, 12);
        assertThat(store.files(CheckpointRow.TABLE, id)).isEmpty();

        List<PredictionRow> test = store.readPartition(PredictionRow.TABLE, id, "test");
        List<PredictionRow> valid = store.readPartition(PredictionRow.TABLE, id, "valid");
        assertThat(test)
                .extracting(PredictionRow::sampleId)
                .containsExactlyElementsOf(
                        IntStream.range(60_000, 60_000 + TEST_IMAGES).boxed().toList());
        assertThat(valid)
                .extracting(PredictionRow::sampleId)
                .containsExactlyElementsOf(
                        IntStream.range(0, VALID_IMAGES).boxed().toList());
        assertThat(test).allSatisfy(row -> assertThat(row.label()).isEqualTo(IMAGES.label(row.sampleId())));
        assertThat(stored.row().outcome().testAccuracy()).isCloseTo(share(test), within(1e-12));
        // The whole validation set at the end is what the last validation in training saw.
        assertThat(stored.row().outcome().validAccuracy())
                .isCloseTo(validated.get(2).validAccuracy(), within(1e-12))
                .isCloseTo(share(valid), within(1e-12));

        List<LsnnRecordingRow> recordings = store.readPartition(LsnnRecordingRow.TABLE, id);
        assertThat(recordings).extracting(LsnnRecordingRow::sampleId).containsExactly(60_000, 60_001, 60_002);
        assertThat(meanOfLast(recordings.get(0))).containsExactly(test.get(0).scores(), within(1e-4f));

        assertAUsersImagesAreClassifiedAlike(stored, test);
        assertTheExportIsWhatTheTableHas(stored);
    }

    private static double share(List<PredictionRow> rows) {
        return rows.stream().filter(row -> row.label() == row.predicted()).count() / (double) rows.size();
    }

    /** The outputs of the last 28 ms, which are the scores. */
    private static float[] meanOfLast(LsnnRecordingRow row) {
        float[] mean = new float[10];
        for (int t = 840 - 28; t < 840; t++) {
            for (int o = 0; o < 10; o++) {
                mean[o] += row.outputs()[t * 10 + o] / 28;
            }
        }
        return mean;
    }

    private static void assertAUsersImagesAreClassifiedAlike(StoredRun run, List<PredictionRow> test) {
        byte[] pixels = new byte[TEST_IMAGES * 784];
        int[] labels = new int[TEST_IMAGES];
        List<UserSamples.Origin> origins = new ArrayList<>();
        for (int k = 0; k < TEST_IMAGES; k++) {
            System.arraycopy(IMAGES.image(60_000 + k), 0, pixels, k * 784, 784);
            labels[k] = k == 0 ? UserSamples.UNLABELLED : IMAGES.label(60_000 + k);
            origins.add(new UserSamples.Origin("mine.idx", k));
        }
        LabelledImages images = new LabelledImages(28, 28, pixels, new byte[TEST_IMAGES]);
        LabelledImages none = new LabelledImages(28, 28, new byte[0], new byte[0]);
        UserSamples samples = new UserSamples(
                new SampleSource.Images(new ImageDataset("mine.idx", images, none)), labels, origins, "abc");
        Classifier classifier = Families.of(run.experiment()).classifier(run);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Classifier.Result result = classifier.classify(samples, () -> spark, Progress.NONE);
            assertThat(result.computed()).isEqualTo(TEST_IMAGES);
            assertThat(result.labelled()).isEqualTo(TEST_IMAGES - 1);
            for (int k = 0; k < TEST_IMAGES; k++) {
                assertThat(result.predictions().get(k).scores())
                        .isEqualTo(test.get(k).scores());
                assertThat(result.predictions().get(k).sampleId()).isEqualTo(k);
            }
        }
        Classifier.Result again = classifier.classify(
                samples,
                () -> {
                    throw new AssertionError("all is on disk");
                },
                Progress.NONE);
        assertThat(again.computed()).isZero();
        assertThat(again.predictions()).hasSize(TEST_IMAGES);
    }

    private void assertTheExportIsWhatTheTableHas(StoredRun run) throws IOException {
        Families.of(run.experiment())
                .export(run, "npz", new ExportFolder(output.resolve("out").toString(), false, new Configuration()));
        List<ParameterRow> rows = run.store().read(ParameterRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        try (InputStream in = Files.newInputStream(output.resolve("out/lsnn.npz"))) {
            Map<String, NumpyArray> arrays = NumpyArchive.read(in, "lsnn.npz");
            for (String name : List.of("in_weights", "rec_weights", "out_weights", "out_bias", "rec_signs")) {
                ParameterRow row = rows.stream()
                        .filter(r -> r.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                assertThat(arrays.get(name).floats("lsnn.npz", row.shape())).isEqualTo(row.values());
            }
            assertThat(arrays.get("rec_delays").ints("lsnn.npz", 23, 23)[5])
                    .isEqualTo(TrainedNetwork.read(run.store(), run.runId()).recDelays()[5]);
        }
    }

    /** Killed anywhere, on other threads: the same bits. */
    @Test
    void aResumedTrainingEndsWithTheSameBitsOnAnyNumberOfThreads() {
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> images = spark.broadcast(new SampleSource.Images(IMAGES));
            for (Experiment experiment :
                    List.of(images(), images("lsnn.training.average-iterations=8"), storeRecall())) {
                LsnnModel model = LsnnModel.of(experiment);
                TrainingWork.Result straight = run(new TrainingWork(model, images, 1), OptionalInt.empty());
                assertSame(straight, run(new TrainingWork(model, images, 2), OptionalInt.empty()));
                for (int killed : new int[] {1, 4, 5}) {
                    assertSame(straight, run(new TrainingWork(model, images, 2), OptionalInt.of(killed)));
                }
            }
        }
    }

    private static TrainingWork.Result run(TrainingWork work, OptionalInt killedAfter) {
        SequentialWork.Computation<TrainingWork.Result> computation = work.begin(Optional.empty());
        for (int step = 0; step < work.steps(); step++) {
            if (killedAfter.isPresent() && killedAfter.getAsInt() == step) {
                computation = work.begin(Optional.of(computation.state()));
            }
            computation.advance(step);
        }
        return computation.result();
    }

    private static void assertSame(TrainingWork.Result expected, TrainingWork.Result actual) {
        assertThat(actual.network().inWeights()).isEqualTo(expected.network().inWeights());
        assertThat(actual.network().recWeights()).isEqualTo(expected.network().recWeights());
        assertThat(actual.network().outWeights()).isEqualTo(expected.network().outWeights());
        assertThat(actual.network().outBias()).isEqualTo(expected.network().outBias());
        assertThat(actual.network().stateReals()).isEqualTo(expected.network().stateReals());
        assertThat(actual.network().stateSpikes()).isEqualTo(expected.network().stateSpikes());
        assertThat(new TrainingCurve(actual.curve()).rows()).isEqualTo(new TrainingCurve(expected.curve()).rows());
        assertThat(new TrainingCurve(actual.curve()).rows()).isNotEmpty();
    }

    /** The means, here from what is stored after each of the last iterations; the training itself goes on as without them. */
    @Test
    void theTrainedNetworkCanBeTheMeanOfTheLastIterations() {
        int last = 5;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> images = spark.broadcast(new SampleSource.Images(IMAGES));
            TrainingWork.Result plain = run(new TrainingWork(LsnnModel.of(images()), images, 2), OptionalInt.empty());
            TrainingWork work =
                    new TrainingWork(LsnnModel.of(images("lsnn.training.average-iterations=" + last)), images, 2);
            SequentialWork.Computation<TrainingWork.Result> computation = work.begin(Optional.empty());
            double[] bias = new double[10];
            double[] out = new double[23 * 10];
            for (int step = 0; step < ITERATIONS; step++) {
                computation.advance(step);
                if (step >= ITERATIONS - last) {
                    float[] biasNow = computation.state().floats("theta3", bias.length);
                    float[] outNow = computation.state().floats("theta2", out.length);
                    IntStream.range(0, bias.length).forEach(i -> bias[i] += biasNow[i]);
                    IntStream.range(0, out.length).forEach(i -> out[i] += Math.max(0, outNow[i]));
                }
            }
            TrainingWork.Result averaged = computation.result();
            assertThat(averaged.curve()).hasSameSizeAs(plain.curve());
            assertThat(new TrainingCurve(averaged.curve()).rows()).isEqualTo(new TrainingCurve(plain.curve()).rows());
            TrainedNetwork network = averaged.network();
            for (int i = 0; i < bias.length; i++) {
                assertThat(network.outBias()[i]).isEqualTo((float) (bias[i] / last));
            }
            int kept = 0;
            for (int i = 0; i < out.length; i++) {
                if (network.outWeights()[i] != 0) {
                    assertThat(network.outWeights()[i] * network.recSigns()[i / 10])
                            .isEqualTo((float) (out[i] / last));
                    kept++;
                }
            }
            assertThat(kept).isPositive();
            int connections = connections(network.inWeights())
                    + connections(network.recWeights())
                    + connections(network.outWeights());
            assertThat(connections).isEqualTo((80 * 23 + 23 * 23 + 23 * 10) * 12 / 100);
            assertThat(network.recWeights()).isNotEqualTo(plain.network().recWeights());
        }
    }

    private static int connections(float[] weights) {
        return (int)
                IntStream.range(0, weights.length).filter(i -> weights[i] != 0).count();
    }

    @Test
    void storeRecallNeedsNoDatasetAndIsTestedOnNewSequences() {
        Experiment experiment = storeRecall();
        ResultsStore store = TestExperiments.store(output);
        RunResult result;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            result = train(spark, experiment, store);
        }
        assertThat(result.run().dataset()).isEqualTo("store-recall");
        List<PredictionRow> test = store.readPartition(PredictionRow.TABLE, experiment.runId(), "test");
        assertThat(test)
                .hasSizeGreaterThanOrEqualTo(2 * 18)
                .allSatisfy(row -> assertThat(row.label()).isBetween(0, 1));
        assertThat(result.run().outcome().testAccuracy()).isCloseTo(share(test), within(1e-12));
        List<LsnnRecordingRow> recordings = store.readPartition(LsnnRecordingRow.TABLE, experiment.runId());
        assertThat(recordings).hasSize(2);
        for (LsnnRecordingRow row : recordings) {
            assertThat(row.symbols()).hasSize(5);
            IntStream.range(0, 5)
                    .filter(s -> row.targets()[s] >= 0)
                    .forEach(s -> assertThat(test).anySatisfy(prediction -> {
                        assertThat(prediction.sampleId()).isEqualTo(row.sampleId() * 5 + s);
                        assertThat(prediction.label()).isEqualTo(row.targets()[s]);
                    }));
        }
        StoredRun stored = new StoredRun(result.run(), experiment, store);
        assertThatThrownBy(() -> Families.of(experiment).classifier(stored))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has learned store-recall, not to classify images");
    }

    /** Ends after the 20th validation, as any error is below 1, and remembers that when resumed. */
    @Test
    void trainingEndsEarlyWhenTheValidationErrorIsLow() {
        Experiment experiment = storeRecall("lsnn.training.iterations=60", "lsnn.training.stop-error=1");
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> none = spark.broadcast(new SampleSource.Generated("store-recall"));
            TrainingWork work = new TrainingWork(LsnnModel.of(experiment), none, 1);
            assertThat(new TrainingCurve(run(work, OptionalInt.empty()).curve()).size())
                    .isEqualTo(20);
            assertThat(new TrainingCurve(run(work, OptionalInt.of(30)).curve()).size())
                    .isEqualTo(20);
        }
    }

    @Test
    void analogInputAndOtherVariantsRun() {
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            for (String[] variant : new String[][] {
                {"lsnn.smnist.input=analog", "lsnn.smnist.pooled=true", "lsnn.training.iterations=3"},
                {"lsnn.smnist.steps-per-pixel=2", "lsnn.training.iterations=2", "lsnn.training.validation=batch"},
                {"lsnn.neurons.adaptive=0", "lsnn.training.iterations=3", "lsnn.rewiring.inhibitory=any"},
                {"lsnn.neurons.regular=0", "lsnn.training.iterations=3", "lsnn.rewiring.self-connections=false"},
                {"lsnn.rewiring.enabled=false", "lsnn.training.iterations=3", "lsnn.neurons.refractory-ms=0"},
                {"lsnn.rewiring.temperature=1e-6", "lsnn.training.iterations=3", "lsnn.neurons.delays=1"}
            }) {
                Experiment experiment = images(variant);
                RunResult result = train(spark, experiment, store);
                assertThat(result.run().outcome().testAccuracy()).isBetween(0.0, 1.0);
                assertThat(store.readPartition(PredictionRow.TABLE, experiment.runId(), "test"))
                        .hasSize(TEST_IMAGES);
            }
        }
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingRuns() {
        assertRefused(
                "data.train-samples = 500 has no effect on lsnn; use lsnn.smnist.train-images",
                "data.train-samples=500");
        assertRefused("data.valid-samples = 500 has no effect on lsnn", "data.valid-samples=500");
        assertRefused("data.dataset = n-mnist holds event recordings", "data.dataset=n-mnist");
        assertThatThrownBy(() -> images("lsnn.smnist.pooled=true"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("lsnn.smnist.pooled = true needs lsnn.smnist.input = analog");
        assertThatThrownBy(() -> images("lsnn.smnist.train-images=59990"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("must be at most 60000 together with lsnn.smnist.valid-images");
        assertThatThrownBy(() -> images("lsnn.training.average-iterations=13"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("lsnn.training.average-iterations = 13 must be at most lsnn.training.iterations");
        assertThatThrownBy(() -> storeRecall("lsnn.training.average-iterations=2"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("lsnn.training.average-iterations = 2 is for lsnn.task = smnist");
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWithWhatToDo() {
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> none = spark.broadcast(new SampleSource.Generated("none"));
            LsnnModel published =
                    LsnnModel.of(Experiment.of(Families.configLoader().load(List.of(), List.of("model.name=lsnn"))));
            TrainingWork work = new TrainingWork(published, none, 1);
            work.requireMemory(500_000_000);
            assertThatThrownBy(() -> work.requireMemory(300_000_000))
                    .isInstanceOf(UserException.class)
                    .hasMessageMatching(
                            "lsnn.training.batch-size = 256: a batch of sequences of 840 ms needs 0\\.3 GB, and "
                                    + "the task's heap is 0\\.3 GB; use a smaller batch, or more memory .*");
        }
    }

    private void assertRefused(String message, String setting) {
        Experiment experiment = images(setting);
        assertThatThrownBy(() -> Families.of(experiment).check(experiment))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }
}
