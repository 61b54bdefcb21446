package org.nalsm.engine.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nalsm.engine.UserException;

/**
 * Writes a dataset as N-MNIST is published, {@code Train.zip} and {@code Test.zip}. Both stand under names that end
 * in {@code .part} until {@link #finish}, so that nobody takes half a dataset for a whole one; {@link #close} without
 * it deletes them. The same samples give the same bytes. For one thread.
 */
public final class NMnistWriter implements AutoCloseable {
    private static final List<String> HALVES = List.of(NMnistFile.TRAIN, NMnistFile.TEST);
    private static final String PART = ".zip.part";
    private static final String ZIP = ".zip";
    /** What a zip file can say at the earliest; the time of writing would make every file different. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path directory;
    private final Map<String, ZipOutputStream> zips = new TreeMap<>();

    /**
     * @param directory is created if need be
     * @param replace whether zip files may be there, which {@link #finish} replaces; unpacked directories are never
     *     touched
     * @throws UserException of kind CANNOT_WRITE if something stands in the dataset's place or the directory
     *     cannot be made
     */
    public NMnistWriter(Path directory, boolean replace) {
        this.directory = directory;
        for (String half : HALVES) {
            refuse(directory.resolve(half), "remove it or choose another directory");
            if (!replace) {
                refuse(directory.resolve(half + ZIP), "use --overwrite to make it again");
            }
        }
        try {
            Files.createDirectories(directory);
            deleteParts();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private static void refuse(Path target, String remedy) {
        if (Files.exists(target)) {
            throw new UserException(UserException.Kind.CANNOT_WRITE, target + ": exists already; " + remedy);
        }
    }

    /**
     * Writes one sample.
     *
     * @param content the bytes of its .bin file
     * @throws UserException of kind CANNOT_WRITE if that fails
     */
    public void write(NMnistFile file, byte[] content) {
        try {
            ZipOutputStream zip = zip(file.training() ? NMnistFile.TRAIN : NMnistFile.TEST);
            ZipEntry entry = new ZipEntry(file.name());
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Gives what was written its final name.
     *
     * @throws UserException of kind CANNOT_WRITE if that fails
     */
    public void finish() {
        try {
            closeZips();
            for (String half : HALVES) {
                if (Files.exists(part(half))) {
                    Files.move(part(half), directory.resolve(half + ZIP), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Deletes what {@link #finish} has not made final. */
    @Override
    public void close() {
        try {
            closeZips();
            deleteParts();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private Path part(String half) {
        return directory.resolve(half + PART);
    }

    private ZipOutputStream zip(String half) throws IOException {
        ZipOutputStream zip = zips.get(half);
        if (zip == null) {
            zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part(half)), 1 << 16));
            // Half a minute less for 70,000 samples, and a few percent more bytes.
            zip.setLevel(Deflater.BEST_SPEED);
            zips.put(half, zip);
        }
        return zip;
    }

    private void closeZips() throws IOException {
        for (ZipOutputStream zip : zips.values()) {
            zip.close();
        }
        zips.clear();
    }

    private void deleteParts() throws IOException {
        for (String half : HALVES) {
            Files.deleteIfExists(part(half));
        }
    }

    private UserException cannotWrite(IOException e) {
        return new UserException(
                UserException.Kind.CANNOT_WRITE,
                directory + ": events cannot be written: " + e.getMessage() + "; free space or choose another",
                e);
    }
}
