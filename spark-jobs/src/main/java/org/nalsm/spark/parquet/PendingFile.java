package org.nalsm.spark.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file that appears under its name whole or not at all, whoever else writes one of that name at the same time. How
 * depends on the file system: what can rename in one step does so ({@link RenamedFile}), an object store creates the object
 * with its last byte ({@link UploadedFile}).
 */
public abstract sealed class PendingFile implements OutputFile permits RenamedFile, UploadedFile {
    /** What happens to a file that already has the target's name. */
    public enum Existing {
        KEEP,
        REPLACE
    }

    private static final String PREFIX = "_";
    private static final String SUFFIX = ".tmp";
    private static final long BLOCK_BYTES = 128L << 20;

    private final FileSystem fileSystem;
    private final Path target;
    private final Existing existing;

    PendingFile(FileSystem fileSystem, Path target, Existing existing) {
        this.fileSystem = fileSystem;
        this.target = target;
        this.existing = existing;
    }

    /** A file that is to be written, closed and committed. */
    public static PendingFile of(Path target, Existing existing, Configuration configuration) throws IOException {
        FileSystem fileSystem = withoutChecksumFiles(target.getFileSystem(configuration));
        // Only object stores create under a condition, and they alone rename by copying.
        return fileSystem.hasPathCapability(target, Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
                ? new UploadedFile(fileSystem, target, existing)
                : new RenamedFile(fileSystem, target, existing);
    }

    /**
     * Hadoop's local file system keeps a checksum file beside each file and cannot rename the two as one.
     * Parquet pages carry their own checksums.
     */
    public static FileSystem withoutChecksumFiles(FileSystem fileSystem) {
        return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    }

    /** Whether a path is one of a file that is not committed yet. */
    public static boolean isPending(Path path) {
        return path.getName().startsWith(PREFIX) && path.getName().endsWith(SUFFIX);
    }

    /** Whether a path is one of a target that is not committed yet. */
    public static boolean isPending(Path path, Path target) {
        return isPending(path) && path.getName().startsWith(PREFIX + target.getName() + ".");
    }

    /** A name beside a file's that no reader lists, and that {@link #isPending} knows. */
    static Path hidden(Path file, String unique) {
        return new Path(file.getParent(), PREFIX + file.getName() + "." + unique + SUFFIX);
    }

    final FileSystem fileSystem() {
        return fileSystem;
    }

    final Path target() {
        return target;
    }

    final Existing existing() {
        return existing;
    }

    /** Begins to write. Closing the stream makes nothing visible. */
    public final OutputStream create() throws IOException {
        return createOrOverwrite(BLOCK_BYTES);
    }

    /**
     * Gives the written and closed file its name.
     *
     * @return false if a file of this name was there and kept; the new one is gone then
     */
    public abstract boolean commit() throws IOException;

    /** Removes what was written, if anything was. */
    public abstract void discard() throws IOException;

    @Override
    public final PositionOutputStream create(long blockSizeHint) throws IOException {
        return createOrOverwrite(blockSizeHint);
    }

    @Override
    public final boolean supportsBlockSize() {
        return false;
    }

    @Override
    public final long defaultBlockSize() {
        return BLOCK_BYTES;
    }
}
