package org.nalsm.spark.cli;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The files of this machine as {@code readonly:}, which root cannot write to either. */
public final class ReadOnlyFiles extends RawLocalFileSystem {
    private static IOException refused(Path path) {
        return new IOException("read-only file system: " + path);
    }

    @Override
    public URI getUri() {
        return URI.create("readonly:///");
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long blockSize, Progressable progress)
            throws IOException {
        throw refused(path);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        throw refused(path);
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        throw refused(path);
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        throw refused(path);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw refused(from);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        throw refused(path);
    }
}
