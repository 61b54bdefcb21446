package org.nalsm.spark.family.csdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.StoredRun;

/** A trained network as NumPy archives. */
final class NetworkFiles {
    static final String FORMAT = "npz";

    private NetworkFiles() {}

    static List<String> write(StoredRun run, ExportFolder folder) {
        CsdpNetwork network = StoredNetwork.read(run);
        List<String> lines = new ArrayList<>();
        for (MatrixName matrix : network.matrices()) {
            Map<String, NumpyArray> arrays = new LinkedHashMap<>();
            arrays.put(
                    "weights", NumpyArray.of(network.weights(matrix), network.rows(matrix), network.columns(matrix)));
            lines.add(folder.write(
                    StoredNetwork.name(matrix) + NumpyArchive.SUFFIX, out -> NumpyArchive.write(out, arrays)));
        }
        return lines;
    }
}
