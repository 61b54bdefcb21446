package org.nalsm.spark.cli.benchmark;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nalsm.spark.benchmark.GrowthFigure;
import org.nalsm.spark.benchmark.GrowthRow;
import org.nalsm.spark.benchmark.LiquidSize;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.Measurement;
import org.nalsm.spark.benchmark.OwnJvm;
import org.nalsm.spark.benchmark.Variant;
import org.nalsm.spark.benchmark.VariantRunner;
import org.nalsm.spark.benchmark.VariantSummary;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Experiment;
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
            description = "auto, event, event-scalar, event-vector, dense, cuda (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(
            names = "--same-astrocyte-weight",
            description = "Keeps model.astrocyte-weight for all sizes; otherwise it is the weight of 1000 neurons and "
                    + "falls with the cube root of their number, to half of it at 8000, as the publication has it.")
    private boolean sameWeight;

    @Option(names = "--figure", paramLabel = "FILE", description = "Draws time against neurons, as .svg or .png.")
    private Path figure;

    private final Function<PrintStream, VariantRunner> runners;

    /** As the command line makes it. */
    BenchmarkGrowthCommand() {
        this(OwnJvm::new);
    }

    /** @param runners makes what measures variants, given standard error */
    BenchmarkGrowthCommand(Function<PrintStream, VariantRunner> runners) {
        this.runners = runners;
    }

    @Override
    public String call() {
        PrintStream err = System.err;
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
        List<Variant> variants = IntStream.range(0, chosen.size())
                .mapToObj(
                        k -> Variant.of(chosen.get(k).toString(), liquids.get(k).experiment(), with, chosenLoad))
                .toList();
        return load.measure(variants, runners.apply(err), err)
                .map(summaries -> show(given, rows(liquids, summaries)))
                .orElse("");
    }

    private static List<GrowthRow> rows(List<LiquidSettings> liquids, List<VariantSummary> summaries) {
        return IntStream.range(0, summaries.size())
                .mapToObj(k -> new GrowthRow(
                        summaries.get(k).variant().name(),
                        liquids.get(k).config().model().astrocyteWeight(),
                        summaries.get(k)))
                .toList();
    }

    private String show(LiquidSettings given, List<GrowthRow> rows) {
        if (figure != null) {
            new GrowthFigure(
                            rows,
                            "%s, %s"
                                    .formatted(
                                            given.model().name(),
                                            given.experiment().config().data().dataset()))
                    .write(figure);
        }
        return common.json() ? json(given, rows) : text(given, rows);
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

    private String text(LiquidSettings given, List<GrowthRow> rows) {
        StringBuilder text = new StringBuilder(BenchmarkCommand.headline(given, load));
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
                    row.liquid().synapses(),
                    row.liquid().meanFanIn(),
                    row.liquid().meanLiquidFanIn(),
                    row.astrocyteWeight(),
                    m.liquidSpikes(),
                    m.updates(),
                    m.nanosPerUpdate(),
                    BenchmarkCommand.mebibytes(m),
                    row.liquid().sharedBytes() / BenchmarkCommand.MIB));
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

    private String json(LiquidSettings given, List<GrowthRow> rows) {
        Map<String, Object> fields = BenchmarkCommand.circumstances(given, load);
        fields.put("astrocyte_weight_scaled", !sameWeight);
        fields.put("sizes", rows.stream().map(GrowthRow::fields).toList());
        return CanonicalJson.write(fields);
    }
}
