package org.nalsm.spark.cli.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.nalsm.engine.liquid.simulation.event.Kernel;
import org.nalsm.spark.benchmark.Initialisation;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.MachineFacts;
import org.nalsm.spark.benchmark.Measurement;
import org.nalsm.spark.benchmark.SimulationBenchmark;
import org.nalsm.spark.benchmark.Spread;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm benchmark}: how fast this machine simulates. */
@Command(
        name = "benchmark",
        description = "Measures each backend on the same network and the same samples, on this machine, without Spark; "
                + "the commands below it measure something else.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchmarkGrowthCommand.class, BenchmarkReadoutCommand.class})
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
            description = "auto, event, event-scalar, event-vector, dense (default: ${DEFAULT-VALUE}).")
    private List<String> backends;

    private final Function<DataConfig, SampleSource> samples;

    /** As the command line makes it. */
    public BenchmarkCommand() {
        this(SampleSources::load);
    }

    /** @param samples loads a dataset */
    BenchmarkCommand(Function<DataConfig, SampleSource> samples) {
        this.samples = samples;
    }

    @Override
    public String call() {
        Load chosenLoad = load.load();
        Experiment experiment = common.experiment();
        LiquidSettings settings = Liquids.of("benchmark", experiment);
        List<Backend> chosen = backends.stream().map(Backend::of).toList();
        SimulationBenchmark benchmark = new SimulationBenchmark(
                experiment, samples.apply(experiment.config().data()), chosenLoad);
        Map<Kernel, Optional<Initialisation>> initialisations = new EnumMap<>(Kernel.class);
        chosen.forEach(backend -> initialisations.computeIfAbsent(backend.kernel(), benchmark::initialise));
        List<Measurement> measurements = new ArrayList<>();
        chosen.forEach(backend -> measurements.add(benchmark.measure(backend)));
        return common.json()
                ? json(settings, benchmark, measurements, initialisations)
                : text(settings, benchmark, measurements, initialisations);
    }

    /** What was measured, on what. */
    static String headline(LiquidSettings settings, Load load) {
        boolean initialised = settings.model().initialisation().changesWeights();
        return String.format(
                Locale.ROOT,
                "%s, %s, %d ms a sample; %s%n%,d samples a pass, %d passes after %d to warm "
                        + "up, %d at a time%n%s%n",
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
                MachineFacts.here());
    }

    /** The same for JSON. */
    static Map<String, Object> circumstances(LiquidSettings settings, Load load) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", settings.model().name());
        fields.put("dataset", settings.experiment().config().data().dataset());
        fields.put("duration_ms", settings.config().simulation().durationMs());
        fields.put("threads", load.threads());
        fields.put("samples", load.samples());
        fields.put("warm_up_passes", load.warmUp() + 1);
        fields.put("snapshots", load.snapshots());
        fields.put("machine", MachineFacts.here().fields());
        fields.put("code_version", CodeVersion.current());
        return fields;
    }

    private String text(
            LiquidSettings settings,
            SimulationBenchmark benchmark,
            List<Measurement> measurements,
            Map<Kernel, Optional<Initialisation>> initialisations) {
        StringBuilder text = new StringBuilder(headline(settings, load.load()));
        text.append(String.format(
                Locale.ROOT,
                "%,d neurons, %,d synapses; tasks share %.1f MiB of topology and "
                        + "weights%n%n%-13s %9s %9s %9s %9s %10s %8s %12s %9s %8s%n",
                benchmark.network().liquid(),
                benchmark.network().synapses(),
                benchmark.sharedBytes() / MIB,
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
        for (Measurement m : measurements) {
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
        text.append(initialisations(settings, initialisations));
        text.append(String.format("%nms/sample: wall time of a sample on one core, median of the passes, encoding "
                + "included; min and max: fastest and slowest pass%nMiB/task: heap that every task needs beside what "
                + "all tasks share%n"));
        measurements.stream()
                .filter(m -> m.differingCounts() > 0)
                .forEach(m -> text.append(String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of the spike counts differ from those of the other backends, by rounding%n",
                        m.backend(),
                        100 * m.differingCounts())));
        return text.toString();
    }

    private static String initialisations(
            LiquidSettings settings, Map<Kernel, Optional<Initialisation>> initialisations) {
        StringBuilder text = new StringBuilder();
        int ofRun = settings.config().initialisation().snapshots();
        initialisations.forEach((kernel, measured) -> measured.ifPresent(initialisation -> {
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
        }));
        return text.toString();
    }

    static String mebibytes(Measurement m) {
        return m.taskBytes().isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.1f", m.taskBytes().getAsLong() / MIB);
    }

    private String json(
            LiquidSettings settings,
            SimulationBenchmark benchmark,
            List<Measurement> measurements,
            Map<Kernel, Optional<Initialisation>> initialisations) {
        Map<String, Object> fields = circumstances(settings, load.load());
        fields.put("neurons", benchmark.network().liquid());
        fields.put("synapses", benchmark.network().synapses());
        fields.put("network_seconds", benchmark.generationSeconds());
        fields.put("bytes_shared", benchmark.sharedBytes());
        fields.put("backends", measurements.stream().map(Measurement::fields).toList());
        Map<String, Object> snapshots = new LinkedHashMap<>();
        initialisations.forEach((kernel, measured) -> measured.ifPresent(
                measure -> snapshots.put(kernel.toString().toLowerCase(Locale.ROOT), measure.fields())));
        fields.put("initialisation", snapshots);
        return CanonicalJson.write(fields);
    }
}
