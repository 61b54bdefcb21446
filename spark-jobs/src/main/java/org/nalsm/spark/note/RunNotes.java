package org.nalsm.spark.note;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nalsm.spark.table.CachedRows;
import org.nalsm.spark.table.ResultsStore;

/**
 * Names, notes and tags of the runs of a {@link ResultsStore}. They may be written while a run is: its lease does not cover
 * them, and of two who write at the same time the last one's are kept. Several threads may use it.
 */
public final class RunNotes {
    private final ResultsStore store;
    private final CachedRows<NoteRow> rows;

    /** @param store the results of the runs */
    public RunNotes(ResultsStore store) {
        this.store = store;
        this.rows = new CachedRows<>(store, NoteRow.TABLE);
    }

    /**
     * What is said of a run, which may be nothing.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if the file is damaged
     */
    public NoteRow of(String runId) {
        return store.readIfThere(NoteRow.TABLE, runId).stream().findFirst().orElseGet(() -> NoteRow.none(runId));
    }

    /** What is said of all runs, by their ids; what cannot be read is left out, with a warning. */
    public Map<String, NoteRow> all() {
        Map<String, NoteRow> byRun = new HashMap<>();
        rows.read().forEach(row -> byRun.put(row.runId(), row));
        return byRun;
    }

    /** Stores what is said of a run in one step, in the place of what was. */
    public void write(NoteRow row) {
        if (row.isEmpty()) {
            delete(row.runId());
        } else {
            store.write(NoteRow.TABLE, row.runId(), Stream.of(row));
        }
    }

    /** Nothing more is said of a run. */
    public void delete(String runId) {
        store.delete(NoteRow.TABLE, runId);
    }
}
