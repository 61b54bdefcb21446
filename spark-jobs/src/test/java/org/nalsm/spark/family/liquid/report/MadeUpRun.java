package org.nalsm.spark.family.liquid.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SpikeCounts;
import org.nalsm.spark.table.TrainingRow;

/** A liquid's run of made-up numbers, so that what its report says is known beforehand. */
public final class MadeUpRun {
    /** Its id. */
    public static final String ID = "r-1";

    private static final int NEURONS = 27;

    private final ResultsStore store;
    private final Experiment experiment;

    /** @param directory of the results; nothing is written yet */
    public MadeUpRun(Path directory) {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        experiment = new Experiment(
                Families.configLoader()
                        .load(
                                List.of(),
                                List.of(
                                        "network.dimensions=[3,3,3]",
                                        "data.test-samples=4",
                                        "simulation.duration-ms=100",
                                        "output.dir=" + directory)),
                ID,
                "");
    }

    /** The results. */
    public ResultsStore store() {
        return store;
    }

    /** The run with its own row. */
    public StoredRun stored(RunStatus status) {
        return stored(row(status));
    }

    /** The run with another row. */
    public StoredRun stored(RunRow row) {
        return new StoredRun(row, experiment, store);
    }

    /** Its row. */
    public RunRow row(RunStatus status) {
        return new RunRow(
                ID,
                status,
                "nalsm",
                "mnist",
                experiment.json(),
                new RunRow.Parts("n-1", "", "", "", OptionalDouble.empty(), OptionalLong.of(1), 1),
                new RunRow.Provenance(OptionalInt.of(7), "0.1.0", "c0ffee", "4.1.3", "<event> & co"),
                Instant.parse("2024-05-06T07:06:04Z"),
                Optional.of(Instant.parse("2024-05-06T07:08:09Z")),
                RunRow.Outcome.of(
                        new TreeMap<>(
                                Map.of("network", 0.5, "initialisation", 17.0, "simulation", 80.0, "readout", 30.0)),
                        125,
                        new TreeMap<>(Map.of(
                                "train_accuracy",
                                0.9812,
                                "valid_accuracy",
                                0.96875,
                                "test_accuracy",
                                0.75,
                                "best_epoch",
                                2.0,
                                "samples_per_second",
                                620.0,
                                "liquid_spikes_per_sample",
                                351.0,
                                "input_spikes_per_sample",
                                300.0,
                                "branching_factor",
                                1.25))));
    }

    /** Writes all that a run leaves, and its manifest. */
    public void writeEverything() {
        writeWithoutBranchingFactors();
        store.write(
                BranchingFactorRow.TABLE,
                "test",
                Stream.of(new BranchingFactorRow(60_000, 3, 1.5), new BranchingFactorRow(60_002, 5, 1.0)),
                ID);
        new RunCatalog(store).writeManifest(row(RunStatus.COMPLETE));
    }

    void writeWithoutBranchingFactors() {
        new RunCatalog(store).write(row(RunStatus.COMPLETE));
        Network network = new NetworkGenerator(LiquidSettings.of(experiment).network()).generate();
        float[] weights = network.weights(1.5f);
        store.write(
                LiquidWeightRow.TABLE,
                ResultsStore.SINGLE_FILE,
                IntStream.range(0, weights.length).mapToObj(s -> new LiquidWeightRow(0, 0, weights[s])),
                ID);
        List<TrainingRow> training = new ArrayList<>();
        for (int epoch = 1; epoch <= 5; epoch++) {
            training.add(new TrainingRow(epoch, 1e-4, 1, 0.9, 0.95, Double.NaN, epoch));
            training.add(new TrainingRow(epoch, 1e-5, 1, 0.95, epoch == 2 ? 0.96875 : 0.96, Double.NaN, 5 + epoch));
        }
        store.write(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, training.stream(), ID);
        store.write(
                PredictionRow.TABLE,
                ResultsStore.SINGLE_FILE,
                Stream.of(prediction(0, 3, 3), prediction(1, 3, 5), prediction(2, 5, 5), prediction(3, 5, 5)),
                ID,
                "test");
        writeSamples();
    }

    /** Neuron n spikes n times in each of the four test samples, of which the first is recorded. */
    private void writeSamples() {
        Random random = new Random(1);
        try (BlockWriter block = store.openBlock(SpikeCounts.TABLE, ID, "test", 0)) {
            for (int k = 0; k < 4; k++) {
                block.write(
                        SpikeCounts.TABLE,
                        new SpikeCounts(
                                60_000 + k, 3, IntStream.range(0, NEURONS).toArray(), 300, 351, 0));
            }
            short[] times = new short[200];
            IntStream.range(0, 200).forEach(s -> times[s] = (short) (s / 2));
            block.write(
                    SpikesRow.TABLE,
                    new SpikesRow(60_000, 3, times, random.ints(200, 0, NEURONS).toArray()));
            for (int t = 0; t < 100; t++) {
                block.write(DynamicsRow.TABLE, new DynamicsRow(60_000, t, 2, 3, 0.15 - 0.0005 * t));
            }
            block.commit();
        }
    }

    private static PredictionRow prediction(int sample, int label, int predicted) {
        return new PredictionRow(60_000 + sample, label, predicted, new float[10]);
    }
}
