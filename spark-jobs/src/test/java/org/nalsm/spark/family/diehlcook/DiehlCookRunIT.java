package org.nalsm.spark.family.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.diehlcook.FrozenNetwork;
import org.nalsm.engine.diehlcook.InitialNetwork;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.engine.diehlcook.NetworkTrainer;
import org.nalsm.engine.diehlcook.Response;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.KernelChoice;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.run.WatchedSource;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** Whole runs on real images, 24 neurons, 40 + 15 + 20 samples. */
class DiehlCookRunIT {
    private static final ImageDataset IMAGES = TestExperiments.images();
    private static final int NEURONS = 24;
    private static final long SEED = 1;

    @TempDir
    private Path output;

    private Experiment experiment(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "model.name=diehl-cook",
                "data.train-samples=40",
                "data.valid-samples=15",
                "data.test-samples=20",
                "diehl-cook.neurons=" + NEURONS,
                "diehl-cook.samples-per-block=7",
                "diehl-cook.training.checkpoints=10",
                "diehl-cook.training.snapshots=2",
                "diehl-cook.training.snapshot-samples=20",
                "diehl-cook.observation.samples=45",
                "diehl-cook.test.recorded-samples=2",
                "output.dir=" + output));
        all.addAll(List.of(settings));
        return Experiment.of(Families.configLoader().load(List.of(), all));
    }

    /** The training file's samples in their order, in one thread, without Spark. */
    private static LearnedNetwork plainTraining(DiehlCookSettings settings) {
        NetworkTrainer trainer = new NetworkTrainer(InitialNetwork.draw(settings.model(), SEED), SEED, Kernel.SCALAR);
        for (int position = 0; position < 55; position++) {
            trainer.train(position, IMAGES.image(position < 40 ? position : 50_000 + position - 40));
        }
        return trainer.learned();
    }

    private static List<List<Integer>> plainResponses(LearnedNetwork network, int[] ids) {
        FrozenNetwork frozen = new FrozenNetwork(network, SEED, Kernel.SCALAR);
        List<List<Integer>> all = new ArrayList<>();
        for (int id : ids) {
            Response response = frozen.show(id, IMAGES.image(id));
            List<Integer> row = new ArrayList<>(List.of(id, IMAGES.label(id), response.presentations()));
            Arrays.stream(response.counts()).forEach(row::add);
            all.add(row);
        }
        return all;
    }

    private static List<List<Integer>> responses(ResultsStore store, String id, String split) {
        List<List<Integer>> all = new ArrayList<>();
        store.<ResponseRow>readBlocks(ResponseRow.TABLE, id, split, row -> {
            List<Integer> values = new ArrayList<>(List.of(row.sampleId(), row.label(), row.presentations()));
            Arrays.stream(row.counts()).forEach(values::add);
            all.add(values);
        });
        return all;
    }

    @Test
    void aRunIsWhatAPlainLoopComputes() {
        Experiment experiment = experiment();
        DiehlCookSettings settings = DiehlCookSettings.of(experiment);
        ResultsStore store = TestExperiments.store(output);
        RunResult result;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            result = TestExperiments.train(spark, experiment, store);
        }
        LearnedNetwork expected = plainTraining(settings);
        LearnedNetwork actual = TrainedNetworkTable.read(store, experiment.runId(), settings.model());
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);

        int[] observed =
                IntStream.range(0, 45).map(k -> k < 40 ? k : 49_960 + k).toArray();
        int[] test = IntStream.range(60_000, 60_020).toArray();
        List<List<Integer>> observedRows = plainResponses(expected, observed);
        List<List<Integer>> testRows = plainResponses(expected, test);
        assertThat(responses(store, experiment.runId(), "observed")).isEqualTo(observedRows);
        assertThat(responses(store, experiment.runId(), "test")).isEqualTo(testRows);

        int[] labels = naiveLabels(observedRows);
        assertThat(store.read(NeuronLabelRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId()))
                .extracting(NeuronLabelRow::label)
                .containsExactlyElementsOf(Arrays.stream(labels).boxed().toList());
        List<Integer> classes =
                testRows.stream().map(row -> naiveClass(row, labels)).toList();
        assertThat(store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId(), "test"))
                .extracting(PredictionRow::predicted)
                .containsExactlyElementsOf(classes);
        long correct = IntStream.range(0, 20)
                .filter(k -> testRows.get(k).get(1).equals(classes.get(k)))
                .count();
        assertThat(result.run().outcome().testAccuracy()).isEqualTo(correct / 20.0);
        theTrainingIsOnRecord(experiment, store);
    }

    private static void theTrainingIsOnRecord(Experiment experiment, ResultsStore store) {
        List<TrainingStepRow> rows = TrainingSummary.rows(store, experiment.runId());
        assertThat(rows).hasSize(56);
        assertThat(rows)
                .extracting(TrainingStepRow::presented)
                .containsExactlyElementsOf(IntStream.range(0, 56).boxed().toList());
        assertThat(rows.get(0).label()).isEqualTo(-1);
        assertThat(rows.get(55).sampleId()).isEqualTo(50_014);
        assertThat(rows.get(55).steps())
                .isEqualTo(5000L
                        * rows.stream().mapToInt(TrainingStepRow::presentations).sum());
        assertThat(store.read(LearningCurveRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId()))
                .extracting(LearningCurveRow::presented, LearningCurveRow::observed, LearningCurveRow::classified)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(27, 10, 10),
                        org.assertj.core.groups.Tuple.tuple(55, 10, 10));
    }

    private static int[] naiveLabels(List<List<Integer>> rows) {
        int[] labels = new int[NEURONS];
        for (int j = 0; j < NEURONS; j++) {
            labels[j] = -1;
            double most = 0;
            for (int c = 0; c < 10; c++) {
                int label = c;
                int column = 3 + j;
                double mean = rows.stream()
                        .filter(row -> row.get(1) == label)
                        .mapToInt(row -> row.get(column))
                        .average()
                        .orElse(0);
                if (mean > most) {
                    most = mean;
                    labels[j] = c;
                }
            }
        }
        return labels;
    }

    private static int naiveClass(List<Integer> row, int[] labels) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < 10; c++) {
            int label = c;
            double mean = IntStream.range(0, NEURONS)
                    .filter(j -> labels[j] == label)
                    .mapToDouble(j -> row.get(3 + j))
                    .average()
                    .orElse(Double.NEGATIVE_INFINITY);
            if (mean > most) {
                most = mean;
                best = c;
            }
        }
        return best;
    }

    @Test
    void responsesAreTheSameForAnyNumberOfPartitions() {
        DiehlCookSettings settings = DiehlCookSettings.of(experiment());
        LearnedNetwork network = InitialNetwork.draw(settings.model(), SEED);
        int[] ids = IntStream.range(60_000, 60_020).toArray();
        List<List<Integer>> expected = plainResponses(network, ids);
        List<SampleBlock> blocks = SampleBlock.of(Split.TEST, 20, 3);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> source = spark.broadcast(new SampleSource.Images(IMAGES));
            Broadcast<LearnedNetwork> shared = spark.broadcast(network);
            for (int partitions : new int[] {1, 3, 8}) {
                ResultsStore store = TestExperiments.store(output.resolve("p" + partitions));
                new BlockJob(spark, store, "r-0")
                        .run(
                                "show",
                                blocks,
                                new ShownSamples(source, shared, SEED, KernelChoice.AUTO, Set.of()),
                                partitions,
                                Progress.NONE);
                assertThat(responses(store, "r-0", "test")).isEqualTo(expected);
            }
        }
    }

    /** Killed after 32 samples of training, then in the middle of a test block. */
    @Test
    void aRunThatWasStoppedTwiceEndsWithTheSameBytes() throws IOException {
        Experiment experiment = experiment();
        ResultsStore straight = TestExperiments.store(output.resolve("straight"));
        ResultsStore resumed = TestExperiments.store(output.resolve("resumed"));
        WatchedSource.reset();
        SampleSource source = new WatchedSource(new SampleSource.Images(IMAGES));
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            TestExperiments.train(spark, experiment, straight);
            WatchedSource.failAt(32, 1);
            WatchedSource.failAt(60_012, 1);
            assertThatThrownBy(() -> TestExperiments.train(spark, experiment, source, resumed))
                    .hasMessageContaining("on purpose");
            assertThat(resumed.files(org.nalsm.spark.table.CheckpointRow.TABLE, experiment.runId()))
                    .containsExactly("training-000000000025", "training-000000000030");
            WatchedSource.SHOWN.clear();
            assertThatThrownBy(() -> TestExperiments.train(spark, experiment, source, resumed))
                    .hasMessageContaining("on purpose");
            // Once in the observation; from 30 on in the training as well.
            assertThat(WatchedSource.SHOWN).containsEntry(29, 1).containsEntry(30, 2);
            TestExperiments.train(spark, experiment, source, resumed);
        }
        for (String table : List.of(
                "diehl_cook_neurons",
                "diehl_cook_training",
                "diehl_cook_snapshots",
                "diehl_cook_curve",
                "diehl_cook_responses",
                "diehl_cook_spikes",
                "diehl_cook_labels",
                "diehl_cook_confusion",
                "predictions")) {
            assertThat(contents(output.resolve("resumed").resolve(table)))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(contents(output.resolve("straight").resolve(table)));
        }
    }

    private static Map<String, List<Byte>> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .collect(Collectors.toMap(file -> directory.relativize(file).toString(), DiehlCookRunIT::bytes));
        }
    }

    private static List<Byte> bytes(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return IntStream.range(0, bytes.length).mapToObj(k -> bytes[k]).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Trains once; everything after is done with what that has left, on the real command line. */
    @Test
    void whatOneRunHasLearnedServesOthers() throws IOException {
        Experiment experiment = experiment();
        ResultsStore store = TestExperiments.store(output);
        RunResult trained;
        WatchedSource.reset();
        SampleSource source = new WatchedSource(new SampleSource.Images(IMAGES));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            trained = TestExperiments.train(spark, experiment, store);
            // Another observation: the network is taken over, so that sample 39 is neither trained nor observed.
            Experiment other = experiment("diehl-cook.observation.samples=30", "diehl-cook.test.order=drawn");
            TestExperiments.train(spark, other, source, store);
            assertThat(WatchedSource.SHOWN).doesNotContainKey(39).containsKey(29);
            assertThat(store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, other.runId(), "test"))
                    .hasSize(1000);
        }
        List<String> here = List.of("output.dir=" + output);
        String id = experiment.runId();
        exportedFilesBeginTheSameRun(id, experiment, trained, here);

        CommandLineRun evaluated = nalsm(here, "evaluate", id);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("of 20; 95 % interval");
        String images = resource("t10k-images-idx3-ubyte.gz");
        CommandLineRun predicted = nalsm(here, "predict", "--run", id, images);
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        assertThat(predicted.out()).contains("found on disk");
        assertThat(nalsm(here, "predict", "--run", id, images, "--json").exitCode())
                .isZero();
        assertThat(nalsm(here, "predict", "--run", id, images).said()).contains("was found on disk");

        Path page = output.resolve("page");
        CommandLineRun report = nalsm(here, "report", id, "--output", page.toString());
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(Files.readString(page.resolve("index.html")))
                .contains(
                        "Receptive fields",
                        "Adaptive thresholds",
                        "Spikes of one sample",
                        "Accuracy while the network");
        try (Stream<Path> figures = Files.list(page.resolve("figures"))) {
            assertThat(figures).hasSize(6);
        }
    }

    private void exportedFilesBeginTheSameRun(String id, Experiment experiment, RunResult trained, List<String> here)
            throws IOException {
        Path files = output.resolve("npy");
        CommandLineRun export = nalsm(here, "export", id, "--format", "npy", "--output", files.toString());
        assertThat(export.exitCode()).as(export.err()).isZero();
        assertThat(export.out().lines()).hasSize(5);
        nalsm(here, "export", id, "--format", "npy", "--output", files.toString())
                .assertOneLine(73, "weights.npy exists already", "--overwrite");
        nalsm(here, "export", id, "--format", "dl4j", "--output", files.toString())
                .assertOneLine(64, "a run of diehl-cook has npy");
        assertThat(read(files, "weights.npy").doubles("w", 784 * NEURONS)).hasSize(784 * NEURONS);
        assertThat(read(files, "theta.npy").doubles("t", NEURONS)[0]).isBetween(0.019, 0.03);
        assertThat(read(files, "assign.npy").dtype()).isEqualTo("int64");
        assertThat(Arrays.stream(read(files, "confusion.npy").doubles("c", 10, 10))
                        .sum())
                .isBetween(7.0, 10.0);
        assertThat(read(files, "train_stats.npy").doubles("s", 56, 7))
                .startsWith(0, 0)
                .endsWith(IMAGES.label(50_014));

        ImportedModel model = Families.of(experiment)
                .readImport(experiment, new ImportFolder(files.toString(), new Configuration()))
                .orElseThrow();
        assertThat(model.settings()).singleElement().asString().matches("diehl-cook.imported=[0-9a-f]{64}");
        Experiment imported = experiment(model.settings().get(0), "diehl-cook.neurons=" + NEURONS);
        ResultsStore store = TestExperiments.store(output.resolve("elsewhere"));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            assertThatThrownBy(() -> TestExperiments.train(spark, imported, store))
                    .hasMessageContaining("'nalsm import' brings it there");
            model.store(imported, store);
            RunResult result = TestExperiments.train(spark, imported, store);
            assertThat(result.run().outcome().testAccuracy())
                    .isEqualTo(trained.run().outcome().testAccuracy());
            assertThat(responses(store, imported.runId(), "test"))
                    .isEqualTo(responses(TestExperiments.store(output), id, "test"));
        }
    }

    private static NumpyArray read(Path directory, String name) throws IOException {
        try (var in = Files.newInputStream(directory.resolve(name))) {
            return NumpyFile.read(in, name);
        }
    }

    private static String resource(String name) {
        return Objects.requireNonNull(DiehlCookRunIT.class.getResource("/mnist-excerpt/" + name))
                .getPath();
    }

    @Test
    void wrongFilesAreNotImported() throws IOException {
        Experiment experiment = experiment();
        write("weights.npy", NumpyArray.of(new double[784 * NEURONS], 784 * NEURONS));
        write("theta.npy", NumpyArray.of(new double[NEURONS], NEURONS));
        refusesImport(experiment("diehl-cook.neurons=23"), "has the shape (18816,), expected is (18032,)");
        Files.delete(output.resolve("theta.npy"));
        refusesImport(experiment, "theta.npy: no such file");
        write("theta.npy", NumpyArray.of(new int[NEURONS], NEURONS));
        refusesImport(experiment, "holds int32, expected is float64 or float32");
        double[] millivolt = new double[NEURONS];
        Arrays.fill(millivolt, 37.5);
        write("theta.npy", NumpyArray.of(millivolt, NEURONS));
        refusesImport(experiment, "element 0 is 37.5, and thresholds are 0 to below 1, in volt");
        double[] negative = new double[784 * NEURONS];
        negative[5] = -1;
        write("weights.npy", NumpyArray.of(negative, 784 * NEURONS));
        refusesImport(experiment, "element 5 is -1.0, and weights are not negative");
        nalsm(List.of("model.name=lsm"), "import", output.toString())
                .assertOneLine(64, "a run of lsm cannot begin with another program's files");
        nalsm(
                        List.of("model.name=diehl-cook"),
                        "import",
                        output.resolve("nowhere").toString())
                .assertOneLine(66, "weights.npy: no such file");
    }

    private void write(String name, NumpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NumpyFile.write(out, array);
        Files.write(output.resolve(name), out.toByteArray());
    }

    private void refusesImport(Experiment experiment, String message) {
        UserException e = catchThrowableOfType(
                UserException.class,
                () -> Families.of(experiment)
                        .readImport(experiment, new ImportFolder(output.toString(), new Configuration())));
        assertThat(e).hasMessageContaining(message);
    }

    @Test
    void experimentsThatCannotRunAreRefused() {
        assertThat(refusal("diehl-cook.observation.first=55"))
                .isEqualTo("diehl-cook.observation.first = 55 leaves no sample to observe: data.train-samples and "
                        + "data.valid-samples make 55; use a smaller one");
        assertThat(refusal("data.dataset=n-mnist")).contains("takes images").contains("use mnist or fashion-mnist");
        CommandLineRun wrong = nalsm(List.of("model.name=diehl-cook", "diehl-cook.neurons=0"), "config", "show");
        wrong.assertOneLine(78, "diehl-cook.neurons = 0 must be 1 to 100000");
    }

    private String refusal(String setting) {
        Experiment experiment = experiment(setting);
        return String.valueOf(catchThrowableOfType(
                        UserException.class, () -> Families.of(experiment).check(experiment))
                .getMessage());
    }

    /** A class that no neuron stands for never wins, and the run goes on. */
    @Test
    void aClassWithoutNeuronsHasTheLowestScore() {
        int[] labels = new int[NEURONS];
        ResponseRow row = new ResponseRow(3, 4, 1, new int[NEURONS], 0, 0, 0);
        PredictionRow prediction = Votes.predict(row, labels);
        assertThat(prediction.predicted()).isZero();
        assertThat(prediction.scores()[0]).isZero();
        assertThat(prediction.scores()[9]).isEqualTo(Float.NEGATIVE_INFINITY);
        float none = Float.NEGATIVE_INFINITY;
        assertThat(Votes.shares(new float[] {none, 6, 2})).containsExactly(0, 0.75, 0.25);
        assertThat(Votes.shares(new float[] {none, 0, 0, 0})).containsExactly(0.25, 0.25, 0.25, 0.25);
    }
}
