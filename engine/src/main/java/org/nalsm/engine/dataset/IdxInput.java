package org.nalsm.engine.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.UserException;

/**
 * A file, uncompressed on the fly if it is gzip, that knows its position and turns every way to fail into a
 * {@link UserException} that names file and offset.
 */
final class IdxInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int FIRST_ALLOCATION_BYTES = 1 << 20;

    private final Path file;
    private final InputStream in;
    private final boolean compressed;
    private long offset;

    private IdxInput(Path file, InputStream in, boolean compressed) {
        this.file = file;
        this.in = in;
        this.compressed = compressed;
    }

    static IdxInput open(Path file) {
        InputStream raw;
        try {
            if (Files.isDirectory(file)) {
                throw new UserException(UserException.Kind.NO_INPUT, file + ": is a directory, not an IDX file");
            }
            raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        } catch (NoSuchFileException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": permission denied", e);
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": cannot be opened: " + e.getMessage(), e);
        }
        return decoded(file, raw);
    }

    private static IdxInput decoded(Path file, InputStream raw) {
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            InputStream in = gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            return new IdxInput(file, in, gzip);
        } catch (IOException e) {
            UserException failure = badData(file, 0, "broken gzip header: " + reason(e), e);
            try {
                raw.close();
            } catch (IOException suppressed) {
                failure.addSuppressed(suppressed);
            }
            throw failure;
        }
    }

    /** Offset of the next byte in the uncompressed content. */
    long offset() {
        return offset;
    }

    /**
     * The next {@code length} bytes. Memory grows with what the file really holds, so that a header that
     * announces gigabytes in a short file costs nothing.
     */
    byte[] bytes(int length, String what) {
        byte[] bytes = new byte[Math.min(length, FIRST_ALLOCATION_BYTES)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            int read = read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw badData(offset, "ends early, " + (length - filled) + " byte(s) short of " + what);
            }
            filled += read;
            offset += read;
        }
        return bytes;
    }

    /** Checks that nothing follows. */
    void expectEnd() {
        if (read(new byte[1], 0, 1) > 0) {
            throw badData(offset, "has trailing bytes after the data that its header announces");
        }
    }

    UserException badData(long where, String what) {
        return badData(file, where, what + (compressed ? " (offset in the uncompressed content)" : ""), null);
    }

    static UserException badData(Path file, long where, String what, @Nullable Throwable cause) {
        return new UserException(
                UserException.Kind.BAD_DATA,
                file + ": byte offset " + where + ": " + what + "; replace the file",
                cause);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "ends early" : e.getMessage();
    }

    private int read(byte[] target, int start, int length) {
        try {
            return in.read(target, start, length);
        } catch (EOFException | ZipException e) {
            throw badData(file, offset, "broken gzip data: " + reason(e) + " (offset in the uncompressed content)", e);
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    file + ": cannot be read at byte offset " + offset + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
