package org.nalsm.spark.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.family.liquid.NetworkTables;
import org.nalsm.spark.family.liquid.table.NetworkRow;
import org.nalsm.spark.family.liquid.table.NeuronRow;
import org.nalsm.spark.family.liquid.table.SynapseRow;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.parquet.TableExport;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm network}: generates the network of a configuration and prints its statistics. */
@Command(
        name = "network",
        description = "Generates the network of a configuration, prints its statistics and exports it.",
        mixinStandardHelpOptions = true)
final class NetworkCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--store",
            description = "Also stores it in the tables networks, neurons and synapses of output.dir.")
    private boolean store;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Exports it to DIR/neurons.FORMAT and DIR/synapses.FORMAT (local or any Hadoop file system).")
    private String output;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Format of --output: csv (default) or parquet.")
    private String format;

    @Option(names = "--overwrite", description = "Replaces files that --output finds.")
    private boolean overwrite;

    @Override
    public String call() {
        Optional<TableExport> export = export();
        export.ifPresent(files -> files.check(NeuronRow.TABLE, SynapseRow.TABLE));
        Experiment experiment = common.experiment();
        NetworkParameters parameters = Liquids.of("network", experiment).network();
        Network network = new NetworkGenerator(parameters).generate();
        NetworkTables tables = new NetworkTables(parameters, network);
        if (store) {
            tables.writeTo(Results.open(experiment));
        }
        NetworkRow row = tables.summary();
        export.ifPresent(files -> {
            Map<String, String> provenance =
                    Map.of("network_id", row.networkId(), "code_version", CodeVersion.current());
            files.write(NeuronRow.TABLE, tables.neurons(), provenance);
            files.write(SynapseRow.TABLE, tables.synapses(), provenance);
        });
        return common.json() ? json(row) : text(row, network);
    }

    /** @throws UserException USAGE if the options do not go together */
    private Optional<TableExport> export() {
        if (output == null) {
            if (format != null || overwrite) {
                throw new UserException(
                        UserException.Kind.USAGE,
                        "--format and --overwrite are about an export; name its directory with --output DIR");
            }
            return Optional.empty();
        }
        TableExport.Format chosen = Arrays.stream(TableExport.Format.values())
                .filter(f -> f.ending().equals(format == null ? TableExport.Format.CSV.ending() : format))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        UserException.Kind.USAGE, "--format is '" + format + "'; use csv or parquet"));
        return Optional.of(new TableExport(output, chosen, overwrite, Results.hadoop()));
    }

    private static String json(NetworkRow row) {
        Map<String, Object> fields = NetworkRow.TABLE.valuesByName(row);
        fields.replaceAll((name, value) ->
                value instanceof int[] size ? Arrays.stream(size).boxed().toList() : value);
        return CanonicalJson.write(fields);
    }

    private static String text(NetworkRow row, Network network) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "network %s: %d x %d x %d, seed %d%nneurons  %,d excitatory, %,d inhibitory, %,d inputs%n"
                        + "largest fan-in  %,d%n%n%-10s %12s %10s%n",
                row.networkId(),
                row.dimensions()[0],
                row.dimensions()[1],
                row.dimensions()[2],
                row.seed(),
                row.excitatory(),
                row.inhibitory(),
                row.inputs(),
                network.maxFanIn(),
                "synapses",
                "number",
                "density"));
        var synapses = row.synapses();
        var densities = row.densities();
        line(text, "EE", synapses.ee(), densities.ee());
        line(text, "EI", synapses.ei(), densities.ei());
        line(text, "IE", synapses.ie(), densities.ie());
        line(text, "II", synapses.ii(), densities.ii());
        line(text, "input", synapses.input(), densities.input());
        text.append(String.format(Locale.ROOT, "%-10s %,12d%n", "all", network.synapses()));
        return text.toString();
    }

    private static void line(StringBuilder text, String kind, long number, double density) {
        text.append(String.format(Locale.ROOT, "%-10s %,12d %10.4f%n", kind, number, density));
    }
}
