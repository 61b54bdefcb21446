package org.nalsm.spark.run;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;

/**
 * The files that an import reads. It knows what has been read, so that the run can be named by it. One thread at a time.
 */
public final class ImportFolder {
    private final String directory;
    private final Configuration hadoop;
    private final MessageDigest digest;

    /** @param directory on any Hadoop file system */
    public ImportFolder(String directory, Configuration hadoop) {
        this.directory = directory;
        this.hadoop = hadoop;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What reads a file. */
    public interface Content<T> {
        /** @param source what messages call the file */
        T read(InputStream in, String source) throws IOException;
    }

    /** Whether a file is there. */
    public boolean has(String name) {
        Path path = path(name);
        try {
            return path.getFileSystem(hadoop).exists(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws UserException NO_INPUT if it is not there or cannot be read, and what {@code content} throws
     */
    public <T> T read(String name, Content<T> content) {
        Path path = path(name);
        try (InputStream in = path.getFileSystem(hadoop).open(path)) {
            byte[] bytes = in.readAllBytes();
            digest.update((name + '\n' + bytes.length + '\n').getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
            return content.read(new ByteArrayInputStream(bytes), path.toString());
        } catch (FileNotFoundException e) {
            throw new UserException(UserException.Kind.NO_INPUT, path + ": no such file", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** SHA-256 over names and contents of all files read so far, in their order; to be called once. */
    public String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path path(String name) {
        return new Path(directory, name);
    }

    private static UserException unreadable(Path path, IOException e) {
        return new UserException(UserException.Kind.NO_INPUT, path + ": cannot be read: " + e.getMessage(), e);
    }
}
