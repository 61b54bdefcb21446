package org.nalsm.spark.family.liquid;

import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.network.SynapseClass;
import org.nalsm.spark.family.liquid.table.NetworkRow;
import org.nalsm.spark.family.liquid.table.NeuronRow;
import org.nalsm.spark.family.liquid.table.SynapseRow;
import org.nalsm.spark.table.ResultsStore;

/** A network as rows of {@code networks}, {@code neurons} and {@code synapses}. */
public final class NetworkTables {
    private final NetworkParameters parameters;
    private final Network network;

    public NetworkTables(NetworkParameters parameters, Network network) {
        this.parameters = parameters;
        this.network = network;
    }

    /** Stores the network unless it is there already. */
    public void writeTo(ResultsStore store) {
        NetworkRow network = summary();
        String id = network.networkId();
        // The row comes last, so a network with a row is whole.
        store.writeOnce(NeuronRow.TABLE, ResultsStore.SINGLE_FILE, neurons(), id);
        store.writeOnce(SynapseRow.TABLE, ResultsStore.SINGLE_FILE, synapses(), id);
        store.writeOnce(NetworkRow.TABLE, id, Stream.of(network));
    }

    /** Whether a network's tables are there. */
    static boolean areIn(ResultsStore store, String networkId) {
        return store.has(NetworkRow.TABLE, networkId)
                && store.has(NeuronRow.TABLE, ResultsStore.SINGLE_FILE, networkId)
                && store.has(SynapseRow.TABLE, ResultsStore.SINGLE_FILE, networkId);
    }

    /** Counts and densities by class. */
    public NetworkRow summary() {
        Map<SynapseClass, Integer> counts = network.synapseCounts();
        var synapses = new NetworkRow.Synapses(
                count(counts, SynapseClass.EE),
                count(counts, SynapseClass.EI),
                count(counts, SynapseClass.IE),
                count(counts, SynapseClass.II),
                count(counts, SynapseClass.INPUT));
        var densities = new NetworkRow.Densities(
                density(counts, SynapseClass.EE),
                density(counts, SynapseClass.EI),
                density(counts, SynapseClass.IE),
                density(counts, SynapseClass.II),
                density(counts, SynapseClass.INPUT));
        return new NetworkRow(
                LiquidSettings.networkId(parameters),
                new int[] {parameters.sizeX(), parameters.sizeY(), parameters.sizeZ()},
                network.excitatory(),
                network.liquid() - network.excitatory(),
                network.inputs(),
                synapses,
                densities,
                parameters.seed());
    }

    private static long count(Map<SynapseClass, Integer> counts, SynapseClass kind) {
        return Objects.requireNonNull(counts.get(kind), "every class is counted");
    }

    private double density(Map<SynapseClass, Integer> counts, SynapseClass kind) {
        long pairs = network.possiblePairs(kind);
        return pairs == 0 ? 0 : (double) count(counts, kind) / pairs;
    }

    /** Liquid neurons, then inputs. */
    public Stream<NeuronRow> neurons() {
        Stream<NeuronRow> liquid = IntStream.range(0, network.liquid()).mapToObj(n -> {
            int cell = network.cell(n);
            return NeuronRow.liquid(
                    n,
                    n < network.excitatory(),
                    cell / parameters.sizeZ() / parameters.sizeY(),
                    cell / parameters.sizeZ() % parameters.sizeY(),
                    cell % parameters.sizeZ());
        });
        return Stream.concat(
                liquid,
                IntStream.range(network.liquid(), network.liquid() + network.inputs())
                        .mapToObj(NeuronRow::input));
    }

    /** In the order of every weight array. */
    public Stream<SynapseRow> synapses() {
        return IntStream.range(0, network.liquid() + network.inputs())
                .boxed()
                .flatMap(pre -> IntStream.range(network.rowStart(pre), network.rowStart(pre + 1))
                        .mapToObj(s -> {
                            SynapseClass kind = network.classOf(pre, network.post(s));
                            return new SynapseRow(
                                    pre,
                                    network.post(s),
                                    kind == SynapseClass.INPUT ? "input" : kind.name(),
                                    network.sign(s));
                        }));
    }
}
