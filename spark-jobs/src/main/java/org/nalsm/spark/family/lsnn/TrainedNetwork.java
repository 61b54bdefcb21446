package org.nalsm.spark.family.lsnn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.lsnn.LayerWeights;
import org.nalsm.engine.lsnn.Readout;
import org.nalsm.engine.lsnn.learning.LsnnNetwork;
import org.nalsm.engine.lsnn.learning.SynapseMatrix;
import org.nalsm.spark.table.ParameterRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * What a run has learned, as table {@code parameters} has it. Travels to executors.
 *
 * @param inSigns 1 or -1 for each input; empty if weights may have any sign
 * @param recSigns 1 or -1 for each neuron; empty likewise
 * @param stateReals of store-recall, the state after the last validation, see {@code BatchState}; else empty
 * @param stateSpikes likewise
 */
public record TrainedNetwork(
        float[] inWeights,
        float[] recWeights,
        float[] outWeights,
        float[] outBias,
        int[] inDelays,
        int[] recDelays,
        float[] inSigns,
        float[] recSigns,
        float[] stateReals,
        int[] stateSpikes)
        implements Serializable {

    private static final String FILE = ResultsStore.SINGLE_FILE;

    /** A network as it is now. */
    static TrainedNetwork of(LsnnNetwork network, float[] stateReals, int[] stateSpikes) {
        return new TrainedNetwork(
                network.in().weights(),
                network.rec().weights(),
                network.out().weights(),
                network.bias().weights(),
                network.inDelay(),
                network.recDelay(),
                signs(network.in()),
                signs(network.rec()),
                stateReals,
                stateSpikes);
    }

    private static float[] signs(SynapseMatrix matrix) {
        return matrix.signs().clone();
    }

    /** The layer. */
    public LayerWeights layer() {
        return new LayerWeights(inWeights, recWeights, inDelays, recDelays);
    }

    /** The readout. */
    public Readout readout() {
        return new Readout(outWeights, outBias);
    }

    static boolean isStored(ResultsStore store, String runId) {
        return store.has(ParameterRow.TABLE, FILE, runId);
    }

    void write(ResultsStore store, String runId) {
        int outputs = outBias.length;
        int n = outWeights.length / outputs;
        int inputs = inWeights.length / n;
        store.write(
                ParameterRow.TABLE,
                FILE,
                Stream.of(
                        row("in_weights", inWeights, inputs, n),
                        row("rec_weights", recWeights, n, n),
                        row("out_weights", outWeights, n, outputs),
                        row("out_bias", outBias, outputs),
                        row("in_delays", floats(inDelays), inputs, n),
                        row("rec_delays", floats(recDelays), n, n),
                        row("in_signs", inSigns, inSigns.length),
                        row("rec_signs", recSigns, recSigns.length),
                        row("state", stateReals, stateReals.length),
                        row("state_spikes", floats(stateSpikes), stateSpikes.length)),
                runId);
    }

    private static ParameterRow row(String name, float[] values, int... shape) {
        return new ParameterRow(name, shape, values);
    }

    /**
     * Reads a run's.
     *
     * @throws UserException BAD_DATA if the table is damaged, NO_INPUT if it is missing
     */
    public static TrainedNetwork read(ResultsStore store, String runId) {
        List<ParameterRow> rows = store.read(ParameterRow.TABLE, FILE, runId);
        Map<String, float[]> byName = rows.stream().collect(Collectors.toMap(ParameterRow::name, ParameterRow::values));
        Function<String, float[]> array = name -> {
            float[] values = byName.get(name);
            if (values == null) {
                throw new UserException(
                        UserException.Kind.BAD_DATA,
                        "table parameters of run " + runId + " in " + store.root() + " has no " + name
                                + "; repeat the run with --overwrite");
            }
            return values;
        };
        return new TrainedNetwork(
                array.apply("in_weights"),
                array.apply("rec_weights"),
                array.apply("out_weights"),
                array.apply("out_bias"),
                ints(array.apply("in_delays")),
                ints(array.apply("rec_delays")),
                array.apply("in_signs"),
                array.apply("rec_signs"),
                array.apply("state"),
                ints(array.apply("state_spikes")));
    }

    /** Delays, and sets of 16 lanes: whole numbers that a float holds. */
    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    private static int[] ints(float[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            ints[i] = Math.round(values[i]);
        }
        return ints;
    }
}
