package org.nalsm.spark.family.liquid;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableExport;
import org.nalsm.spark.parquet.TableWriter;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.ReadoutExport;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/** A run's trained readout as files for other programs. */
public final class ReadoutFiles {
    private static final String MODEL_FILE = "readout.zip";

    private ReadoutFiles() {}

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
     * Writes the readout.
     *
     * @param format {@code dl4j} (a Deeplearning4j model), {@code csv} or {@code parquet}
     * @param directory where the files go, on any Hadoop file system; created if need be
     * @param overwrite whether files of those names are replaced
     * @return a line on each file: where it is and what it holds
     * @throws UserException USAGE for another format, CANNOT_WRITE if a file is there and not to be replaced, or the disk
     *     refuses
     */
    public static List<String> write(
            StoredRun run, String format, String directory, boolean overwrite, Configuration hadoop) {
        TrainedReadout readout = StoredReadout.read(run);
        return switch (format) {
            case "dl4j" -> List.of(model(readout, new Path(directory, MODEL_FILE), overwrite, hadoop));
            case "csv" ->
                List.of(weights(readout, new TableExport(directory, TableExport.Format.CSV, overwrite, hadoop))
                        + "  (a row a weight; neuron -1 is the bias; " + new ReadoutExport(readout).featureDescription()
                        + ")");
            case "parquet" ->
                List.of(table(run, new TableExport(directory, TableExport.Format.PARQUET, overwrite, hadoop))
                        + "  (a row a class, with its bias and weights; "
                        + new ReadoutExport(readout).featureDescription()
                        + ")");
            default ->
                throw new UserException(
                        UserException.Kind.USAGE, "--format is '" + format + "'; use dl4j, csv or parquet");
        };
    }

    private static String model(TrainedReadout readout, Path target, boolean overwrite, Configuration hadoop) {
        ReadoutExport export = new ReadoutExport(readout);
        TableExport.check(target, overwrite, hadoop);
        try {
            PendingFile file = new PendingFile(target, hadoop);
            try (OutputStream out = file.create()) {
                export.write(out);
            } catch (IOException | RuntimeException e) {
                file.discard();
                throw e;
            }
            file.commit(PendingFile.Existing.REPLACE);
        } catch (IOException e) {
            throw TableWriter.cannotWrite(target, e);
        }
        return target + "  (MultiLayerNetwork.load reads it; " + export.inputDescription() + ")";
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
