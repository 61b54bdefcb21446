package org.nalsm.spark.family.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.CheckpointRow;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TrainingRow;

/** Whole runs of small networks on real images. */
class CsdpRunIT {
    private static final ImageDataset IMAGES = TestExperiments.images();

    @TempDir
    private Path output;

    private Experiment experiment(String... settings) {
        return SmallCsdp.experiment(output, settings);
    }

    private Experiment unsupervised(String... settings) {
        return SmallCsdp.unsupervised(output, settings);
    }

    private static RunResult train(JavaSparkContext spark, Experiment experiment, ResultsStore store) {
        return TestExperiments.train(spark, experiment, new SampleSource.Images(IMAGES), store);
    }

    @Test
    void aRunLeavesWhatItHasLearnedAndShowsEveryImageOnce() throws IOException {
        Experiment experiment = experiment("csdp.test.codes=both");
        ResultsStore store = TestExperiments.store(output);
        StoredRun run;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            run = new StoredRun(train(spark, experiment, store).run(), experiment, store);
        }
        String id = run.runId();
        List<CsdpTrainingRow> training = store.read(CsdpTrainingRow.TABLE, ResultsStore.SINGLE_FILE, id);
        assertThat(training).extracting(CsdpTrainingRow::minibatch).containsExactlyElementsOf(range(1, 12));
        assertThat(training).last().extracting(CsdpTrainingRow::epoch).isEqualTo(SmallCsdp.EPOCHS);
        // Inputs are Bernoulli: as many spikes as their probabilities add up to, within a few per cent.
        assertThat(training.get(0).inputSpikes()).isCloseTo(meanPixels(85), within(8.0));
        assertThat(store.read(CsdpGoodnessRow.TABLE, ResultsStore.SINGLE_FILE, id))
                .hasSize(SmallCsdp.EPOCHS * 2 * SmallCsdp.STEPS);
        assertGoodnessAgrees(store, id, training);
        List<CsdpEpochRow> epochs = store.read(CsdpEpochRow.TABLE, ResultsStore.SINGLE_FILE, id);
        assertThat(epochs).extracting(CsdpEpochRow::epoch).containsExactly(0, 1, 2, 3);
        assertThat(epochs.get(0).trainAccuracy()).isNaN();
        assertThat(store.read(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, id))
                .extracting(TrainingRow::validAccuracy)
                .containsExactlyElementsOf(
                        epochs.stream().skip(1).map(CsdpEpochRow::validAccuracy).toList());
        assertThat(store.files(CheckpointRow.TABLE, id)).isEmpty();

        List<PredictionRow> test = store.readPartition(PredictionRow.TABLE, id, "test");
        List<PredictionRow> valid = store.readPartition(PredictionRow.TABLE, id, "valid");
        assertThat(test)
                .extracting(PredictionRow::sampleId)
                .containsExactlyElementsOf(range(60_000, SmallCsdp.TEST_IMAGES));
        assertThat(valid)
                .extracting(PredictionRow::sampleId)
                .containsExactlyElementsOf(range(50_000, SmallCsdp.VALID_IMAGES));
        assertThat(test).allSatisfy(row -> assertThat(row.label()).isEqualTo(IMAGES.label(row.sampleId())));
        assertThat(run.row().outcome().testAccuracy()).isCloseTo(share(test), within(1e-12));
        // What the best epoch's validation saw is what the test of the stored network sees.
        int best = (int) (double) run.row().outcome().measured().get(Metric.BEST_EPOCH.name());
        assertThat(run.row().outcome().validAccuracy())
                .isCloseTo(epochs.get(best).validAccuracy(), within(1e-12))
                .isCloseTo(share(valid), within(1e-12));
        assertThat(epochs.stream().skip(1))
                .allSatisfy(row -> assertThat(row.validAccuracy())
                        .isLessThanOrEqualTo(epochs.get(best).validAccuracy()));

