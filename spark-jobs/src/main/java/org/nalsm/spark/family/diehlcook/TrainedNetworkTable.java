package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.diehlcook.DiehlCookModel;
import org.nalsm.engine.diehlcook.InitialNetwork;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.spark.family.diehlcook.table.SnapshotRow;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.table.ResultsStore;

/** Trained networks in tables {@code diehl_cook_neurons} and {@code diehl_cook_snapshots}. */
public final class TrainedNetworkTable {
    private static final String FILE = ResultsStore.SINGLE_FILE;

    private TrainedNetworkTable() {}

    static boolean has(ResultsStore store, String runId) {
        return store.has(TrainedNeuronRow.TABLE, FILE, runId);
    }

    static void write(ResultsStore store, String runId, LearnedNetwork network) {
        store.writeOnce(
                TrainedNeuronRow.TABLE,
                FILE,
                IntStream.range(0, network.model().neurons())
                        .mapToObj(j ->
                                new TrainedNeuronRow(j, network.thetaMv()[j], weights(network, j), delays(network, j))),
                runId);
    }

    /**
     * The trained network of a run.
     *
     * @throws UserException NO_INPUT if there is none, BAD_DATA if the file is damaged
     */
    public static LearnedNetwork read(ResultsStore store, String runId, DiehlCookModel model) {
        List<TrainedNeuronRow> rows = store.read(TrainedNeuronRow.TABLE, FILE, runId);
        requireNeurons(rows.size(), model, store, runId);
        short[] delays = new short[model.synapses()];
        for (TrainedNeuronRow row : rows) {
            for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
                delays[i * model.neurons() + row.neuron()] = row.delays()[i];
            }
        }
        return new LearnedNetwork(
                model,
                bySynapse(rows.stream().map(TrainedNeuronRow::weights).toList()),
                rows.stream().mapToDouble(TrainedNeuronRow::thetaMv).toArray(),
                delays);
    }

    /** Likewise as it is shown samples: with new delays if so configured. */
    static LearnedNetwork frozen(ResultsStore store, DiehlCookSettings settings) {
        LearnedNetwork network = read(store, settings.experiment().runId(), settings.model());
        return settings.redrawsDelays() ? withRedrawnDelays(network, settings) : network;
    }

    private static LearnedNetwork withRedrawnDelays(LearnedNetwork network, DiehlCookSettings settings) {
        return new LearnedNetwork(
                network.model(),
                network.weights(),
                network.thetaMv(),
                InitialNetwork.redrawnDelays(network.model(), settings.seed()));
    }

    private static void requireNeurons(int rows, DiehlCookModel model, ResultsStore store, String runId) {
        if (rows != model.neurons()) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "the trained network of run %s in %s has %d neurons instead of %d; delete the run and train it again"
                            .formatted(runId, store.root(), rows, model.neurons()));
        }
    }

    private static String snapshotFile(int presented) {
        return "after-%09d".formatted(presented);
    }

    static boolean hasSnapshot(ResultsStore store, String runId, int presented) {
        return store.has(SnapshotRow.TABLE, snapshotFile(presented), runId);
    }

    static void writeSnapshot(ResultsStore store, String runId, int presented, LearnedNetwork network) {
        Stream<SnapshotRow> rows = IntStream.range(0, network.model().neurons())
                .mapToObj(j -> new SnapshotRow(presented, j, network.thetaMv()[j], weights(network, j)));
        store.writeOnce(SnapshotRow.TABLE, snapshotFile(presented), rows, runId);
    }

    /** A snapshot, as it is shown samples. */
    static LearnedNetwork snapshot(ResultsStore store, DiehlCookSettings settings, int presented) {
        String runId = settings.experiment().runId();
        List<SnapshotRow> rows = store.read(SnapshotRow.TABLE, snapshotFile(presented), runId);
        requireNeurons(rows.size(), settings.model(), store, runId);
        return new LearnedNetwork(
                settings.model(),
                bySynapse(rows.stream().map(SnapshotRow::weights).toList()),
                rows.stream().mapToDouble(SnapshotRow::thetaMv).toArray(),
                frozen(store, settings).delays());
    }

    private static float[] bySynapse(List<float[]> byNeuron) {
        float[] weights = new float[DiehlCookModel.INPUTS * byNeuron.size()];
        for (int j = 0; j < byNeuron.size(); j++) {
            for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
                weights[i * byNeuron.size() + j] = byNeuron.get(j)[i];
            }
        }
        return weights;
    }

    private static float[] weights(LearnedNetwork network, int neuron) {
        float[] weights = new float[DiehlCookModel.INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = network.weights()[i * network.model().neurons() + neuron];
        }
        return weights;
    }

    private static short[] delays(LearnedNetwork network, int neuron) {
        short[] delays = new short[DiehlCookModel.INPUTS];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = network.delays()[i * network.model().neurons() + neuron];
        }
        return delays;
    }
}
