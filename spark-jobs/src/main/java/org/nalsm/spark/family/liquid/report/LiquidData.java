package org.nalsm.spark.family.liquid.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.family.liquid.BranchingFactorJob;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.LiquidWeights;
import org.nalsm.spark.family.liquid.Recordings;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;
import org.nalsm.spark.table.TrainingRow;

/**
 * Everything that the exhibits of a liquid's run show. What the run lacks is empty.
 *
 * @param settings its experiment
 * @param network its network
 * @param training epochs or iterations of all penalties
 * @param predictions of the test samples
 * @param sample the recorded test sample to look at
 * @param liquidWeights weights of the initialised liquid, in synapse order
 * @param meanCounts mean spikes of every liquid neuron in a test sample; length 0 if unknown
 * @param branchingFactors of the recorded test samples
 */
record LiquidData(
        LiquidSettings settings,
        Network network,
        List<TrainingRow> training,
        List<PredictionRow> predictions,
        Optional<Sample> sample,
        Optional<float[]> liquidWeights,
        double[] meanCounts,
        List<BranchingFactorRow> branchingFactors) {

    private static final String TEST = Split.TEST.label();

    /** A recorded sample: its spikes, and every millisecond of it (possibly none). */
    record Sample(SpikesRow spikes, List<DynamicsRow> dynamics) {}

    /**
     * Reads a run; computes branching factors that are not there, and stores them unless the results are only to be read.
     *
     * @throws UserException BAD_DATA if a file is damaged
     */
    static LiquidData read(StoredRun run) {
        ResultsStore store = run.store();
        String id = run.runId();
        LiquidSettings settings = LiquidSettings.of(run.experiment());
        Network network = new NetworkGenerator(settings.network()).generate();
        Recordings recordings = new Recordings(store, id);
        List<SpikesRow> recorded = recordings.spikes(TEST);
        Optional<Sample> sample = recorded.stream()
                .findFirst()
                .map(spikes -> new Sample(spikes, recordings.dynamics(TEST, spikes.sampleId())));
        return new LiquidData(
                settings,
                network,
                store.readIfThere(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, id),
                store.readIfThere(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, id, TEST),
                sample,
                LiquidWeights.has(store, id) ? Optional.of(weights(store, id, network)) : Optional.empty(),
                meanCounts(run, network.liquid()),
                recorded.isEmpty() ? List.of() : branchingFactors(run, recordings));
    }

    /** Length of a sample, ms. */
    int durationMs() {
        return settings.config().simulation().durationMs();
    }

    /** Number of samples of a split. */
    int samples(Split split) {
        return settings.experiment().samples(split);
    }

    private static float[] weights(ResultsStore store, String id, Network network) {
        float[] weights = LiquidWeights.read(store, id);
        if (weights.length != network.synapses()) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "run " + id + " has " + weights.length
                            + " liquid weights in " + store.root() + ", but its network has " + network.synapses()
                            + " synapses; repeat the run with --overwrite");
        }
        return weights;
    }

    private static double[] meanCounts(StoredRun run, int neurons) {
        ResultsStore store = run.store();
        if (store.finishedBlocks(SpikeCounts.TABLE, run.runId(), TEST).isEmpty()) {
            return new double[0];
        }
        int samples = run.experiment().samples(Split.TEST);
        int[] ids = IntStream.range(0, samples).map(Split.TEST::sampleId).toArray();
        long[] sums = new long[neurons];
        store.readCounts(run.runId(), TEST, ids, neurons, (position, sample) -> {
            for (int n = 0; n < neurons; n++) {
                sums[n] += sample.counts()[n];
            }
        });
        return IntStream.range(0, neurons)
                .mapToDouble(n -> sums[n] / (double) samples)
                .toArray();
    }

    private static List<BranchingFactorRow> branchingFactors(StoredRun run, Recordings recordings) {
        List<BranchingFactorRow> known = recordings.branchingFactors(TEST);
        if (!known.isEmpty()) {
            return known;
        }
        return new BranchingFactorJob(run.experiment(), run.store()).rows(Split.TEST);
    }
}
