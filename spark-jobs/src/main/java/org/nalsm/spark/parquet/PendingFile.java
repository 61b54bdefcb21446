package org.nalsm.spark.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file that appears under its name whole or not at all: written beside its target under a hidden name
 * that no reader lists (it starts with {@code _} and does not end in {@code .parquet}) and no other attempt
 * shares, forced to the disk, then renamed.
 */
public final class PendingFile implements OutputFile {
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
    private final Path pending;

    public PendingFile(Path target, Configuration configuration) throws IOException {
        this.fileSystem = withoutChecksumFiles(target.getFileSystem(configuration));
        this.target = target;
        this.pending = new Path(target.getParent(), PREFIX + target.getName() + "." + UUID.randomUUID() + SUFFIX);
    }

    /**
     * Hadoop's local file system keeps a checksum file beside each file and cannot rename the two as one.
     * Parquet pages carry their own checksums.
     */
    public static FileSystem withoutChecksumFiles(FileSystem fileSystem) {
        return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    }

    public static boolean isPending(Path path) {
        return path.getName().startsWith(PREFIX) && path.getName().endsWith(SUFFIX);
    }

    Path target() {
        return target;
    }

    public OutputStream create() throws IOException {
        return createOrOverwrite(BLOCK_BYTES);
    }

    /**
     * Gives the written and closed file its name.
     *
     * @return false if a file of this name was there and kept; the new one is gone then
     */
    public boolean commit(Existing existing) throws IOException {
        if (existing == Existing.REPLACE) {
            replace();
            return true;
        }
        if (fileSystem.exists(target)) {
            discard();
            return false;
        }
        if (!fileSystem.rename(pending, target)) {
            discard();
            if (fileSystem.exists(target)) {
                return false;
            }
            throw new IOException("rename from " + pending + " failed");
        }
        return true;
    }

    /** Removes what was written, if anything was. */
    public void discard() throws IOException {
        fileSystem.delete(pending, false);
    }

    /** {@code FileSystem.rename} may not replace, so the two file systems that can do it in one step are asked. */
    private void replace() throws IOException {
        if (fileSystem instanceof RawLocalFileSystem local) {
            Files.move(
                    local.pathToFile(pending).toPath(),
                    local.pathToFile(target).toPath(),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(target.toUri(), fileSystem.getConf())
                    .rename(pending, target, Options.Rename.OVERWRITE);
        }
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return createOrOverwrite(blockSizeHint);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        Path directory = target.getParent();
        if (!fileSystem.mkdirs(directory)) {
            throw new FileNotFoundException("cannot create directory " + directory);
        }
        return new SyncedStream(fileSystem.create(pending, true));
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return BLOCK_BYTES;
    }

    @Override
    public String getPath() {
        return pending.toString();
    }

    /** Forces the bytes to the disk on close, so that a file that got its name survives a power failure. */
    private static final class SyncedStream extends PositionOutputStream {
        private final FSDataOutputStream out;
        private boolean closed;

        private SyncedStream(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return out.getPos();
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (out) {
                if (out.hasCapability(StreamCapabilities.HSYNC)) {
                    out.hsync();
                }
            }
        }
    }
}
