package org.nalsm.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/** The sweeps of a {@link ResultsStore} and their trials, a file each. For the driver. */
public final class SweepCatalog {
    private final ResultsLayout layout;
    private final ResultsStore store;

    SweepCatalog(ResultsLayout layout, ResultsStore store) {
        this.layout = layout;
        this.store = store;
    }

    /** Stores a sweep's row in one step, in the place of an earlier one. */
    public void write(SweepRow row) {
        store.writeTable(Tables.SWEEPS, row.sweepId(), Stream.of(row));
    }

    /** Stores a trial's row in one step, in the place of an earlier one. */
    public void write(String sweepId, TrialRow row) {
        store.writeTable(Tables.TRIALS, row.trialId(), Stream.of(row), sweepId);
    }

    /** The rows of all sweeps, sorted by sweep id. */
    public List<SweepRow> readAll() {
        return read(Tables.SWEEPS, layout.directory(Tables.SWEEPS), SweepRow::read);
    }

    /** The row of a sweep, if it has one. */
    public Optional<SweepRow> find(String sweepId) {
        Path file = layout.file(Tables.SWEEPS, sweepId);
        return layout.exists(file) ? Optional.of(readOne(Tables.SWEEPS, file, SweepRow::read)) : Optional.empty();
    }

    /** The trials of a sweep that have a row, sorted by trial id. */
    public List<TrialRow> trials(String sweepId) {
        return read(Tables.TRIALS, layout.directory(Tables.TRIALS, sweepId), TrialRow::read);
    }

    private <R> List<R> read(TableSchema table, Path directory, Function<RowReader, R> decoder) {
        return layout.parquetFiles(directory).stream()
                .map(file -> readOne(table, file.getPath(), decoder))
                .toList();
    }

    private <R> R readOne(TableSchema table, Path file, Function<RowReader, R> decoder) {
        return TableReader.readOne(table, file, layout.configuration(), decoder);
    }
}
