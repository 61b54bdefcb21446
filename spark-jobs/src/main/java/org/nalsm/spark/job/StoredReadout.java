package org.nalsm.spark.job;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.FittedScaling;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.table.ReadoutRow;
import org.nalsm.spark.table.ResultsStore;

/** The trained readout of a run in the table {@code readout}, one row a class. */
public final class StoredReadout {
    private final Experiment experiment;
    private final ResultsStore store;

    /** @param experiment the run */
    public StoredReadout(Experiment experiment, ResultsStore store) {
        this.experiment = experiment;
        this.store = store;
    }

    /** @param trainingPixelShare see {@link SampleSource#trainingPixelShare} */
    void write(TrainedReadout readout, OptionalDouble trainingPixelShare) {
        OptionalInt trainingMaximum = OptionalInt.of(readout.scaling().trainingMaximum());
        store.writeReadout(
                experiment.runId(),
                IntStream.range(0, CountMatrix.CLASSES)
                        .mapToObj(k -> new ReadoutRow(
                                k, readout.bias(k), readout.weights(k), trainingMaximum, trainingPixelShare))
                        .toList());
    }

    /**
     * By what the run's training images are normalised, see {@link SampleSource#trainingPixelShare}; empty if the run
     * has no readout yet, or one of a version that did not note it.
     */
    public OptionalDouble trainingPixelShare() {
        return store.runs().isComplete(experiment.runId())
                ? store.readReadout(experiment.runId()).get(0).trainingPixelShare()
                : OptionalDouble.empty();
    }

    /** @throws UserException BAD_DATA if the file does not say how counts become features */
    TrainedReadout read() {
        List<ReadoutRow> rows = store.readReadout(experiment.runId());
        int trainingMaximum = rows.get(0)
                .trainingMaximum()
                .orElseThrow(() -> new UserException(
                        UserException.Kind.BAD_DATA,
                        "the readout of run " + experiment.runId() + " in " + store.root()
                                + " was stored by an earlier version, without training_maximum; repeat the run with 'nalsm train "
                                + "--overwrite' and its configuration"));
        ReadoutSettings settings = experiment.readout();
        return TrainedReadout.of(
                rows.stream().map(ReadoutRow::weights).toArray(double[][]::new),
                rows.stream().mapToDouble(ReadoutRow::bias).toArray(),
                new FittedScaling(settings.scaling(), trainingMaximum, settings.batchSize()));
    }
}
