package org.nalsm.spark.family.csdp;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.csdp.CsdpModel;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.spark.config.Choices;
import org.nalsm.spark.family.csdp.config.TestConfig.Parameters;
import org.nalsm.spark.family.csdp.table.CsdpParameterRow;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/** The parameters of a run's network in table {@code csdp_parameters}, a file for the best ones and one for the latest. */
public final class StoredNetwork {
    private static final String THRESHOLD = "threshold-";

    private StoredNetwork() {}

    static boolean isThere(ResultsStore store, String runId, Parameters which) {
        return store.has(CsdpParameterRow.TABLE, Choices.key(which), runId);
    }

    /** @param epoch how many epochs the network was trained for */
    static void write(ResultsStore store, String runId, Parameters which, int epoch, CsdpNetwork network) {
        String state = Choices.key(which);
        Stream<CsdpParameterRow> weights = network.matrices().stream().flatMap(matrix -> {
            float[] values = network.weights(matrix);
            int columns = network.columns(matrix);
            return IntStream.range(0, network.rows(matrix))
                    .mapToObj(pre -> new CsdpParameterRow(
                            state,
                            epoch,
                            name(matrix),
                            pre,
                            Arrays.copyOfRange(values, pre * columns, (pre + 1) * columns)));
        });
        Stream<CsdpParameterRow> thresholds = Layer.SPIKING.stream()
                .map(layer -> new CsdpParameterRow(state, epoch, name(layer), 0, network.thresholds(layer)));
        store.write(CsdpParameterRow.TABLE, state, Stream.concat(weights, thresholds), runId);
    }

    /** The network that a run is tested with. */
    public static CsdpNetwork read(StoredRun run) {
        CsdpSettings settings = CsdpSettings.of(run.experiment());
        return read(run.store(), run.runId(), settings.config().test().parameters(), settings.model());
    }

    /**
     * Reads a network.
     *
     * @throws UserException BAD_DATA if the table is damaged or of another network, NO_INPUT if it is missing
     */
    static CsdpNetwork read(ResultsStore store, String runId, Parameters which, CsdpModel model) {
        Map<String, float[][]> arrays = new HashMap<>();
        List<CsdpParameterRow> rows = store.read(CsdpParameterRow.TABLE, Choices.key(which), runId);
        Map<String, Integer> lengths = new HashMap<>();
        rows.forEach(row -> lengths.merge(row.name(), row.pre() + 1, Math::max));
        lengths.forEach((name, length) -> arrays.put(name, new float[length][0]));
        rows.forEach(row -> arrays.computeIfAbsent(row.name(), name -> new float[0][])[row.pre()] = row.values());
        Map<MatrixName, float[]> weights = new EnumMap<>(MatrixName.class);
        Map<Layer, float[]> thresholds = new EnumMap<>(Layer.class);
        for (MatrixName matrix : MatrixName.values()) {
            float[][] found = arrays.get(name(matrix));
            if (found != null) {
                weights.put(matrix, joined(found));
            }
        }
        for (Layer layer : Layer.SPIKING) {
            float[][] found = arrays.get(name(layer));
            if (found != null) {
                thresholds.put(layer, found[0]);
            }
        }
        try {
            return CsdpNetwork.of(model, weights, thresholds);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "table csdp_parameters of run " + runId + " in " + store.root()
                            + " does not hold the run's network: " + e.getMessage()
                            + "; repeat the run with --overwrite",
                    e);
        }
    }

    /** The initial thresholds of a network. */
    static Map<Layer, float[]> thresholds(CsdpNetwork network) {
        Map<Layer, float[]> thresholds = new EnumMap<>(Layer.class);
        Layer.SPIKING.forEach(layer -> thresholds.put(layer, network.thresholds(layer)));
        return thresholds;
    }

    static String name(MatrixName matrix) {
        return matrix.name().toLowerCase(Locale.ROOT);
    }

    private static String name(Layer layer) {
        return THRESHOLD + layer.name().toLowerCase(Locale.ROOT);
    }

    private static float[] joined(float[][] rows) {
        float[] all = new float[Arrays.stream(rows).mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return all;
    }
}
