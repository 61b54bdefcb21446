package org.nalsm.spark.cli.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.MachineFacts;
import org.nalsm.spark.benchmark.ReadoutBenchmark;
import org.nalsm.spark.benchmark.ReadoutCounts;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nalsm benchmark readout}: how long readout training takes. */
@Command(
        name = "readout",
        description = "Measures readout training on the spike counts of a finished run, or on made-up ones.",
        mixinStandardHelpOptions = true)
final class BenchmarkReadoutCommand implements Callable<String> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Run id or the beginning of it. Without it, counts are made up for network.dimensions,"
                    + " data.train-samples and data.valid-samples: right for the time of an iteration, not for"
                    + " their number.")
    private String run;

    @Option(
            names = "--presets",
            split = ",",
            defaultValue = "best,publication",
            description = "Values of readout.preset to measure (default: ${DEFAULT-VALUE}).")
    private List<String> presets;

    @Option(names = "--passes", defaultValue = "5", description = "Measured trainings (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(
            names = "--warm-up",
            defaultValue = "1",
            description = "Trainings before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--epochs",
            defaultValue = "10",
            description =
                    "Epochs of a training with Adadelta, which takes thousands in a run (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--threads",
            defaultValue = "0",
            description = "Threads of the training; 0: all cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    /** One preset, measured. */
    private record Row(String preset, ReadoutBenchmark.Result result) {}

    @Override
    public String call() {
        LoadOptions.refuseOptionsBefore(spec);
        Load.atLeast("--passes", passes, 1);
        Load.atLeast("--warm-up", warmUp, 0);
        Load.atLeast("--epochs", epochs, 1);
        Load.atLeast("--threads", threads, 0);
        Experiment given = common.experiment();
        Liquids.of("benchmark readout", given);
        List<LiquidSettings> liquids = presets.stream()
                .map(preset -> LiquidSettings.of(Experiment.of(common.load(List.of("readout.preset=" + preset)))))
                .toList();
        int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        try (ReadoutCounts counts = counts(given)) {
            ReadoutBenchmark benchmark = new ReadoutBenchmark(counts, used, warmUp, passes, epochs);
            List<Row> rows = new ArrayList<>();
            for (int k = 0; k < presets.size(); k++) {
                rows.add(
                        new Row(presets.get(k), benchmark.measure(liquids.get(k).readout())));
            }
            return common.json() ? json(counts, rows, used) : text(counts, rows, used);
        }
    }

    private ReadoutCounts counts(Experiment given) {
        if (run == null) {
            return ReadoutCounts.madeUp(given);
        }
        ResultsStore store = Results.open(given);
        StoredRun stored = Results.stored(store, Results.find(store, run), given);
        Liquids.of("benchmark readout", stored);
        Results.requireComplete(stored);
        return ReadoutCounts.ofRun(stored.experiment(), store);
    }

    private String source() {
        return run == null ? "made up" : "of run " + run;
    }

    private String text(ReadoutCounts counts, List<Row> rows, int used) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d + %,d samples x %,d neurons, counts %s; "
                        + "%,.0f MiB of native memory%n%d trainings after %d to warm up, %d threads%n%s%n%n%-12s %-9s "
                        + "%10s %9s %9s %9s %9s %9s %9s %10s%n",
                counts.training().samples(),
                counts.validation().samples(),
                counts.training().neurons(),
                source(),
                counts.nativeBytes() / BenchmarkCommand.MIB,
                passes,
                warmUp,
                used,
                MachineFacts.here(),
                "preset",
                "optimiser",
                "iterations",
                "ms each",
                "min",
                "max",
                "s to best",
                "min",
                "max",
                "validation"));
        for (Row row : rows) {
            ReadoutBenchmark.Result r = row.result();
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %-9s %,10d %9.1f %9.1f %9.1f",
                    row.preset(),
                    r.optimiser(),
                    r.iterations(),
                    r.iterationMillis().median(),
                    r.iterationMillis().min(),
                    r.iterationMillis().max()));
            text.append(
                    r.cutShort()
                            ? String.format("%10s%10s%10s%11s%n", "-", "-", "-", "-")
                            : String.format(
                                    Locale.ROOT,
                                    "%10.2f%10.2f%10.2f%9.2f %%%n",
                                    r.secondsToBest().median(),
                                    r.secondsToBest().min(),
                                    r.secondsToBest().max(),
                                    100 * r.validAccuracy()));
        }
        text.append(String.format("%niterations: of L-BFGS, or epochs of Adadelta; their time includes classifying the "
                + "validation samples%ns to best: until the best validation accuracy was reached, all penalties "
                + "before it included%n"));
        if (run == null) {
            text.append(String.format("made-up counts: the time of an iteration is that of real ones; iterations, s to "
                    + "best and validation are not%n"));
        }
        return text.toString();
    }

    private String json(ReadoutCounts counts, List<Row> rows, int used) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("counts", run == null ? "made up" : run);
        fields.put("train_samples", counts.training().samples());
        fields.put("valid_samples", counts.validation().samples());
        fields.put("neurons", counts.training().neurons());
        fields.put("native_bytes", counts.nativeBytes());
        fields.put("threads", used);
        fields.put("warm_up_passes", warmUp);
        fields.put("machine", MachineFacts.here().fields());
        fields.put("code_version", CodeVersion.current());
        fields.put(
                "presets",
                rows.stream()
                        .map(row -> {
                            Map<String, Object> preset = row.result().fields();
                            preset.put("preset", row.preset());
                            return preset;
                        })
                        .toList());
        return CanonicalJson.write(fields);
    }
}
