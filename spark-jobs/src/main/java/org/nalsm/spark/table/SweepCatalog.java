package org.nalsm.spark.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweeps of a {@link ResultsStore} and their trials, a file each. For the driver. */
public final class SweepCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(SweepCatalog.class);

    private final ResultsStore store;
    private final ResultsLayout layout;

    /** @param store the results of the sweeps */
    public SweepCatalog(ResultsStore store) {
        this.store = store;
        this.layout = store.layout();
    }

    /** Stores a sweep's row in one step, in the place of an earlier one. */
    public void write(SweepRow row) {
        store.write(SweepRow.TABLE, row.sweepId(), Stream.of(row));
    }

    /** Stores a trial's row in one step, in the place of an earlier one. */
    public void write(String sweepId, TrialRow row) {
        store.write(TrialRow.TABLE, row.trialId(), Stream.of(row), sweepId);
    }

    /** Takes a trial out of a sweep; its run stays. */
    public void delete(String sweepId, TrialRow row) {
        store.delete(TrialRow.TABLE, row.trialId(), sweepId);
    }

    /** The rows of all sweeps, sorted by sweep id. A row that cannot be read is left out, with a warning. */
    public List<SweepRow> readAll() {
        return read(SweepRow.TABLE, layout.directory(SweepRow.TABLE));
    }

    /** The row of a sweep, if it has one. */
    public Optional<SweepRow> find(String sweepId) {
        Path file = layout.file(SweepRow.TABLE, sweepId);
        return layout.exists(file)
                ? Optional.of(TableReader.readOne(SweepRow.TABLE, file, layout.configuration()))
                : Optional.empty();
    }

    /** The trials of a sweep that have a row, sorted by trial id; rows that cannot be read as in {@link #readAll}. */
    public List<TrialRow> trials(String sweepId) {
        return read(TrialRow.TABLE, layout.directory(TrialRow.TABLE, sweepId));
    }

    private <R> List<R> read(Table<R> table, Path directory) {
        return layout.parquetFiles(directory).parallelStream()
                .flatMap(file -> readIfWhole(table, file.getPath()).stream())
                .toList();
    }

    private <R> Optional<R> readIfWhole(Table<R> table, Path file) {
        try {
            return Optional.of(TableReader.readOne(table, file, layout.configuration()));
        } catch (UserException e) {
            LOG.warn("Left out of the {}: {}", table.name(), e.getMessage());
            return Optional.empty();
        }
    }
}
