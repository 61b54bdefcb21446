package org.nalsm.spark.table;

import java.io.Serializable;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * A file under {@code output.dir} that tells whether another process has the same storage there. It travels to
 * executors; closing deletes the file.
 */
public final class StorageProbe implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final ResultsLayout layout;
    private final String name = "_shared-" + UUID.randomUUID() + ".tmp";

    private StorageProbe(ResultsLayout layout) {
        this.layout = layout;
    }

    /** Writes the file. @throws org.nalsm.engine.UserException CANNOT_WRITE if the file system refuses */
    public static StorageProbe place(ResultsStore store) {
        StorageProbe probe = new StorageProbe(store.layout());
        probe.layout.writeText(probe.path(), "");
        return probe;
    }

    /** Whether this process sees the file. */
    public boolean isSeen() {
        return layout.exists(path());
    }

    private Path path() {
        return new Path(layout.root(), name);
    }

    @Override
    public void close() {
        layout.delete(path());
    }
}
