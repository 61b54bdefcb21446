package org.nalsm.spark.family.lsnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.StoredRun;

/** A trained network as NumPy files. */
final class NetworkFiles {
    /** A file an array; one file with all of them. */
    static final List<String> FORMATS = List.of("npy", "npz");

    private static final String ARCHIVE = "lsnn" + NumpyArchive.SUFFIX;

    private NetworkFiles() {}

    /**
     * Writes the network.
     *
     * @param format one of {@link #FORMATS}
     * @return a line on each file: where it is and what it holds
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if a file is there and not to be replaced, or the disk refuses
     */
    static List<String> write(StoredRun run, String format, ExportFolder folder) {
        Map<String, NumpyArray> arrays = arrays(TrainedNetwork.read(run.store(), run.runId()));
        if (format.equals("npz")) {
            return List.of(folder.write(ARCHIVE, out -> NumpyArchive.write(out, arrays)) + "  ("
                    + String.join(", ", arrays.keySet()) + ")");
        }
        folder.check(
                arrays.keySet().stream().map(name -> name + NumpyFile.SUFFIX).toArray(String[]::new));
        List<String> lines = new ArrayList<>();
        arrays.forEach((name, array) ->
                lines.add(folder.write(name + NumpyFile.SUFFIX, out -> NumpyFile.write(out, array)) + "  ("
                        + array.dtype() + ", " + shape(array) + ")"));
        return lines;
    }

    private static String shape(NumpyArray array) {
        List<String> lengths = new ArrayList<>();
        for (int length : array.shape()) {
            lengths.add(Integer.toString(length));
        }
        return String.join(" x ", lengths);
    }

    /** By the names that table {@code parameters} has for them. */
    private static Map<String, NumpyArray> arrays(TrainedNetwork network) {
        int outputs = network.outBias().length;
        int n = network.outWeights().length / outputs;
        int inputs = network.inWeights().length / n;
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        arrays.put("in_weights", NumpyArray.of(network.inWeights(), inputs, n));
        arrays.put("rec_weights", NumpyArray.of(network.recWeights(), n, n));
        arrays.put("out_weights", NumpyArray.of(network.outWeights(), n, outputs));
        arrays.put("out_bias", NumpyArray.of(network.outBias(), outputs));
        arrays.put("in_delays", NumpyArray.of(network.inDelays(), inputs, n));
        arrays.put("rec_delays", NumpyArray.of(network.recDelays(), n, n));
        if (network.inSigns().length > 0) {
            arrays.put("in_signs", NumpyArray.of(network.inSigns(), inputs));
            arrays.put("rec_signs", NumpyArray.of(network.recSigns(), n));
        }
        return arrays;
    }
}
