package org.nalsm.spark.family.liquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.ImageInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunJob;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.run.WatchedSource;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SpikeCounts;
import org.nalsm.spark.table.TrainingRow;

/** The same spike counts whatever the parallelism and whatever fails on the way. */
class LiquidRunIT {
    private static final ImageDataset IMAGES = TestExperiments.images();

    @TempDir
    private Path output;

    @ParameterizedTest
    @ValueSource(strings = {"model.name=lsm", "model.name=nalsm"})
    void countsAreThoseOfAPlainLoopWhateverThePartitions(String model) {
        Experiment experiment = TestExperiments.experiment(output, model);
        Map<Integer, List<Integer>> expected = plainLoop(experiment);
        assertThat(expected.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("spikes to compare")
                .isGreaterThan(1000);
        for (String master : List.of("local[1]", "local[2]")) {
            try (JavaSparkContext spark = TestExperiments.spark(master)) {
                for (int partitions : new int[] {1, 3, 8}) {
                    ResultsStore store = TestExperiments.store(output.resolve(master + "-" + partitions));
                    simulate(spark, experiment, store, partitions);
                    assertThat(TestExperiments.counts(experiment, store))
                            .as("%s, %d partitions", master, partitions)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"lsm, 5, 1", "nalsm, 7, 3", "nalsm, 1000, 1000"})
    void blocksOfAnySizeGiveTheSameCounts(String model, int batch, int batches) {
        Experiment experiment = TestExperiments.experiment(
                output,
                "model.name=" + model,
                "simulation.batch-size=" + batch,
                "simulation.batches-per-block=" + batches,
                "simulation.recorded-samples=2");
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            ResultsStore store = TestExperiments.store(output);
            simulate(spark, experiment, store, 4);
            assertThat(TestExperiments.counts(experiment, store)).isEqualTo(plainLoop(experiment));
        }
    }

    @Test
    void aLiquidWhoseSumsCouldOverflowIsRefusedBeforeAnythingIsWritten() throws IOException {
        Experiment experiment =
                TestExperiments.experiment(output, "network.dimensions=[10,10,10]", "model.max-weight=100");
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            assertThatThrownBy(() -> TestExperiments.train(spark, experiment, new SampleSource.Images(IMAGES), store))
                    .isInstanceOfSatisfying(
                            UserException.class,
                            e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION))
                    .hasMessageContaining("model.max-weight = 100")
                    .hasMessageContaining("fan-in");
        }
        try (Stream<Path> below = Files.walk(output)) {
            assertThat(below.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aTaskThatFailsInTheMiddleOfABlockIsRepeatedWithoutATrace() {
        Experiment experiment = TestExperiments.experiment(output);
        SampleSource source = failingOnceAt(27);
        try (JavaSparkContext spark = TestExperiments.spark("local[2,4]")) {
            TestExperiments.train(spark, experiment, source, TestExperiments.store(output));
        }
        assertThat(WatchedSource.SHOWN.get(27))
                .as("presentations of the sample that failed once")
                .isEqualTo(2);
        assertThat(TestExperiments.counts(experiment, TestExperiments.store(output)))
                .isEqualTo(plainLoop(experiment));
    }

    @Test
    void aRunThatStoppedGoesOnWithoutSimulatingFinishedBlocksAgain() {
        Experiment experiment = TestExperiments.experiment(output);
        ResultsStore store = TestExperiments.store(output);
        SampleSource failing = failingOnceAt(50_003);
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            assertThatThrownBy(() -> TestExperiments.train(spark, experiment, failing, store))
                    .hasMessageContaining("on purpose");
        }
        assertThat(new RunCatalog(store).find(experiment.runId()).orElseThrow().status())
                .isEqualTo(RunStatus.FAILED);
        assertThat(RunJob.findComplete(experiment, store)).isEmpty();
        // Spark may have begun another block before it gave up, so only the blocks before the failure are certain.
        Set<Integer> missing = SimulationPhase.blocks(LiquidSettings.of(experiment)).stream()
                .filter(block -> !store.finishedBlocks(SpikeCounts.TABLE, experiment.runId(), block.split())
                        .contains(block.index()))
                .flatMap(block -> IntStream.range(block.firstSampleId(), block.firstSampleId() + block.size())
                        .boxed())
                .collect(Collectors.toSet());
        assertThat(missing).contains(50_003).allMatch(id -> id >= 50_000);
        WatchedSource.SHOWN.clear();
        try (JavaSparkContext spark = TestExperiments.spark("local[1]")) {
            RunResult result = TestExperiments.train(spark, experiment, failing, store);
            assertThat(WatchedSource.SHOWN.keySet())
                    .as("samples simulated after the restart")
                    .isEqualTo(missing);
            assertThat(result.alreadyComplete()).isFalse();
        }
        assertThat(TestExperiments.counts(experiment, store)).isEqualTo(plainLoop(experiment));
        assertThat(RunJob.findComplete(experiment, store).orElseThrow().alreadyComplete())
                .isTrue();
    }

    @Test
    void anUndisturbedRunAndAResumedOneHaveTheSameBytesInEveryDataFile() throws IOException {
        Experiment experiment = TestExperiments.experiment(output);
        ResultsStore straight = TestExperiments.store(output.resolve("straight"));
        ResultsStore resumed = TestExperiments.store(output.resolve("resumed"));
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            TestExperiments.train(spark, experiment, straight);
        }
        SampleSource failing = failingOnceAt(60_012);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            assertThatThrownBy(() -> TestExperiments.train(spark, experiment, failing, resumed))
                    .hasMessageContaining("on purpose");
            TestExperiments.train(spark, experiment, failing, resumed);
        }
        for (String table : List.of(
                "spike_counts",
                "spikes",
                "dynamics",
                "liquid_weights",
                "readout",
                "predictions",
                "neurons",
                "synapses")) {
            assertThat(contents(output.resolve("resumed").resolve(table)))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(contents(output.resolve("straight").resolve(table)));
        }
    }

