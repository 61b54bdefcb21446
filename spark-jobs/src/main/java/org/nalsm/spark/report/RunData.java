package org.nalsm.spark.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.job.BranchingFactorJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.BranchingFactorRow;
import org.nalsm.spark.table.DynamicsRow;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.RecordedSpikes;
import org.nalsm.spark.table.Recordings;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrainingRow;

/**
 * Everything that the report of a run shows. What the run lacks is empty.
 *
 * @param row the run
 * @param experiment its experiment
 * @param intact whether all files of the run are there
 * @param network its network
 * @param training epochs or iterations of all penalties
 * @param predictions of the test samples
 * @param sample the recorded test sample to look at
 * @param liquidWeights weights of the initialised liquid, in synapse order
 * @param meanCounts mean spikes of every liquid neuron in a test sample; length 0 if unknown
 * @param branchingFactors of the recorded test samples
 */
record RunData(
        RunRow row,
        Experiment experiment,
        boolean intact,
        Network network,
        List<TrainingRow> training,
        List<PredictionRow> predictions,
        Optional<Sample> sample,
        Optional<float[]> liquidWeights,
        double[] meanCounts,
        List<BranchingFactorRow> branchingFactors) {

    private static final String TEST = Split.TEST.label();

    /** A recorded sample: its spikes, and every millisecond of it (possibly none). */
    record Sample(RecordedSpikes spikes, List<DynamicsRow> dynamics) {}

    /**
     * Reads a run.
     *
     * @throws UserException NO_INPUT if the run is not complete, BAD_DATA if a file is damaged
     */
    static RunData read(ResultsStore store, RunRow row, Experiment experiment) {
        if (row.status() != RunStatus.COMPLETE) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " is " + row.status().word()
                            + " and has no report yet; 'nalsm train' with its configuration finishes it");
        }
        String id = row.runId();
        Network network = new NetworkGenerator(experiment.network()).generate();
        Recordings recordings = store.recordings(id);
        List<RecordedSpikes> recorded = recordings.spikes(TEST);
        Optional<Sample> sample = recorded.stream()
                .findFirst()
                .map(spikes -> new Sample(spikes, recordings.dynamics(TEST, spikes.sampleId())));
        return new RunData(
                row,
                experiment,
                store.runs().isComplete(id),
                network,
                orEmpty(() -> store.readTraining(id)),
                orEmpty(() -> store.readPredictions(id, TEST)),
                sample,
                store.hasLiquidWeights(id) ? Optional.of(weights(store, id, network)) : Optional.empty(),
                meanCounts(store, experiment, network.liquid()),
                recorded.isEmpty() ? List.of() : branchingFactors(store, experiment));
    }

    /** Length of a sample, ms. */
    int durationMs() {
        return experiment.config().simulation().durationMs();
    }

    private static float[] weights(ResultsStore store, String id, Network network) {
        float[] weights = store.readLiquidWeights(id);
        if (weights.length != network.synapses()) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "run " + id + " has " + weights.length
                            + " liquid weights in " + store.root() + ", but its network has " + network.synapses()
                            + " synapses; repeat the run with --overwrite");
        }
        return weights;
    }

    private static double[] meanCounts(ResultsStore store, Experiment experiment, int neurons) {
        if (store.finishedBlocks(experiment.runId(), TEST).isEmpty()) {
            return new double[0];
        }
        int samples = experiment.samples().get(Split.TEST);
        int[] ids = IntStream.range(0, samples).map(Split.TEST::sampleId).toArray();
        long[] sums = new long[neurons];
        store.readCounts(experiment.runId(), TEST, ids, neurons, (position, sample) -> {
            for (int n = 0; n < neurons; n++) {
                sums[n] += sample.counts()[n];
            }
        });
        return IntStream.range(0, neurons)
                .mapToDouble(n -> sums[n] / (double) samples)
                .toArray();
    }

    private static List<BranchingFactorRow> branchingFactors(ResultsStore store, Experiment experiment) {
        Recordings recordings = store.recordings(experiment.runId());
        List<BranchingFactorRow> known = recordings.branchingFactors(TEST);
        if (!known.isEmpty()) {
            return known;
        }
        new BranchingFactorJob(experiment, store).run(Split.TEST);
        return recordings.branchingFactors(TEST);
    }

    /** A table that is not there is an empty one; a damaged one is not. */
    private static <R> List<R> orEmpty(Supplier<List<R>> table) {
        try {
            return table.get();
        } catch (UserException e) {
            if (e.kind() == UserException.Kind.NO_INPUT) {
                return List.of();
            }
            throw e;
        }
    }
}
