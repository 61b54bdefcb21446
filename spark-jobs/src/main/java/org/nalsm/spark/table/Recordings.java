package org.nalsm.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What is on disk of a run's recorded samples. For the driver. A table that the run lacks reads as empty; a
 * damaged file is BAD_DATA.
 */
public final class Recordings {
    private final ResultsLayout layout;
    private final ResultsStore store;
    private final String runId;

    Recordings(ResultsLayout layout, ResultsStore store, String runId) {
        this.layout = layout;
        this.store = store;
        this.runId = runId;
    }

    /** The spikes of a split's recorded samples, in the order of the samples. */
    public List<RecordedSpikes> spikes(String split) {
        List<RecordedSpikes> samples = new ArrayList<>();
        store.readSpikes(runId, split, samples::add);
        return samples;
    }

    /** Every millisecond of one recorded sample, in order. */
    public List<DynamicsRow> dynamics(String split, int sampleId) {
        List<DynamicsRow> rows = new ArrayList<>();
        for (FileStatus file : layout.parquetFiles(layout.directory(Tables.DYNAMICS, runId))) {
            if (file.getPath().getName().startsWith(split + "-")) {
                rows.addAll(read(
                        Tables.DYNAMICS,
                        file.getPath(),
                        row -> new DynamicsRow(
                                row.intAt("sample_id"),
                                row.intAt("t_ms"),
                                row.intAt("liquid_spikes"),
                                row.intAt("input_spikes"),
                                row.doubleOrNaN("astrocyte"))));
            }
        }
        return rows.stream().filter(row -> row.sampleId() == sampleId).toList();
    }

    /** The branching factors of a split's recorded samples; none where they have not been computed. */
    public List<BranchingFactorRow> branchingFactors(String split) {
        Path file = layout.file(Tables.BRANCHING_FACTOR, split, runId);
        return layout.exists(file)
                ? read(
                        Tables.BRANCHING_FACTOR,
                        file,
                        row -> new BranchingFactorRow(
                                row.intAt("sample_id"), row.intAt("label"), row.doubleOrNaN("branching_factor")))
                : List.of();
    }

    private <R> List<R> read(TableSchema table, Path file, Function<RowReader, R> decoder) {
        List<R> rows = new ArrayList<>();
        try (TableReader reader = TableReader.open(
                table, file, layout.configuration(), table.columns().fieldNames())) {
            reader.forEach(decoder, rows::add);
        }
        return rows;
    }
}
