package org.nalsm.spark.cli.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.nalsm.spark.benchmark.GrowthFigure;
import org.nalsm.spark.benchmark.GrowthRow;
import org.nalsm.spark.benchmark.Initialisation;
import org.nalsm.spark.benchmark.LiquidSize;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.Measurement;
import org.nalsm.spark.benchmark.SimulationBenchmark;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nalsm benchmark growth}: what a sample costs in liquids of several sizes. */
@Command(
        name = "growth",
        description = "Measures one backend on liquids of several sizes.",
        mixinStandardHelpOptions = true)
final class BenchmarkGrowthCommand implements Callable<String> {
    private static final Logger LOG = LoggerFactory.getLogger(BenchmarkGrowthCommand.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "8,10,13,16,20,25",
            description = "Edges of cubes, or three lengths such as 10x10x20 (default: ${DEFAULT-VALUE}).")
    private List<String> sizes;

    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto, event, event-scalar, event-vector, dense (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(
            names = "--same-astrocyte-weight",
            description = "Keeps model.astrocyte-weight for all sizes; otherwise it is the weight of 1000 neurons and "
                    + "falls with the cube root of their number, to half of it at 8000, as the publication has it.")
    private boolean sameWeight;

    @Option(names = "--figure", paramLabel = "FILE", description = "Draws time against neurons, as .svg or .png.")
    private Path figure;

    private final Function<DataConfig, SampleSource> samples;
    private boolean warm;

    /** As the command line makes it. */
    BenchmarkGrowthCommand() {
        this(SampleSources::load);
    }

    /** @param samples loads a dataset */
    BenchmarkGrowthCommand(Function<DataConfig, SampleSource> samples) {
        this.samples = samples;
    }

    @Override
    public String call() {
        LoadOptions.refuseOptionsBefore(spec);
        Load chosenLoad = load.load();
        List<LiquidSize> chosen = sizes.stream()
                .map(LiquidSize::parse)
                .sorted(Comparator.comparingLong(LiquidSize::neurons))
                .toList();
        if (figure != null) {
            GrowthFigure.check(figure);
        }
        LiquidSettings given = Liquids.of("benchmark growth", common.experiment());
        Backend with = Backend.of(backend);
        List<LiquidSettings> liquids =
                chosen.stream().map(size -> liquid(given, size)).toList();
        liquids.forEach(LiquidSettings::network);
        SampleSource source = samples.apply(given.experiment().config().data());
        List<GrowthRow> rows = new ArrayList<>();
        for (int k = 0; k < chosen.size(); k++) {
            rows.add(measure(liquids.get(k), chosen.get(k), source, with, chosenLoad));
        }
        if (figure != null) {
            new GrowthFigure(
                            rows,
                            "%s, %s"
                                    .formatted(
                                            given.model().name(),
                                            given.experiment().config().data().dataset()))
                    .write(figure);
        }
        return common.json() ? json(given, rows, chosenLoad) : text(given, rows, chosenLoad);
    }

    private LiquidSettings liquid(LiquidSettings given, LiquidSize size) {
        return LiquidSettings.of(Experiment.of(common.load(
                List.of("network.dimensions=" + size.dimensions(), "model.astrocyte-weight=" + weight(given, size)))));
    }

    private double weight(LiquidSettings given, LiquidSize size) {
        // The shortest decimal of the float, not the digits of its double.
        double configured =
                Double.parseDouble(Float.toString(given.config().model().astrocyteWeight()));
        return sameWeight ? configured : size.astrocyteWeight(configured);
    }

    private GrowthRow measure(
            LiquidSettings liquid, LiquidSize size, SampleSource source, Backend with, Load chosenLoad) {
        SimulationBenchmark benchmark = new SimulationBenchmark(liquid.experiment(), source, chosenLoad);
        LOG.info("{}: network in {} s", size, String.format(Locale.ROOT, "%.1f", benchmark.generationSeconds()));
        Optional<Initialisation> initialisation = benchmark.initialise(with.kernel());
        if (!warm) {
            // The compiler has seen nothing yet; without this the first size looks dearer than it is.
            benchmark.measure(with);
            warm = true;
        }
        Measurement measurement = benchmark.measure(with);
        LOG.info(
                "{}: {} ms per sample",
                size,
                String.format(Locale.ROOT, "%.3f", measurement.millis().median()));
        return GrowthRow.of(
                size.toString(), liquid.config().model().astrocyteWeight(), benchmark, initialisation, measurement);
    }

    private String text(LiquidSettings given, List<GrowthRow> rows, Load chosenLoad) {
        StringBuilder text = new StringBuilder(BenchmarkCommand.headline(given, chosenLoad));
        Measurement any = rows.get(0).measurement();
        text.append(String.format(
                "backend %s%s%n%s%n%n",
                any.backend(), any.kernel().isEmpty() ? "" : ", " + any.kernel() + " kernel", weights()));
        text.append(String.format(
                "%7s %9s %9s %9s %11s %7s %8s %10s %8s %12s %9s %8s %8s%n",
                "neurons",
                "ms/sample",
                "min",
                "max",
                "synapses",
                "fan-in",
                "(liquid)",
                "astrocyte",
                "spikes",
                "updates",
                "ns/update",
                "MiB/task",
                "shared"));
        for (GrowthRow row : rows) {
            Measurement m = row.measurement();
            text.append(String.format(
                    Locale.ROOT,
                    "%,7d %9.3f %9.3f %9.3f %,11d %7.1f %8.1f %10.5f %,8.0f %,12.0f %9.2f %8s %8.1f%n",
                    row.neurons(),
                    m.millis().median(),
                    m.millis().min(),
                    m.millis().max(),
                    row.synapses(),
                    row.meanFanIn(),
                    row.meanLiquidFanIn(),
                    row.astrocyteWeight(),
                    m.liquidSpikes(),
                    m.updates(),
                    m.nanosPerUpdate(),
                    BenchmarkCommand.mebibytes(m),
                    row.sharedBytes() / BenchmarkCommand.MIB));
        }
        return text.append(String.format("%nms/sample: wall time of a sample on one core, median of the passes; min"
                        + " and max: fastest and slowest pass%nfan-in: mean number of synapses onto a neuron, and how many come"
                        + " from the liquid; spikes and updates: a sample%nMiB/task: heap of every task; shared: topology and"
                        + " weights, MiB, once an executor%n"))
                .toString();
    }

    private String weights() {
        return sameWeight
                ? "astrocyte weight the same for all sizes"
                : "astrocyte weight times (1000 / neurons)^(1/3), half at 8000 neurons as in the publication";
    }

    private String json(LiquidSettings given, List<GrowthRow> rows, Load chosenLoad) {
        Map<String, Object> fields = BenchmarkCommand.circumstances(given, chosenLoad);
        fields.put("astrocyte_weight_scaled", !sameWeight);
        fields.put("sizes", rows.stream().map(GrowthRow::fields).toList());
        return CanonicalJson.write(fields);
    }
}
