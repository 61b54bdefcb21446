package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.diehlcook.DiehlCookModel;
import org.nalsm.engine.diehlcook.InitialNetwork;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.family.diehlcook.table.ConfusionRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/**
 * The NumPy files of the published program (Brian2's replication), all of one dimension but the last two:
 *
 * <table>
 * <caption>files</caption>
 * <tr><th>file<th>type and shape<th>content
 * <tr><td>weights.npy<td>float64 (784 N)<td>weight of synapse (i, j) at i N + j
 * <tr><td>theta.npy<td>float64 (N)<td>adaptive thresholds, in volt
 * <tr><td>assign.npy<td>int64 (N)<td>class of every neuron, -1 for none
 * <tr><td>confusion.npy<td>float64 (10, 10)<td>part of the test samples of a class (row) that were taken for another (column)
 * <tr><td>train_stats.npy<td>float64 (samples + 1, 7)<td>steps, excitatory spikes, mean and deviation of weights, mean and
 *     deviation of theta in mV, label; before training, then after each sample
 * </table>
 */
final class ProgramFiles {
    static final String FORMAT = "npy";

    private static final String WEIGHTS = "weights.npy";
    private static final String THETA = "theta.npy";
    private static final String ASSIGN = "assign.npy";
    private static final String CONFUSION = "confusion.npy";
    private static final String TRAIN_STATS = "train_stats.npy";

    private static final double MV_PER_V = 1000;
    private static final int STATISTICS = 7;
    private static final int CLASSES = ConfusionMatrix.CLASSES;
    /** Thresholds of a trained network are some 0.03 V; a file in mV is far above this. */
    private static final double LARGEST_THETA_V = 1;

    private ProgramFiles() {}

    static List<String> write(StoredRun run, ExportFolder folder) {
        DiehlCookSettings settings = DiehlCookSettings.of(run.experiment());
        LearnedNetwork network = TrainedNetworkTable.read(run.store(), run.runId(), settings.model());
        int n = network.model().neurons();
        List<TrainingStepRow> steps = TrainingSummary.rows(run.store(), run.runId());
        folder.check(WEIGHTS, THETA, ASSIGN, CONFUSION);
        List<String> files = new ArrayList<>();
        files.add(write(
                folder, WEIGHTS, weights(network), "float64, weight of input i to neuron j at i * " + n + " + j"));
        files.add(write(folder, THETA, theta(network), "float64, thresholds of the neurons, volt"));
        files.add(write(folder, ASSIGN, labels(run), "int64, class of each neuron, -1 for none"));
        files.add(write(
                folder,
                CONFUSION,
                confusion(run),
                "float64, 10 x 10, row: class of the test samples, column: prediction"));
        if (!steps.isEmpty()) {
            files.add(write(
                    folder,
                    TRAIN_STATS,
                    statistics(steps),
                    "float64, columns: steps, spikes, mean and deviation of weights, of theta in mV, label"));
        }
        return files;
    }

    private static String write(ExportFolder folder, String name, NumpyArray array, String content) {
        return folder.write(name, out -> NumpyFile.write(out, array)) + "  (" + content + ")";
    }

    private static NumpyArray weights(LearnedNetwork network) {
        double[] weights = new double[network.weights().length];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = network.weights()[s];
        }
        return NumpyArray.of(weights, weights.length);
    }

    private static NumpyArray theta(LearnedNetwork network) {
        double[] volt = network.thetaMv().clone();
        for (int j = 0; j < volt.length; j++) {
            volt[j] /= MV_PER_V;
        }
        return NumpyArray.of(volt, volt.length);
    }

    private static NumpyArray labels(StoredRun run) {
        int[] labels = LabellingPhase.read(run.store(), run.runId());
        long[] wide = new long[labels.length];
        for (int j = 0; j < wide.length; j++) {
            wide[j] = labels[j];
        }
        return NumpyArray.of(wide, wide.length);
    }

    private static NumpyArray confusion(StoredRun run) {
        double[] shares =
                run.store().read(ConfusionRow.TABLE, ResultsStore.SINGLE_FILE, run.runId(), Split.TEST.label()).stream()
                        .mapToDouble(ConfusionRow::share)
                        .toArray();
        return NumpyArray.of(shares, CLASSES, CLASSES);
    }

    private static NumpyArray statistics(List<TrainingStepRow> rows) {
        double[] statistics = new double[rows.size() * STATISTICS];
        int at = 0;
        for (TrainingStepRow row : rows) {
            statistics[at++] = row.steps();
            statistics[at++] = row.spikes();
            statistics[at++] = row.weightMean();
            statistics[at++] = row.weightDeviation();
            statistics[at++] = row.thetaMeanMv();
            statistics[at++] = row.thetaDeviationMv();
            statistics[at++] = row.label();
        }
        return NumpyArray.of(statistics, rows.size(), STATISTICS);
    }

    /**
     * Reads weights and thresholds; delays, which the program does not save, are those of the experiment's seed.
     *
     * @throws UserException NO_INPUT or BAD_DATA naming the file that is missing or wrong
     */
    static ImportedModel read(Experiment given, ImportFolder folder) {
        DiehlCookSettings settings = DiehlCookSettings.of(given);
        DiehlCookModel model = settings.model();
        float[] weights = folder.read(WEIGHTS, (in, source) -> {
            float[] read = NumpyFile.read(in, source).floats(source, model.synapses());
            requireEach(
                    read.length,
                    s -> read[s] >= 0 && read[s] < Float.POSITIVE_INFINITY,
                    s -> read[s],
                    source,
                    "weights are not negative");
            return read;
        });
        double[] thetaMv = folder.read(THETA, (in, source) -> {
            double[] volt = NumpyFile.read(in, source).doubles(source, model.neurons());
            requireEach(
                    volt.length,
                    j -> volt[j] >= 0 && volt[j] < LARGEST_THETA_V,
                    j -> volt[j],
                    source,
                    "thresholds are 0 to below 1, in volt");
            double[] mv = volt.clone();
            for (int j = 0; j < mv.length; j++) {
                mv[j] *= MV_PER_V;
            }
            return mv;
        });
        return new Imported(weights, thetaMv, folder.digest());
    }

    private static void requireEach(
            int length, IntPredicate holds, IntToDoubleFunction value, String source, String rule) {
        for (int k = 0; k < length; k++) {
            if (!holds.test(k)) {
                throw new UserException(
                        UserException.Kind.BAD_DATA,
                        source + ": element " + k + " is " + value.applyAsDouble(k) + ", and " + rule);
            }
        }
    }

    private record Imported(float[] weights, double[] thetaMv, String digest) implements ImportedModel {
        @Override
        public List<String> settings() {
            return List.of("diehl-cook.imported=" + digest);
        }

        @Override
        public void store(Experiment experiment, ResultsStore store) {
            DiehlCookSettings settings = DiehlCookSettings.of(experiment);
            short[] delays =
                    InitialNetwork.draw(settings.model(), settings.seed()).delays();
            TrainedNetworkTable.write(
                    store, experiment.runId(), new LearnedNetwork(settings.model(), weights, thetaMv, delays));
        }
    }
}
