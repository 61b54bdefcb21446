package org.nalsm.spark.family.csdp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nalsm.engine.UserException;
import org.nalsm.engine.csdp.CsdpModel;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.family.csdp.config.TestConfig.Parameters;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/**
 * The NumPy files of the published program, which ngc-learn names after the network's parts: an archive a matrix, such as
 * {@code W1.npz} with an array {@code weights} (pre x post), and an archive a layer, such as {@code z1.npz} with an array
 * {@code threshold} (1 x neurons), all float32. Beside them the program's curves, {@code acc1.npy} and so on with the seed at the
 * end, and the codes of the test samples.
 */
final class NetworkFiles {
    static final String FORMAT = "npz";

    /** Of arrays beside the one that is wanted in a file to be imported. */
    private static final int MORE_BYTES = 1 << 20;

    private static final String WEIGHTS = "weights";
    private static final String THRESHOLD = "threshold";
    private static final String CODES = "test_codes" + NumpyFile.SUFFIX;
    /** What the program's curves of the training say before it. */
    private static final double ACCURACY_BEFORE = 0.1;

    private static final double ENTROPY_BEFORE = 2.4;

    private NetworkFiles() {}

    /** The program's name of a matrix. */
    private static String name(MatrixName matrix) {
        return switch (matrix) {
            case V2Y -> "V2y";
            case V3Y -> "V3y";
            default -> matrix.name();
        };
    }

    /** The program's name of a layer with thresholds. */
    private static String name(Layer layer) {
        return switch (layer) {
            case HIDDEN1 -> "z1";
            case HIDDEN2 -> "z2";
            case CLASSIFIER -> "zy";
            case RECONSTRUCTION -> "zR";
            case INPUT, CONTEXT -> throw new IllegalArgumentException(layer + " has no thresholds");
        };
    }

    private static String file(MatrixName matrix) {
        return name(matrix) + NumpyArchive.SUFFIX;
    }

    private static String file(Layer layer) {
        return name(layer) + NumpyArchive.SUFFIX;
    }

    /**
     * Writes what a run has learned.
     *
     * @return a line on each file: where it is and what it holds
     * @throws UserException CANNOT_WRITE if a file is there and not to be replaced, or the disk refuses
     */
    static List<String> write(StoredRun run, ExportFolder folder) {
        CsdpNetwork network = StoredNetwork.read(run);
        Map<String, NumpyArray> curves = curves(run);
        List<String> names = new ArrayList<>();
        network.matrices().forEach(matrix -> names.add(file(matrix)));
        Layer.SPIKING.forEach(layer -> names.add(file(layer)));
        names.addAll(curves.keySet());
        names.add(CODES);
        folder.check(names.toArray(String[]::new));
        List<String> lines = new ArrayList<>();
        for (MatrixName matrix : network.matrices()) {
            NumpyArray weights = NumpyArray.of(network.weights(matrix), network.rows(matrix), network.columns(matrix));
            lines.add(archive(folder, file(matrix), WEIGHTS, weights));
        }
        for (Layer layer : Layer.SPIKING) {
            float[] thresholds = network.thresholds(layer);
            lines.add(archive(folder, file(layer), THRESHOLD, NumpyArray.of(thresholds, 1, thresholds.length)));
        }
        curves.forEach((name, array) -> lines.add(plain(folder, name, array)));
        lines.add(plain(folder, CODES, codes(run)));
        return lines;
    }

    private static String archive(ExportFolder folder, String file, String name, NumpyArray array) {
        return folder.write(file, out -> NumpyArchive.write(out, Map.of(name, array))) + "  (" + name + ": "
                + described(array) + ")";
    }

    private static String plain(ExportFolder folder, String file, NumpyArray array) {
        return folder.write(file, out -> NumpyFile.write(out, array)) + "  (" + described(array) + ")";
    }

    private static String described(NumpyArray array) {
        List<String> lengths = new ArrayList<>();
        for (int length : array.shape()) {
            lengths.add(Integer.toString(length));
        }
        return array.dtype() + ", " + String.join(" x ", lengths);
    }

