package org.nalsm.spark.family.liquid.export;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nalsm.spark.family.liquid.StoredReadout;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableExport;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.ReadoutExport;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/** What a run of a liquid has learned, as files: its trained readout, or all of it. */
public final class LiquidFiles {
    /** A Deeplearning4j model; a row a weight; a row a class; all of the liquid. */
    public static final List<String> FORMATS = List.of("dl4j", "csv", "parquet", "npz");

    private static final String MODEL_FILE = "readout.zip";

    private LiquidFiles() {}

    /** A row of {@code readout_weights.csv}, which can hold no lists. */
    private record WeightRow(
            @Column(value = "Class, from 0", name = "class") int classIndex,

            @Column("Liquid neuron, from 0; -1 for the bias")
            int neuron,

            @Column("Weight of the neuron's feature, or the bias, dimensionless")
            double weight) {
        private static final Table<WeightRow> TABLE =
                Table.of(WeightRow.class, "readout_weights", "One row a weight or bias of the trained readout");
    }

    /**
     * Writes them.
     *
     * @param format one of {@link #FORMATS}
     * @return a line on each file: where it is and what it holds
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if a file is there and not to be replaced, or the disk refuses
     */
    public static List<String> write(StoredRun run, String format, ExportFolder folder) {
        if (format.equals("npz")) {
            return List.of(LiquidArchive.write(run, folder));
        }
        TrainedReadout readout = StoredReadout.read(run);
        String features = new ReadoutExport(readout).featureDescription();
        return switch (format) {
            case "dl4j" -> List.of(model(readout, folder));
            case "csv" ->
                List.of(weights(readout, folder.tables(TableExport.Format.CSV))
                        + "  (a row a weight; neuron -1 is the bias; " + features + ")");
            case "parquet" ->
                List.of(table(run, folder.tables(TableExport.Format.PARQUET))
                        + "  (a row a class, with its bias and weights; " + features + ")");
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String model(TrainedReadout readout, ExportFolder folder) {
        ReadoutExport export = new ReadoutExport(readout);
        return folder.write(MODEL_FILE, export::write) + "  (MultiLayerNetwork.load reads it; "
                + export.inputDescription() + ")";
    }

    private static String weights(TrainedReadout readout, TableExport export) {
        export.check(WeightRow.TABLE);
        return export.write(
                WeightRow.TABLE,
                IntStream.range(0, CountMatrix.CLASSES).boxed().flatMap(k -> {
                    double[] weights = readout.weights(k);
                    return IntStream.range(-1, weights.length)
                            .mapToObj(n -> new WeightRow(k, n, n < 0 ? readout.bias(k) : weights[n]));
                }),
                Map.of());
    }

    private static String table(StoredRun run, TableExport export) {
        export.check(ReadoutRow.TABLE);
        return export.write(
                ReadoutRow.TABLE,
                run.store().read(ReadoutRow.TABLE, ResultsStore.SINGLE_FILE, run.runId()).stream(),
                Map.of("run_id", run.runId()));
    }
}
