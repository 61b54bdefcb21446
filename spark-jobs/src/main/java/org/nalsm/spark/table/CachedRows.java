package org.nalsm.spark.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a table that has a file a row, for who looks again and again: a file is read when it is new or has changed.
 * Several threads may use it.
 *
 * @param <R> the rows
 */
public final class CachedRows<R> {
    private static final Logger LOG = LoggerFactory.getLogger(CachedRows.class);
    /** A file that was changed so shortly before it was read may change again within the same tick of its clock. */
    private static final long TICK_MS = 2000;

    private final Table<R> table;
    private final ResultsLayout layout;
    private final Path directory;
    private Map<Path, Entry<R>> entries = new HashMap<>();

    /**
     * A file as it was read.
     *
     * @param modified when it had been changed, ms
     * @param readAt when it was read, ms
     * @param row empty if it could not be read
     */
    private record Entry<R>(long modified, long bytes, long readAt, Optional<R> row) {
        private boolean isOf(FileStatus file) {
            return modified == file.getModificationTime() && bytes == file.getLen() && readAt - modified > TICK_MS;
        }
    }

    /** @param partitionValues values of the table's partition columns in their order */
    public CachedRows(ResultsStore store, Table<R> table, String... partitionValues) {
        this.table = table;
        this.layout = store.layout();
        this.directory = layout.directory(table, partitionValues);
    }

    /**
     * The rows as they are now, sorted by file name. A row that cannot be read is left out, with a warning when that is
     * found.
     *
     * @throws UserException BAD_DATA if the directory cannot be listed
     */
    public synchronized List<R> read() {
        List<FileStatus> files = layout.parquetFiles(directory);
        // On all cores: most of the time goes into opening files.
        List<Entry<R>> now = files.parallelStream().map(this::entry).toList();
        Map<Path, Entry<R>> next = new HashMap<>();
        List<R> rows = new ArrayList<>();
        for (int k = 0; k < now.size(); k++) {
            next.put(files.get(k).getPath(), now.get(k));
            now.get(k).row.ifPresent(rows::add);
        }
        entries = next;
        return List.copyOf(rows);
    }

    private Entry<R> entry(FileStatus file) {
        Entry<R> known = entries.get(file.getPath());
        return known != null && known.isOf(file) ? known : read(file);
    }

    private Entry<R> read(FileStatus file) {
        long now = System.currentTimeMillis();
        Optional<R> row;
        try {
            row = Optional.of(TableReader.readOne(table, file.getPath(), layout.configuration()));
        } catch (UserException e) {
            LOG.warn("Left out of the {}: {}", table.name(), e.getMessage());
            row = Optional.empty();
        }
        return new Entry<>(file.getModificationTime(), file.getLen(), now, row);
    }
}
