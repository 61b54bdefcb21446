package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.network.NetworkGenerator;
import org.nalsm.engine.network.NetworkParameters;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.NetworkTables;
import org.nalsm.spark.table.NetworkRow;
import org.nalsm.spark.table.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm network}: generates the network of a configuration and prints its statistics. */
@Command(
    name = "network",
    description = "Generates the network of a configuration and prints its statistics.",
    mixinStandardHelpOptions = true)
final class NetworkCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--store", description = "Also stores it in the tables networks, neurons and synapses of output.dir.")
    private boolean store;

    @Override
    public String call() {
        Experiment experiment = Experiment.of(common.load(), CodeVersion.current());
        NetworkParameters parameters = experiment.network(Results.channels(experiment));
        Network network = new NetworkGenerator(parameters).generate();
        NetworkTables tables = new NetworkTables(parameters, network);
        if (store) {
            tables.writeTo(Results.open(experiment));
        }
        NetworkRow row = tables.summary();
        return common.json() ? json(row) : text(row, network);
    }

    private static String json(NetworkRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        String[] names = Tables.NETWORKS.columns().fieldNames();
        Object[] values = row.values();
        for (int k = 0; k < names.length; k++) {
            fields.put(names[k], values[k] instanceof int[] size
                    ? java.util.Arrays.stream(size).boxed().toList() : values[k]);
        }
        return CanonicalJson.write(fields);
    }

    private static String text(NetworkRow row, Network network) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "network %s: %d x %d x %d, seed %d%nneurons  %,d excitatory, %,d inhibitory, %,d inputs%n"
                        + "largest fan-in  %,d%n%n%-10s %12s %10s%n",
                row.networkId(), row.dimensions()[0], row.dimensions()[1], row.dimensions()[2], row.seed(),
                row.excitatory(), row.inhibitory(), row.inputs(), network.maxFanIn(),
                "synapses", "number", "density"));
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
