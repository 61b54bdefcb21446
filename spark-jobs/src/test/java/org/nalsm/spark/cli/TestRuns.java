package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** A results directory with the rows of four runs, and the command line to work on it. */
public final class TestRuns {
    private final Path directory;
    private final ResultsStore store;

    /** Writes the rows. */
    public TestRuns(Path directory) {
        this.directory = directory;
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        write("r-a1", RunStatus.COMPLETE, "2026-05-01T10:00:00Z", 0.9, "model.astrocyte-weight=0.015");
        write(
                "r-a2",
                RunStatus.COMPLETE,
                "2026-05-02T10:00:00.5Z",
                0.95,
                "model.astrocyte-weight=0.002",
                "network.seed=2");
        write("r-b1", RunStatus.FAILED, "2026-05-02T10:00:00Z", Double.NaN, "model.name=lsm");
        write(
                "r-b2",
                RunStatus.COMPLETE,
                "2026-05-04T09:00:00Z",
                0.85,
                "model.astrocyte-weight=0.1",
                "network.dimensions=20,20,20");
    }

    /** The results. */
    public ResultsStore store() {
        return store;
    }

    /** Its test accuracy is one point below the validation accuracy. */
    public void write(String id, RunStatus status, String start, double accuracy, String... settings) {
        write(id, OptionalInt.of(ResultsVersion.CURRENT), status, start, accuracy, settings);
    }

    /** A complete run of code that knew no results version. */
    public void writeOld(String id) {
        write(id, OptionalInt.empty(), RunStatus.COMPLETE, "2025-05-01T10:00:00Z", 0.9);
    }

    private void write(
            String id, OptionalInt version, RunStatus status, String start, double accuracy, String... settings) {
        ResolvedConfig config = Families.configLoader().load(List.of(), List.of(settings));
        boolean done = status == RunStatus.COMPLETE;
        new RunCatalog(store)
                .write(new RunRow(
                        id,
                        status,
                        config.experiment().model(),
                        "mnist",
                        config.json(),
                        new RunRow.Parts(
                                "n-1",
                                "l-1",
                                "c-1",
                                "",
                                OptionalDouble.empty(),
                                OptionalLong.of(config.experiment()
                                        .family(LiquidConfig.class)
                                        .network()
                                        .seed()),
                                1),
                        new RunRow.Provenance(version, "v", "", "4.1", "event"),
                        Instant.parse(start),
                        done ? Optional.of(Instant.parse(start).plusSeconds(90)) : Optional.empty(),
                        done ? outcome(accuracy) : RunRow.Outcome.NONE));
    }

    private static RunRow.Outcome outcome(double accuracy) {
        return RunRow.Outcome.of(
                new TreeMap<>(Map.of("network", 1.0, "initialisation", 2.0, "simulation", 80.0, "readout", 7.0)),
                90,
                new TreeMap<>(Map.of(
                        "samples_per_second", 500 + 1000 * (accuracy - 0.9),
                        "liquid_spikes_per_sample", 7000.0,
                        "input_spikes_per_sample", 4000.0,
                        "train_accuracy", 0.99,
                        "valid_accuracy", accuracy,
                        "test_accuracy", accuracy - 0.01,
                        "best_epoch", 3.0)));
    }

    /** {@code nalsm runs} with these arguments. */
    public CommandLineRun nalsm(String... args) {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(Arrays.asList(args));
        return command(all.toArray(String[]::new));
    }

    /** {@code nalsm} with these arguments. */
    public CommandLineRun command(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--set", "output.dir=" + directory));
        return CommandLineRun.nalsm(all.toArray(String[]::new));
    }

    /** The run ids of a list in its order, separated by blanks. */
    public String listed(String... options) {
        List<String> args = new ArrayList<>(List.of("list"));
        args.addAll(Arrays.asList(options));
        CommandLineRun outcome = nalsm(args.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return String.join(
                " ",
                outcome.out()
                        .lines()
                        .skip(1)
                        .map(line -> line.split(" ", -1)[0])
                        .toList());
    }
}
