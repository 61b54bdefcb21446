package org.nalsm.spark.run;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.TableExport;
import org.nalsm.spark.parquet.TableWriter;

/**
 * Where the files of an export go. A file appears whole or not at all.
 *
 * @param directory on any Hadoop file system; created if need be
 * @param overwrite whether files that are there are replaced
 * @param hadoop Hadoop's settings
 */
public record ExportFolder(String directory, boolean overwrite, Configuration hadoop) {
    /** What writes a file. */
    public interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** @throws org.nalsm.engine.UserException CANNOT_WRITE if one of the files is there and not to be replaced */
    public void check(String... names) {
        for (String name : names) {
            TableExport.check(path(name), overwrite, hadoop);
        }
    }

    /**
     * Writes a file.
     *
     * @return where it is
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if it is there and not to be replaced, or the disk refuses
     */
    public String write(String name, Content content) {
        check(name);
        Path target = path(name);
        try {
            PendingFile file = PendingFile.of(target, PendingFile.Existing.REPLACE, hadoop);
            try (OutputStream out = file.create()) {
                content.write(out);
            } catch (IOException | RuntimeException e) {
                file.discard();
                throw e;
            }
            file.commit();
        } catch (IOException e) {
            throw TableWriter.cannotWrite(target, e);
        }
        return target.toString();
    }

    /** Tables as files of this folder. */
    public TableExport tables(TableExport.Format format) {
        return new TableExport(directory, format, overwrite, hadoop);
    }

    private Path path(String name) {
        return new Path(directory, name);
    }
}
