package org.nalsm.spark.family.liquid;

import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.parquet.TableReader;
import org.nalsm.spark.table.ResultsStore;

/** The weights of initialised liquids in table {@code liquid_weights}, in synapse order. */
public final class LiquidWeights {
    private static final String FILE = ResultsStore.SINGLE_FILE;

    private LiquidWeights() {}

    /** Whether a run has left its initialised liquid. */
    public static boolean has(ResultsStore store, String runId) {
        return store.has(LiquidWeightRow.TABLE, FILE, runId);
    }

    /**
     * The weights in synapse order.
     *
     * @throws org.nalsm.engine.UserException NO_INPUT if there are none, BAD_DATA if the file is damaged
     */
    public static float[] read(ResultsStore store, String runId) {
        try (TableReader reader = store.open(LiquidWeightRow.TABLE, List.of("weight"), FILE, runId)) {
            float[] weights = new float[Math.toIntExact(reader.rows())];
            int[] next = {0};
            reader.forEach(
                    row -> {
                        weights[next[0]++] = row.floatAt("weight");
                        return row;
                    },
                    row -> {});
            return weights;
        }
    }

    static void write(ResultsStore store, String runId, Network network, float[] weights) {
        int[] pre = new int[weights.length];
        for (int neuron = 0; neuron < network.liquid() + network.inputs(); neuron++) {
            for (int s = network.rowStart(neuron); s < network.rowStart(neuron + 1); s++) {
                pre[s] = neuron;
            }
        }
        store.writeOnce(
                LiquidWeightRow.TABLE,
                FILE,
                IntStream.range(0, weights.length)
                        .mapToObj(s -> new LiquidWeightRow(pre[s], network.post(s), weights[s])),
                runId);
    }
}
