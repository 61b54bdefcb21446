package org.nalsm.spark.parquet;

import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * In an object store such as S3, where an object appears under its name when its upload ends, and a rename would copy it. A
 * name that may be taken is asked for under the condition that it is not ({@code If-None-Match}), which the store checks
 * and grants as one step. What is not committed is never seen; an upload in parts that a killed writer leaves takes space
 * until the store's own rule for these ends it.
 */
final class UploadedFile extends PendingFile {
    /** Null before the file is begun, and when it is done. */
    private @Nullable FSDataOutputStream upload;

    UploadedFile(FileSystem fileSystem, Path target, Existing existing) {
        super(fileSystem, target, existing);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder =
                fileSystem().createFile(target()).create().recursive().overwrite(existing() == Existing.REPLACE);
        if (existing() == Existing.KEEP) {
            builder.must(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        }
        FSDataOutputStream begun = builder.build();
        upload = begun;
        return new FileStream(begun); // its writer closes that one only: the end of the upload shows the file
    }

    @Override
    public boolean commit() throws IOException {
        FSDataOutputStream whole = Objects.requireNonNull(upload, "it is written");
        upload = null;
        try {
            whole.close();
            return true;
        } catch (IOException e) {
            // The name is taken: by another attempt, or by this one if the store's first answer was lost.
            if (existing() == Existing.KEEP && fileSystem().exists(target())) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void discard() {
        if (upload != null) {
            upload.abort();
            upload = null;
        }
    }

    @Override
    public String getPath() {
        return target().toString();
    }
}