    /** One value before training and one an epoch; none of a network that was imported. */
    private static Map<String, NumpyArray> curves(StoredRun run) {
        List<CsdpEpochRow> rows = run.store().readIfThere(CsdpEpochRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        Map<String, NumpyArray> curves = new LinkedHashMap<>();
        if (!rows.isEmpty()) {
            String end = CsdpSettings.of(run.experiment()).seed() + NumpyFile.SUFFIX;
            curves.put("trAcc" + end, curve(rows, row -> row.epoch() == 0 ? ACCURACY_BEFORE : row.trainAccuracy()));
            curves.put("trNll" + end, curve(rows, row -> row.epoch() == 0 ? ENTROPY_BEFORE : row.trainEntropy()));
            curves.put("acc" + end, curve(rows, CsdpEpochRow::validAccuracy));
            curves.put("nll" + end, curve(rows, CsdpEpochRow::validNll));
            curves.put("bce" + end, curve(rows, CsdpEpochRow::validCrossEntropy));
            curves.put("mse" + end, curve(rows, CsdpEpochRow::validSquaredError));
        }
        return curves;
    }

    private static NumpyArray curve(List<CsdpEpochRow> rows, ToDoubleFunction<CsdpEpochRow> value) {
        float[] values = new float[rows.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) value.applyAsDouble(rows.get(k));
        }
        return NumpyArray.of(values, values.length);
    }

    /** Rates of the second hidden layer, after those of the first one if they were kept; test samples x neurons. */
    private static NumpyArray codes(StoredRun run) {
        List<short[]> counts = new ArrayList<>();
        run.store().<CsdpResponseRow>readBlocks(CsdpResponseRow.TABLE, run.runId(), Split.TEST.label(), row -> {
            short[] both = new short[row.hidden1Counts().length + row.hidden2Counts().length];
            System.arraycopy(row.hidden1Counts(), 0, both, 0, row.hidden1Counts().length);
            System.arraycopy(row.hidden2Counts(), 0, both, row.hidden1Counts().length, row.hidden2Counts().length);
            counts.add(both);
        });
        int neurons = counts.get(0).length;
        float divisor = CsdpSettings.of(run.experiment()).config().divisor();
        float[] codes = new float[Math.multiplyExact(counts.size(), neurons)];
        for (int b = 0; b < counts.size(); b++) {
            for (int j = 0; j < neurons; j++) {
                codes[b * neurons + j] = counts.get(b)[j] / divisor;
            }
        }
        return NumpyArray.of(codes, counts.size(), neurons);
    }

    /**
     * Reads matrices and thresholds.
     *
     * @throws UserException NO_INPUT or BAD_DATA naming the file that is missing or wrong
     */
    static ImportedModel read(Experiment given, ImportFolder folder) {
        CsdpModel model = CsdpSettings.of(given).model();
        Map<MatrixName, float[]> weights = new EnumMap<>(MatrixName.class);
        for (MatrixName matrix : model.matrices()) {
            weights.put(
                    matrix, read(folder, file(matrix), WEIGHTS, model.size(matrix.pre()), model.size(matrix.post())));
        }
        Map<Layer, float[]> thresholds = new EnumMap<>(Layer.class);
        for (Layer layer : Layer.SPIKING) {
            thresholds.put(layer, read(folder, file(layer), THRESHOLD, 1, model.size(layer)));
        }
        return new Imported(CsdpNetwork.of(model, weights, thresholds), folder.digest());
    }

    private static float[] read(ImportFolder folder, String file, String name, int rows, int columns) {
        return folder.read(file, (in, source) -> {
            long mostBytes = MORE_BYTES + (long) Double.BYTES * rows * columns;
            NumpyArray array = NumpyArchive.read(in, source, mostBytes).get(name);
            if (array == null) {
                throw new UserException(UserException.Kind.BAD_DATA, source + ": holds no array '" + name + "'");
            }
            float[] values = array.floats(source + ", " + name, rows, columns);
            for (int k = 0; k < values.length; k++) {
                if (!Float.isFinite(values[k])) {
                    throw new UserException(
                            UserException.Kind.BAD_DATA,
                            source + ", " + name + ": element (" + k / columns + ", " + k % columns + ") is "
                                    + values[k] + ", and weights and thresholds are finite");
                }
            }
            return values;
        });
    }

    private record Imported(CsdpNetwork network, String digest) implements ImportedModel {
        @Override
        public List<String> settings() {
            return List.of("csdp.imported=" + digest);
        }

        @Override
        public void store(Experiment experiment, ResultsStore store) {
            for (Parameters which : Parameters.values()) {
                StoredNetwork.write(store, experiment.runId(), which, 0, network);
            }
        }
    }
}
