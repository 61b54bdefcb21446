package org.nalsm.spark.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.parquet.io.PositionOutputStream;

/**
 * On a local disk or HDFS: written beside its target under a hidden name that no reader lists and no other attempt
 * shares, forced to the disk, then renamed.
 */
final class RenamedFile extends PendingFile {
    private final Path pending;

    RenamedFile(FileSystem fileSystem, Path target, Existing existing) {
        super(fileSystem, target, existing);
        this.pending = hidden(target, UUID.randomUUID().toString());
    }

    @Override
    public boolean commit() throws IOException {
        if (existing() == Existing.REPLACE) {
            replace();
            return true;
        }
        boolean placed = fileSystem() instanceof RawLocalFileSystem local ? link(local) : rename();
        if (!placed) {
            discard();
        }
        return placed;
    }

    @Override
    public void discard() throws IOException {
        fileSystem().delete(pending, false);
    }

    /** A local rename replaces what is there; a second name for the same file is refused where the name is taken. */
    private boolean link(RawLocalFileSystem local) throws IOException {
        java.nio.file.Path written = local.pathToFile(pending).toPath();
        try {
            Files.createLink(local.pathToFile(target()).toPath(), written);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return rename(); // no links here: a file that another attempt places in this moment is replaced by its
            // equal
        }
        Files.delete(written);
        return true;
    }

    /** HDFS does not rename to a name that is taken. */
    private boolean rename() throws IOException {
        if (fileSystem().exists(target())) {
            return false;
        }
        if (fileSystem().rename(pending, target())) {
            return true;
        }
        if (fileSystem().exists(target())) {
            return false;
        }
        discard();
        throw new IOException("rename from " + pending + " failed");
    }

    /** {@code FileSystem.rename} may not replace, so the two file systems that can do it in one step are asked. */
    private void replace() throws IOException {
        if (fileSystem() instanceof RawLocalFileSystem local) {
            Files.move(
                    local.pathToFile(pending).toPath(),
                    local.pathToFile(target()).toPath(),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(target().toUri(), fileSystem().getConf())
                    .rename(pending, target(), Options.Rename.OVERWRITE);
        }
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        Path directory = target().getParent();
        if (!fileSystem().mkdirs(directory)) {
            throw new FileNotFoundException("cannot create directory " + directory);
        }
        return new SyncedStream(fileSystem().create(pending, true));
    }

    @Override
    public String getPath() {
        return pending.toString();
    }

    /** Forces the bytes to the disk on close, so that a file that got its name survives a power failure. */
    private static final class SyncedStream extends FileStream {
        private boolean closed;

        private SyncedStream(FSDataOutputStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (FSDataOutputStream whole = out()) {
                if (whole.hasCapability(StreamCapabilities.HSYNC)) {
                    whole.hsync();
                }
            }
        }
    }
}
