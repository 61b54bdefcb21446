package org.nalsm.spark.cli.benchmark;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.spark.benchmark.BenchmarkedLiquid;
import org.nalsm.spark.benchmark.Initialisation;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.MachineFacts;
import org.nalsm.spark.benchmark.Measurement;
import org.nalsm.spark.benchmark.OwnJvm;
import org.nalsm.spark.benchmark.Spread;
import org.nalsm.spark.benchmark.Variant;
import org.nalsm.spark.benchmark.VariantRunner;
import org.nalsm.spark.benchmark.VariantSummary;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm benchmark}: how fast this machine simulates. */
@Command(
        name = "benchmark",
        description = "Measures each backend on the same network and the same samples, on this machine, without Spark; "
                + "the commands below it measure something else.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchmarkGpuCasesCommand.class, BenchmarkGrowthCommand.class, BenchmarkReadoutCommand.class})
public final class BenchmarkCommand implements Callable<String> {
    static final double MIB = 1 << 20;

    @Mixin
    private CommonOptions common;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--backends",
            split = ",",
            defaultValue = "event-scalar,event-vector",
            description = "auto, event, event-scalar, event-vector, dense, cuda (default: ${DEFAULT-VALUE}).")
    private List<String> backends;

    private final Function<PrintStream, VariantRunner> runners;

    /** As the command line makes it. */
    public BenchmarkCommand() {
        this(OwnJvm::new);
    }

    /** @param runners makes what measures variants, given standard error */
    BenchmarkCommand(Function<PrintStream, VariantRunner> runners) {
        this.runners = runners;
    }

    @Override
    public String call() {
        PrintStream err = System.err;
        Load chosenLoad = load.load();
        Experiment experiment = common.experiment();
        LiquidSettings settings = Liquids.of("benchmark", experiment);
        List<Variant> variants = backends.stream()
                .map(Backend::of)
                .map(backend -> Variant.of(backend.toString(), experiment, backend, chosenLoad))
                .toList();
        return load.measure(variants, runners.apply(err), err)
                .map(summaries -> common.json() ? json(settings, summaries) : text(settings, summaries))
                .orElse("");
    }

    /** What was measured, on what. */
    static String headline(LiquidSettings settings, LoadOptions options) {
        Load load = options.load();
        boolean initialised = settings.model().initialisation().changesWeights();
        return String.format(
                Locale.ROOT,
                "%s, %s, %d ms a sample; %s%n%,d samples a pass, %d passes after %d to warm up, %d at a time; "
                        + "times %d, in turns, each in a Java virtual machine of its own%n%s%n",
                settings.model().name(),
                settings.experiment().config().data().dataset(),
                settings.config().simulation().durationMs(),
                initialised
                        ? String.format(Locale.ROOT, "liquid initialised with %,d snapshots", load.snapshots())
                        : "no initialisation",
                load.samples(),
                load.passes(),
                load.warmUp() + 1,
                load.threads(),
                options.rounds(),
                MachineFacts.here());
    }

    /** The same for JSON. */
    static Map<String, Object> circumstances(LiquidSettings settings, LoadOptions options) {
        Load load = options.load();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", settings.model().name());
        fields.put("dataset", settings.experiment().config().data().dataset());
        fields.put("duration_ms", settings.config().simulation().durationMs());
        fields.put("threads", load.threads());
        fields.put("samples", load.samples());
        fields.put("warm_up_passes", load.warmUp() + 1);
        fields.put("rounds", options.rounds());
        fields.put("snapshots", load.snapshots());
        fields.put("machine", MachineFacts.here().fields());
        fields.put("code_version", CodeVersion.current());
        return fields;
    }

    private String text(LiquidSettings settings, List<VariantSummary> summaries) {
        StringBuilder text = new StringBuilder(headline(settings, load));
        BenchmarkedLiquid liquid = summaries.get(0).liquid();
        text.append(String.format(
                Locale.ROOT,
                "%,d neurons, %,d synapses; tasks share %.1f MiB of topology and "
                        + "weights%n%n%-13s %9s %9s %9s %9s %10s %8s %12s %9s %8s%n",
                liquid.neurons(),
                liquid.synapses(),
                liquid.sharedBytes() / MIB,
                "backend",
                "ms/sample",
                "min",
                "max",
                "CPU ms",
                "samples/s",
                "spikes",
                "updates",
                "ns/update",
                "MiB/task"));
        for (VariantSummary summary : summaries) {
            Measurement m = summary.measurement();
            text.append(String.format(
                    Locale.ROOT,
                    "%-13s %9.3f %9.3f %9.3f %9.3f %,10.1f %,8.0f %,12.0f %9.2f %8s%n",
                    m.backend(),
                    m.millis().median(),
                    m.millis().min(),
                    m.millis().max(),
                    m.cpuMillis().median(),
                    m.samplesPerSecond(),
                    m.liquidSpikes(),
                    m.updates(),
                    m.nanosPerUpdate(),
                    mebibytes(m)));
        }
        text.append(initialisations(settings, initialisations(summaries)));
        text.append(String.format("%nms/sample: wall time of a sample on one core, median of the passes, encoding "
                + "included; min and max: fastest and slowest pass%nMiB/task: heap that every task needs beside what "
                + "all tasks share%n"));
        summaries.stream()
                .filter(summary -> summary.differingCounts() > 0)
                .forEach(summary -> text.append(String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of the spike counts differ from those of the other backends, by rounding%n",
                        summary.measurement().backend(),
                        100 * summary.differingCounts())));
        return text.toString();
    }

    /** Of the first backend with each kernel: that of a dense simulation is the fastest event-driven one. */
    private static Map<Kernel, Initialisation> initialisations(List<VariantSummary> summaries) {
        Map<Kernel, Initialisation> initialisations = new EnumMap<>(Kernel.class);
        summaries.forEach(summary -> summary.initialisation()
                .ifPresent(measured ->
                        initialisations.putIfAbsent(summary.variant().backend().kernel(), measured)));
        return initialisations;
    }

    private static String initialisations(LiquidSettings settings, Map<Kernel, Initialisation> initialisations) {
        StringBuilder text = new StringBuilder();
        int ofRun = settings.config().initialisation().snapshots();
        initialisations.forEach((kernel, initialisation) -> {
            if (text.length() == 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%n%-15s %11s %9s %9s %9s %14s%n",
                        "initialisation",
                        "ms/snapshot",
                        "min",
                        "max",
                        "CPU ms",
                        String.format(Locale.ROOT, "s for %,d", ofRun)));
            }
            Spread millis = initialisation.millis();
            text.append(String.format(
                    Locale.ROOT,
                    "%-15s %11.3f %9.3f %9.3f %9.3f %14.1f%n",
                    kernel.toString().toLowerCase(Locale.ROOT),
                    millis.median(),
                    millis.min(),
                    millis.max(),
                    initialisation.cpuMillis().median(),
                    millis.median() * ofRun / 1e3));
        });
        return text.toString();
    }

    static String mebibytes(Measurement m) {
        return m.taskBytes().isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.1f", m.taskBytes().getAsLong() / MIB);
    }

    private String json(LiquidSettings settings, List<VariantSummary> summaries) {
        BenchmarkedLiquid liquid = summaries.get(0).liquid();
        Map<String, Object> fields = circumstances(settings, load);
        fields.put("neurons", liquid.neurons());
        fields.put("synapses", liquid.synapses());
        fields.put("network_seconds", liquid.generationSeconds());
        fields.put("bytes_shared", liquid.sharedBytes());
        fields.put("backends", summaries.stream().map(VariantSummary::fields).toList());
        Map<String, Object> snapshots = new LinkedHashMap<>();
        initialisations(summaries)
                .forEach((kernel, measured) ->
                        snapshots.put(kernel.toString().toLowerCase(Locale.ROOT), measured.fields()));
        fields.put("initialisation", snapshots);
        return CanonicalJson.write(fields);
    }
}
