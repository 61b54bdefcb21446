package org.nalsm.spark.family.liquid;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.FittedScaling;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/** The trained readout of a run in the table {@code readout}, one row a class. */
public final class StoredReadout {
    private StoredReadout() {}

    static void write(ResultsStore store, String runId, TrainedReadout readout) {
        OptionalInt trainingMaximum = OptionalInt.of(readout.scaling().trainingMaximum());
        store.write(
                ReadoutRow.TABLE,
                ResultsStore.SINGLE_FILE,
                IntStream.range(0, CountMatrix.CLASSES)
                        .mapToObj(k -> new ReadoutRow(k, readout.bias(k), readout.weights(k), trainingMaximum)),
                runId);
    }

    /** @throws UserException NO_INPUT if the run has none, BAD_DATA if the file is damaged */
    public static TrainedReadout read(StoredRun run) {
        List<ReadoutRow> rows = run.store().read(ReadoutRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        int trainingMaximum = rows.get(0)
                .trainingMaximum()
                .orElseThrow(() -> new UserException(
                        UserException.Kind.BAD_DATA,
                        "the readout of run " + run.runId() + " in "
                                + run.store().root()
                                + " has no training_maximum; repeat the run with 'nalsm train --overwrite' and its "
                                + "configuration"));
        ReadoutSettings settings = LiquidSettings.of(run.experiment()).readout();
        return TrainedReadout.of(
                rows.stream().map(ReadoutRow::weights).toArray(double[][]::new),
                rows.stream().mapToDouble(ReadoutRow::bias).toArray(),
                new FittedScaling(settings.scaling(), trainingMaximum, settings.batchSize()));
    }
}