    /** By which {@code predict} shows a user's images; the images repeat after a few hundred. */
    @Test
    void theRunNotesTheScaleOfTheTrainingImages() {
        Experiment experiment = TestExperiments.experiment(output);
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            TestExperiments.train(spark, experiment, store);
        }
        double largest = 0;
        for (int id = 0; id < 1000; id++) {
            int sum = 0;
            int most = 0;
            for (byte pixel : IMAGES.image(id)) {
                sum += pixel & 0xff;
                most = Math.max(most, pixel & 0xff);
            }
            largest = Math.max(largest, most / (double) sum);
        }
        assertThat(new RunCatalog(store)
                        .find(experiment.runId())
                        .orElseThrow()
                        .parts()
                        .trainingPixelShare())
                .hasValue(largest);
    }

    /** The counts are shared; the losses differ by the rounding of floats. */
    @Test
    void deeplearning4jTrainsTheReadoutAsTheDriverDoes() {
        ResultsStore store = TestExperiments.store(output);
        List<List<TrainingRow>> training = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            for (String trainer : List.of("driver", "dl4j")) {
                Experiment experiment = TestExperiments.experiment(
                        output, "readout.preset=publication", "readout.trainer=" + trainer, "readout.max-epochs=30");
                RunResult result = TestExperiments.train(spark, experiment, store);
                accuracies.add(result.run().outcome().validAccuracy());
                training.add(store.read(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, experiment.runId()));
            }
        }
        assertThat(training.get(0)).hasSize(30);
        for (int epoch = 0; epoch < 30; epoch++) {
            assertThat(training.get(1).get(epoch).trainLoss())
                    .isCloseTo(training.get(0).get(epoch).trainLoss(), within(1e-4));
        }
        assertThat(training.get(0).get(29).trainLoss())
                .isLessThan(training.get(0).get(0).trainLoss());
        assertThat(accuracies.get(1)).isCloseTo(accuracies.get(0), within(0.051)); // one of 20 samples
    }

    private static SampleSource failingOnceAt(int sampleId) {
        WatchedSource.reset();
        WatchedSource.failAt(sampleId, 1);
        return new WatchedSource(new SampleSource.Images(IMAGES));
    }

    private static Map<String, List<Byte>> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .collect(Collectors.toMap(file -> directory.relativize(file).toString(), LiquidRunIT::bytes));
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

    private static void simulate(JavaSparkContext spark, Experiment experiment, ResultsStore store, int partitions) {
        Network network = new NetworkGenerator(LiquidSettings.of(experiment).network()).generate();
        Broadcast<SampleSource> source = spark.broadcast(new SampleSource.Images(IMAGES));
        Broadcast<Liquid> liquid = spark.broadcast(new Liquid(
                experiment.runId(),
                network,
                LiquidSettings.of(experiment).model(),
                initialised(experiment, network),
                BackendChoice.of(LiquidSettings.of(experiment).config().simulation())));
        SimulatorPool.clear();
        new BlockJob(spark, store, experiment.runId())
                .run(
                        "simulate",
                        SimulationPhase.blocks(LiquidSettings.of(experiment)),
                        SampleSimulation.of(
                                LiquidSettings.of(experiment), source, liquid, SimulationTelemetry.of(spark)),
                        partitions,
                        Progress.NONE);
    }

    private static float[] initialised(Experiment experiment, Network network) {
        LiquidModel model = LiquidSettings.of(experiment).model();
        if (!model.initialisation().changesWeights()) {
            return network.weights(model.initialAbsoluteWeight());
        }
        int samples = experiment.config().data().trainSamples();
        int snapshots = LiquidSettings.of(experiment).config().initialisation().snapshots();
        InitialisationSequence sequence = new InitialisationSequence(1, samples, snapshots);
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network, model, network.weights(model.initialAbsoluteWeight()), Kernel.SCALAR);
        ImageInputs inputs = new ImageInputs(IMAGES, 1);
        for (int k = 0; k < snapshots; k++) {
            initialiser.present(inputs.snapshot(sequence.sample(k), k), 20, StepObserver.NONE);
        }
        return initialiser.weights();
    }

    /** Scalar simulation in dataset order on one thread, without Spark. */
    private static Map<Integer, List<Integer>> plainLoop(Experiment experiment) {
        Network network = new NetworkGenerator(LiquidSettings.of(experiment).network()).generate();
        EventDrivenSimulator simulator = new EventDrivenSimulator(
                network, LiquidSettings.of(experiment).model(), initialised(experiment, network), Kernel.SCALAR);
        ImageInputs inputs = new ImageInputs(IMAGES, 1);
        Map<Integer, List<Integer>> all = new HashMap<>();
        int[] counts = new int[network.liquid()];
        for (Split split : Split.values()) {
            for (int k = 0; k < experiment.samples(split); k++) {
                simulator.simulate(
                        inputs.sample(split.sampleId(k)),
                        LiquidSettings.of(experiment).config().simulation().durationMs(),
                        counts,
                        StepObserver.NONE);
                all.put(split.sampleId(k), Arrays.stream(counts).boxed().toList());
            }
        }
        return all;
    }
}
