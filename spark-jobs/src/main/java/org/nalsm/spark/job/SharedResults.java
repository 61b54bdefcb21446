package org.nalsm.spark.job;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;

/**
 * What the runs of one {@code output.dir} have in common, so that equal work is done once: networks, initialised
 * liquids and spike counts are named by what they depend on, and a run that needs one which an earlier run has left
 * takes it from there. Runs of one driver that need the same at the same time wait for the first. Thread-safe.
 */
public final class SharedResults {
    private final ResultsStore store;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, SoftReference<Network>> networks = new ConcurrentHashMap<>();
    private List<RunRow> known;

    /** @param store the results that the runs write to */
    public SharedResults(ResultsStore store) {
        this.store = store;
    }

    /** Does what nobody else may do at the same time under this name. */
    <R> R alone(String id, Supplier<R> work) {
        synchronized (locks.computeIfAbsent(id, key -> new Object())) {
            return work.get();
        }
    }

    /** The network of these parameters; its tables are on disk afterwards. */
    public Network network(NetworkParameters parameters) {
        String id = Experiment.networkId(parameters);
        return alone(id, () -> {
            SoftReference<Network> earlier = networks.get(id);
            Network network = earlier == null ? null : earlier.get();
            if (network == null) {
                network = new NetworkGenerator(parameters).generate();
                new NetworkTables(parameters, network).writeTo(store);
                networks.put(id, new SoftReference<>(network));
            }
            return network;
        });
    }

    /** A run has begun; others may use what it leaves. */
    synchronized void announce(RunRow run) {
        rows().add(run);
    }

    /** Whether the experiment's run or another has left its initialised liquid. */
    boolean hasLiquid(Experiment experiment) {
        return store.hasLiquidWeights(experiment.runId())
                || othersLiquid(experiment).isPresent();
    }

    /** Takes over the initialised liquid of another run, if one has left it. */
    void takeLiquid(Experiment experiment) {
        othersLiquid(experiment).ifPresent(run -> store.copyLiquidWeights(run, experiment.runId()));
    }

    private Optional<String> othersLiquid(Experiment experiment) {
        return others(experiment, RunRow::liquidId, experiment.liquidId()).stream()
                .map(RunRow::runId)
                .filter(store::hasLiquidWeights)
                .findFirst();
    }

    /** Takes over the blocks that other runs with the same simulation have finished. */
    void takeBlocks(Experiment experiment) {
        others(experiment, RunRow::simulationId, experiment.simulationId())
                .forEach(other -> store.copyBlocks(other.runId(), experiment.runId()));
    }

    private synchronized List<RunRow> others(Experiment experiment, Function<RunRow, String> id, String wanted) {
        return rows().stream()
                .filter(row -> id.apply(row).equals(wanted) && !row.runId().equals(experiment.runId()))
                .toList();
    }

    private List<RunRow> rows() {
        if (known == null) {
            known = new ArrayList<>(store.runs().readAll());
        }
        return known;
    }
}
