package org.nalsm.spark.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The folder of one dataset. A file appears in it only whole and verified, by an atomic move: several
 * processes may fetch at once, the last one wins with the same content.
 */
record DatasetFolder(Path directory) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Finds the file under either of its names; of two, one that is right is preferred. */
    FileCheck check(DatasetFile file) {
        FileCheck wrong = null;
        for (String name : List.of(file.compressedName(), file.name())) {
            Path path = directory.resolve(name);
            if (Files.exists(path)) {
                FileCheck check = check(file, path);
                if (check.state() == FileCheck.State.VERIFIED) {
                    return check;
                }
                wrong = check;
            }
        }
        return wrong != null ? wrong : new FileCheck(file, directory.resolve(file.name()), FileCheck.State.MISSING, "");
    }

    /** How many of the files exist; their content is not read. */
    int present(DatasetDescription dataset) {
        return (int) dataset.files().stream()
                .filter(file -> Files.exists(directory.resolve(file.name()))
                        || Files.exists(directory.resolve(file.compressedName())))
                .count();
    }

    /**
     * Verifies a file and moves it here, under the name that its content (gzip or not) asks for. A broken
     * file under the other name goes, as it would be found again at every check.
     *
     * @param fetched file on the same file system
     * @return its place
     * @throws IOException if the checksum is wrong or the file cannot be moved
     */
    Path store(DatasetFile file, Path fetched) throws IOException {
        FileCheck check = check(file, fetched);
        if (check.state() != FileCheck.State.VERIFIED) {
            throw new IOException(file.name() + ": wrong content, " + check.detail() + " instead of MD5 " + file.md5());
        }
        boolean gzip = isGzip(fetched);
        Path place = directory.resolve(gzip ? file.compressedName() : file.name());
        Path other = directory.resolve(gzip ? file.name() : file.compressedName());
        Files.move(fetched, place, StandardCopyOption.ATOMIC_MOVE);
        if (Files.exists(other) && check(file, other).state() == FileCheck.State.WRONG) {
            Files.deleteIfExists(other);
        }
        return place;
    }

    private static FileCheck check(DatasetFile file, Path path) {
        try {
            String md5 = md5OfContent(path);
            return new FileCheck(
                    file,
                    path,
                    md5.equals(file.md5()) ? FileCheck.State.VERIFIED : FileCheck.State.WRONG,
                    "MD5 " + md5);
        } catch (IOException e) {
            return new FileCheck(file, path, FileCheck.State.WRONG, "cannot be read: " + e.getMessage());
        }
    }

    private static String md5OfContent(Path path) throws IOException {
        MessageDigest digest = md5();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = content(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static InputStream content(Path path) throws IOException {
        boolean gzip = isGzip(path);
        InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        try {
            return gzip ? new GZIPInputStream(in, BUFFER_BYTES) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isGzip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