        List<CsdpResponseRow> responses = store.readPartition(CsdpResponseRow.TABLE, id, "valid");
        assertThat(responses.stream()
                        .mapToDouble(CsdpResponseRow::nll)
                        .average()
                        .orElseThrow())
                .isCloseTo(epochs.get(best).validNll(), within(1e-9));
        assertThat(responses.stream()
                        .mapToDouble(CsdpResponseRow::crossEntropy)
                        .average()
                        .orElseThrow())
                .isCloseTo(epochs.get(best).validCrossEntropy(), within(1e-6));
        assertThat(responses).allSatisfy(row -> {
            assertThat(row.hidden1Counts()).hasSize(60);
            assertThat(sum(row.hidden1Counts())).isEqualTo(row.hidden1Spikes());
            assertThat(row.hidden2Counts()).hasSize(30);
            assertThat(sum(row.hidden2Counts())).isEqualTo(row.hidden2Spikes());
        });
        assertRecordingsAgree(store, id, test);
        assertAUsersImagesAreClassifiedAlike(run, test);
        assertTheReportIsWhole(run);
        assertAnotherProgramsFilesGoBothWays(run, test);
    }

    private static void assertTheReportIsWhole(StoredRun run) {
        assertThat(Families.of(run.experiment()).report(run))
                .extracting(ReportSection::id)
                .containsExactly("training", "test", "goodness", "network", "activity");
        assertThat(Families.of(run.experiment()).report(run).stream().flatMap(s -> s.exhibits().stream()))
                .hasSize(10)
                .allSatisfy(exhibit -> assertThat(exhibit.figure()).isPresent());
    }

    /** Exported, imported, tested: the same predictions; and wrong files are refused by name. */
    private void assertAnotherProgramsFilesGoBothWays(StoredRun run, List<PredictionRow> test) throws IOException {
        Path files = output.resolve("files");
        Families.of(run.experiment())
                .export(run, "npz", new ExportFolder(files.toString(), false, new Configuration()));
        CsdpNetwork network = StoredNetwork.read(run);
        try (InputStream in = Files.newInputStream(files.resolve("V2y.npz"))) {
            assertThat(NumpyArchive.read(in, "V2y.npz").get("weights").floats("V2y.npz", 10, 60))
                    .isEqualTo(network.weights(MatrixName.V2Y));
        }
        try (InputStream in = Files.newInputStream(files.resolve("zR.npz"))) {
            assertThat(NumpyArchive.read(in, "zR.npz").get("threshold").floats("zR.npz", 1, 784))
                    .isEqualTo(network.thresholds(Layer.RECONSTRUCTION));
        }
        try (InputStream in = Files.newInputStream(files.resolve("test_codes.npy"))) {
            float[] codes = NumpyFile.read(in, "codes").floats("codes", SmallCsdp.TEST_IMAGES, 90);
            CsdpResponseRow second = run.store()
                    .readPartition(CsdpResponseRow.TABLE, run.runId(), "test")
                    .get(1);
            assertThat(codes[90 + 7]).isEqualTo(second.hidden1Counts()[7] / (float) SmallCsdp.STEPS);
            assertThat(codes[90 + 60 + 29]).isEqualTo(second.hidden2Counts()[29] / (float) SmallCsdp.STEPS);
        }
        try (InputStream in = Files.newInputStream(files.resolve("trAcc1.npy"))) {
            assertThat(NumpyFile.read(in, "trAcc").floats("trAcc", SmallCsdp.EPOCHS + 1))
                    .startsWith(0.1f);
        }

        ImportedModel model = Families.of(run.experiment())
                .readImport(run.experiment(), new ImportFolder(files.toString(), new Configuration()))
                .orElseThrow();
        Experiment imported =
                experiment("csdp.test.codes=both", model.settings().get(0));
        ResultsStore store = TestExperiments.store(output.resolve("elsewhere"));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            assertThatThrownBy(() -> train(spark, imported, store))
                    .hasMessageContaining("comes from files (csdp.imported)")
                    .hasMessageContaining("'nalsm import' brings it there");
            model.store(imported, store);
            StoredRun tested = new StoredRun(train(spark, imported, store).run(), imported, store);
            assertThat(store.readPartition(PredictionRow.TABLE, imported.runId(), "test"))
                    .usingRecursiveComparison()
                    .isEqualTo(test);
            assertThat(Families.of(imported).report(tested)).hasSize(5);
        }
        assertThatThrownBy(() -> readImport(experiment("csdp.hidden1=61"), files))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("W1.npz, weights")
                .hasMessageContaining("has the shape (784, 60), expected is (784, 61)");
        float[] broken = network.thresholds(Layer.HIDDEN2);
        broken[3] = Float.NaN;
        try (OutputStream out = Files.newOutputStream(files.resolve("z2.npz"))) {
            NumpyArchive.write(out, Map.of("threshold", NumpyArray.of(broken, 1, broken.length)));
        }
        assertThatThrownBy(() -> readImport(run.experiment(), files))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("z2.npz, threshold: element (0, 3) is NaN");
        try (OutputStream out = Files.newOutputStream(files.resolve("C3.npz"))) {
            NumpyArchive.write(out, Map.of("threshold", NumpyArray.of(broken, 1, broken.length)));
        }
        assertThatThrownBy(() -> readImport(run.experiment(), files))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("C3.npz: holds no array 'weights'");
        Files.delete(files.resolve("M1.npz"));
        assertThatThrownBy(() -> readImport(run.experiment(), files))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("M1.npz: no such file");
    }

    private static void readImport(Experiment experiment, Path files) {
        Families.of(experiment).readImport(experiment, new ImportFolder(files.toString(), new Configuration()));
    }

    private static List<Integer> range(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private static double meanPixels(int images) {
        return IntStream.range(0, images)
                .mapToDouble(id -> {
                    double sum = 0;
                    for (byte pixel : IMAGES.image(id)) {
                        sum += Byte.toUnsignedInt(pixel) / 255.0;
                    }
                    return sum;
                })
                .average()
                .orElseThrow();
    }

    private static double share(List<PredictionRow> rows) {
        return rows.stream().filter(row -> row.label() == row.predicted()).count() / (double) rows.size();
    }

    private static int sum(short[] counts) {
        int sum = 0;
        for (short count : counts) {
            sum += count;
        }
        return sum;
    }

    /** The courses of an epoch are the means of its minibatches, whichever way they are added up. */
    private static void assertGoodnessAgrees(ResultsStore store, String id, List<CsdpTrainingRow> training) {
        for (int epoch = 1; epoch <= SmallCsdp.EPOCHS; epoch++) {
            int number = epoch;
            double fromCourse = store.read(CsdpGoodnessRow.TABLE, ResultsStore.SINGLE_FILE, id).stream()
                    .filter(row -> row.epoch() == number && row.layer() == 2)
                    .mapToDouble(CsdpGoodnessRow::negative)
                    .average()
                    .orElseThrow();
            double fromMinibatches = training.stream()
                    .filter(row -> row.epoch() == number)
                    .mapToDouble(CsdpTrainingRow::negativeGoodness2)
                    .average()
                    .orElseThrow();
            assertThat(fromCourse).isCloseTo(fromMinibatches, within(1e-9));
        }
    }

    private static void assertRecordingsAgree(ResultsStore store, String id, List<PredictionRow> test) {
        List<CsdpResponseRow> responses = store.readPartition(CsdpResponseRow.TABLE, id, "test");
        List<CsdpRecordingRow> recordings = store.readPartition(CsdpRecordingRow.TABLE, id);
        assertThat(recordings).extracting(CsdpRecordingRow::sampleId).containsExactly(60_000, 60_001);
        for (int k = 0; k < recordings.size(); k++) {
            CsdpRecordingRow recording = recordings.get(k);
            float[] counts = new float[10];
            for (int c : recording.classifierNeuron()) {
                counts[c]++;
            }
            assertThat(counts).isEqualTo(test.get(k).scores());
            assertThat(recording.hidden1Neuron()).hasSize(responses.get(k).hidden1Spikes());
            short[] code = new short[30];
            for (int j : recording.hidden2Neuron()) {
                code[j]++;
            }
            assertThat(code).isEqualTo(responses.get(k).hidden2Counts());
            assertThat(IntStream.of(recording.inputStep()).min().orElseThrow()).isEqualTo(1);
            double error = 0;
            for (int pixel = 0; pixel < 784; pixel++) {
                double d = recording.pixels()[pixel] - recording.reconstruction()[pixel];
                error += d * d;
            }
            assertThat(error).isCloseTo(responses.get(k).squaredError(), within(1e-3));
        }
    }

    private static void assertAUsersImagesAreClassifiedAlike(StoredRun run, List<PredictionRow> test) {
        byte[] pixels = new byte[SmallCsdp.TEST_IMAGES * 784];
        int[] labels = new int[SmallCsdp.TEST_IMAGES];
        List<UserSamples.Origin> origins = new ArrayList<>();
        for (int k = 0; k < SmallCsdp.TEST_IMAGES; k++) {
            System.arraycopy(IMAGES.image(60_000 + k), 0, pixels, k * 784, 784);
            labels[k] = k == 0 ? UserSamples.UNLABELLED : IMAGES.label(60_000 + k);
            origins.add(new UserSamples.Origin("mine.idx", k));
        }
        LabelledImages images = new LabelledImages(28, 28, pixels, new byte[SmallCsdp.TEST_IMAGES]);
        LabelledImages none = new LabelledImages(28, 28, new byte[0], new byte[0]);
        UserSamples samples = new UserSamples(
                new SampleSource.Images(new ImageDataset("mine.idx", images, none)), labels, origins, "abc");
        Classifier classifier = Families.of(run.experiment()).classifier(run);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Classifier.Result result = classifier.classify(samples, () -> spark, Progress.NONE);
            assertThat(result.computed()).isEqualTo(SmallCsdp.TEST_IMAGES);
            assertThat(result.labelled()).isEqualTo(SmallCsdp.TEST_IMAGES - 1);
            assertThat(result.predictions())
                    .extracting(PredictionRow::sampleId)
                    .containsExactlyElementsOf(range(0, SmallCsdp.TEST_IMAGES));
        }
        Classifier.Result again = classifier.classify(
                samples,
                () -> {
                    throw new AssertionError("all is on disk");
                },
                Progress.NONE);
        assertThat(again.computed()).isZero();
        assertThat(again.predictions()).hasSameSizeAs(test);
    }

    @Test
    void predictionsAndCodesDoNotDependOnPartitions() {
        List<List<PredictionRow>> predictions = new ArrayList<>();
        List<List<CsdpResponseRow>> responses = new ArrayList<>();
        for (int size : new int[] {30, 10, 4}) { // 1, 3 and 8 partitions of the 30 test samples
            Experiment experiment = experiment("csdp.test.samples-per-block=" + size);
            ResultsStore store = TestExperiments.store(output);
            try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
                train(spark, experiment, store);
            }
            assertThat(store.finishedBlocks(PredictionRow.TABLE, experiment.runId(), "test"))
                    .hasSize((SmallCsdp.TEST_IMAGES + size - 1) / size);
            predictions.add(store.readPartition(PredictionRow.TABLE, experiment.runId(), "test"));
            responses.add(store.readPartition(CsdpResponseRow.TABLE, experiment.runId(), "test"));
            if (predictions.size() > 1) {
                assertThat(store.read(CsdpTrainingRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId()))
                        .as("the trained network is taken from the first run, seconds and all")
                        .isEqualTo(store.read(
                                CsdpTrainingRow.TABLE,
                                ResultsStore.SINGLE_FILE,
                                experiment("csdp.test.samples-per-block=30").runId()));
            }
        }
        for (int k = 1; k < 3; k++) {
            assertThat(predictions.get(k)).usingRecursiveComparison().isEqualTo(predictions.get(0));
            assertThat(responses.get(k)).usingRecursiveComparison().isEqualTo(responses.get(0));
        }
    }

    @Test
    void unsupervisedRunsHaveNoContextAndGoodnessNeedsOne() {
        Experiment experiment = unsupervised("csdp.negatives.partner=one", "csdp.test.parameters=latest");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            RunResult result = train(spark, experiment, store);
            StoredRun run = new StoredRun(result.run(), experiment, store);
            assertThat(StoredNetwork.read(run).matrices()).doesNotContain(MatrixName.V2Y, MatrixName.V3Y);

            Experiment goodness = experiment("csdp.test.classification=goodness");
            train(spark, goodness, store);
            List<PredictionRow> test = store.readPartition(PredictionRow.TABLE, goodness.runId(), "test");
            assertThat(test).hasSize(SmallCsdp.TEST_IMAGES).allSatisfy(row -> {
                assertThat(row.scores()).hasSize(10);
                IntStream.range(0, 10)
                        .forEach(c -> assertThat(row.scores()[c]).isLessThanOrEqualTo(row.scores()[row.predicted()]));
            });
            assertThat(test.stream().flatMapToInt(row -> IntStream.range(0, 10).filter(c -> row.scores()[c] % 1 != 0)))
                    .as("goodness is a sum of squared traces, no count")
                    .isNotEmpty();
        }
        assertThatThrownBy(() -> unsupervised("csdp.test.classification=goodness"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("shows each class as context, which needs csdp.learning = supervised");
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingRuns() {
        Experiment tooLarge = experiment("csdp.training.batch-size=86");
        assertThatThrownBy(() -> Families.of(tooLarge).check(tooLarge))
                .isInstanceOf(UserException.class)
                .hasMessage("csdp.training.batch-size = 86 is more than there are training samples "
                        + "(data.train-samples = 85); use a smaller one, or more samples");
        Experiment events = experiment("data.dataset=n-mnist");
        assertThatThrownBy(() -> Families.of(events).check(events))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("data.dataset = n-mnist has recordings of events");
        assertThatThrownBy(() -> experiment("csdp.hidden2=0"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("csdp.hidden2 = 0 must be 1 to 20000");
        assertThatThrownBy(() -> unsupervised("csdp.training.batch-size=1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("csdp.training.batch-size = 1 leaves no other image to mix one with");
        assertThatThrownBy(() -> experiment("csdp.dynamics.tau-trace-ms=2"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("csdp.dynamics.tau-trace-ms = 2 must be at least csdp.dynamics.time-step-ms");
    }
}
