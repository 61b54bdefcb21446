package org.nalsm.engine.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nalsm.engine.UserException;

/**
 * Writes a dataset in the layout of N-MNIST, as directories {@code Train} and {@code Test} or as
 * {@code Train.zip} and {@code Test.zip}. Everything stands under names that end in {@code .part} until
 * {@link #finish}, so that nobody takes half a dataset for a whole one; {@link #close} without it deletes them.
 * The same samples give the same bytes. For one thread.
 */
public final class NMnistWriter implements AutoCloseable {
    private static final String PART = ".part";
    private static final String ZIP = ".zip";
    /** What a zip file can say at the earliest; the time of writing would make every file different. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path directory;
    private final boolean zipped;
    private final Map<String, ZipOutputStream> zips = new TreeMap<>();

    /**
     * @param directory is created if need be; must not hold a dataset yet
     * @param zipped whether to write two zip files or a file for every sample
     * @throws UserException of kind CANNOT_WRITE if something stands in the dataset's place or the directory
     *     cannot be made
     */
    public NMnistWriter(Path directory, boolean zipped) {
        this.directory = directory;
        this.zipped = zipped;
        for (String half : List.of(NMnistFile.TRAIN, NMnistFile.TEST)) {
            for (Path target : List.of(directory.resolve(half), directory.resolve(half + ZIP))) {
                if (Files.exists(target)) {
                    throw new UserException(UserException.Kind.CANNOT_WRITE,
                            target + ": exists already; remove it or choose another directory");
                }
            }
        }
        try {
            Files.createDirectories(directory);
            deleteParts();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Writes one sample.
     *
     * @param content the bytes of its .bin file
     * @throws UserException of kind CANNOT_WRITE if that fails
     */
    public void write(NMnistFile file, byte[] content) {
        String half = half(file.training());
        try {
            if (zipped) {
                ZipOutputStream zip = zip(half);
                ZipEntry entry = new ZipEntry(file.name());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            } else {
                Path target = part(half).resolve(Path.of(half).relativize(Path.of(file.name())));
                Files.createDirectories(target.getParent());
                Files.write(target, content);
            }
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
            for (String half : List.of(NMnistFile.TRAIN, NMnistFile.TEST)) {
                if (Files.exists(part(half))) {
                    Files.move(part(half), directory.resolve(zipped ? half + ZIP : half));
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

    private static String half(boolean training) {
        return training ? NMnistFile.TRAIN : NMnistFile.TEST;
    }

    private Path part(String half) {
        return directory.resolve((zipped ? half + ZIP : half) + PART);
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
        for (String half : List.of(NMnistFile.TRAIN, NMnistFile.TEST)) {
            if (Files.exists(part(half))) {
                List<Path> inside;
                try (Stream<Path> paths = Files.walk(part(half))) {
                    inside = paths.sorted(Comparator.reverseOrder()).toList();
                }
                for (Path path : inside) {
                    Files.delete(path);
                }
            }
        }
    }

    private UserException cannotWrite(IOException e) {
        return new UserException(UserException.Kind.CANNOT_WRITE,
                directory + ": events cannot be written: " + e.getMessage() + "; free space or choose another", e);
    }
}
