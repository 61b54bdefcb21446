package org.nalsm.spark.parquet;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.nalsm.engine.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one Parquet file of a table. Nothing is visible before {@link #commit}; closing without it, as
 * after an exception, leaves nothing behind. Not thread-safe.
 */
public final class TableWriter<R> implements AutoCloseable {
    /**
     * Encoded bytes held in memory before they are written. Small against a task's memory, large enough
     * that a block of a thousand neurons is one row group.
     */
    private static final int ROW_GROUP_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(TableWriter.class);

    private final PendingFile file;
    private final ParquetWriter<R> writer;
    private boolean done;

    private TableWriter(PendingFile file, ParquetWriter<R> writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Begins a file.
     *
     * @param target path of the finished file
     * @param existing what happens to a file that is there already
     * @param provenance further key-value metadata, each key gets the prefix {@code nalsm.}
     * @throws UserException CANNOT_WRITE if the directory or the file cannot be created
     */
    public static <R> TableWriter<R> open(
            Table<R> table,
            Path target,
            PendingFile.Existing existing,
            Configuration configuration,
            Map<String, String> provenance) {
        try {
            PendingFile file = PendingFile.of(target, existing, configuration);
            return new TableWriter<>(
                    file,
                    new Builder<>(file, table, provenance)
                            .withConf(configuration)
                            .build());
        } catch (IOException | RuntimeException | FSError e) {
            throw refused(target, e);
        }
    }

    /** Adds a row. @throws UserException CANNOT_WRITE if the disk refuses */
    public void write(R row) {
        try {
            writer.write(row);
        } catch (IOException | RuntimeException | FSError e) {
            throw refused(file.target(), e);
        }
    }

    /**
     * Completes the file and gives it its name.
     *
     * @return false if a finished file was there already and was kept
     * @throws UserException CANNOT_WRITE if the disk refuses
     */
    public boolean commit() {
        try {
            writer.close();
            boolean placed = file.commit();
            done = true;
            return placed;
        } catch (IOException | RuntimeException | FSError e) {
            throw refused(file.target(), e);
        }
    }

    @Override
    public void close() {
        if (done) {
            return;
        }
        done = true;
        try {
            writer.close();
        } catch (IOException | RuntimeException | FSError e) {
            // A writer whose write failed cannot end its file properly, and need not: the file goes.
            LOG.debug("Unfinished file {} could not be closed", file.getPath(), e);
        }
        try {
            file.discard();
        } catch (IOException e) {
            // The exception that led here is the one to report; the file is hidden and harmless.
            LOG.warn("Could not remove the unfinished file {}: {}", file.getPath(), e.toString());
        }
    }

    /**
     * A full disk reaches Hadoop's local file system as an {@link FSError} and Parquet wraps what its streams throw, so the
     * disk's refusal may lie deep. Without one the row is wrong, which is a bug.
     */
    private static RuntimeException refused(Path target, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return cannotWrite(target, cause);
            }
        }
        return failure instanceof RuntimeException bug ? bug : new IllegalStateException(failure);
    }

    public static UserException cannotWrite(Object target, Throwable cause) {
        return new UserException(
                UserException.Kind.CANNOT_WRITE,
                "cannot write " + target + ": " + TableReader.firstLine(cause)
                        + "; check that its directory is writable and the disk has free space",
                cause);
    }

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final RowWriteSupport<R> support;

        private Builder(PendingFile file, Table<R> table, Map<String, String> provenance) {
            super(file);
            support = new RowWriteSupport<>(table, provenance);
            withCompressionCodec(CompressionCodecName.ZSTD);
            withDictionaryEncoding(true);
            withPageWriteChecksumEnabled(true);
            withRowGroupSize((long) ROW_GROUP_BYTES);
        }

        @Override
        protected Builder<R> self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract in Parquet's builder, so it must be there
        protected WriteSupport<R> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<R> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }
}
