package org.nalsm.engine.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.nalsm.engine.UserException;

/**
 * Reads a dataset in the layout of N-MNIST from a directory: from its {@code Train} and {@code Test} directories
 * or, where one is missing, from the published {@code Train.zip} and {@code Test.zip}. Either half may be absent
 * or incomplete; what is there keeps its sample ids. Other files than {@code <label>/NNNNN.bin} are ignored.
 * Several threads may read at once.
 */
public final class NMnistReader implements AutoCloseable {
    private final Path directory;
    private final ZipFile trainingZip;
    private final ZipFile testZip;
    private final List<NMnistFile> files;
    private final UnusualEvents unusual = new UnusualEvents();

    /**
     * Opens a dataset and lists its files.
     *
     * @param directory holds {@code Train} or {@code Train.zip}, {@code Test} or {@code Test.zip}
     * @throws UserException of kind NO_INPUT if there is no event file or something cannot be read, of kind
     *     BAD_DATA if a file number is out of range or occurs under two labels, or a zip file is malformed
     */
    public NMnistReader(Path directory) {
        this.directory = directory;
        List<NMnistFile> found = new ArrayList<>();
        ZipFile training = null;
        ZipFile test = null;
        try {
            training = open(NMnistFile.TRAIN);
            test = open(NMnistFile.TEST);
            list(NMnistFile.TRAIN, training, found);
            list(NMnistFile.TEST, test, found);
            found.sort(Comparator.comparingInt(NMnistFile::sampleId).thenComparingInt(NMnistFile::label));
            check(found);
        } catch (UserException e) {
            close(training);
            close(test);
            throw e;
        }
        trainingZip = training;
        testZip = test;
        files = List.copyOf(found);
    }

    /** What was odd about the files read so far. */
    public UnusualEvents unusual() {
        return unusual;
    }

    /** The samples' files by ascending sample id. */
    public List<NMnistFile> files() {
        return files;
    }

    /**
     * Reads one sample. The first file with events outside the sensor and the first one in which time goes
     * backwards are warned about; {@link EventFile} says what becomes of such events.
     *
     * @param file one of {@link #files}
     * @throws UserException of kind NO_INPUT if it cannot be read, of kind BAD_DATA if it is malformed
     */
    public EventFile read(NMnistFile file) {
        ZipFile zip = file.training() ? trainingZip : testZip;
        Path path = directory.resolve(file.name());
        String where = zip == null ? path.toString() : inside(zip, file);
        EventFile content = zip == null ? EventFile.read(path) : unzip(zip, file);
        unusual.note(where, content);
        return content;
    }

    /**
     * A hash over name, size and time of change of every file (of the zip files, where the dataset is zipped): as
     * long as it stays the same, the files need not be read again.
     *
     * @return 64 hexadecimal digits
     * @throws UserException of kind NO_INPUT if a file's attributes cannot be read
     */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (NMnistFile file : files) {
                digest.update(file.name().getBytes(StandardCharsets.UTF_8));
                if ((file.training() ? trainingZip : testZip) == null) {
                    addAttributes(digest, directory.resolve(file.name()));
                }
            }
            for (ZipFile zip : new ZipFile[] {trainingZip, testZip}) {
                if (zip != null) {
                    addAttributes(digest, Path.of(zip.getName()));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void addAttributes(MessageDigest digest, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            String text = " " + attributes.size() + " " + attributes.lastModifiedTime().toMillis() + "\n";
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        close(trainingZip);
        close(testZip);
    }

    /** The zip file of a half; null where the half is unpacked or missing. */
    private ZipFile open(String half) {
        Path packed = directory.resolve(half + ".zip");
        if (Files.isDirectory(directory.resolve(half)) || !Files.exists(packed)) {
            return null;
        }
        try {
            return new ZipFile(packed.toFile());
        } catch (ZipException e) {
            throw new UserException(UserException.Kind.BAD_DATA,
                    packed + ": is not a complete zip file (" + e.getMessage() + "); get it again", e);
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, packed + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void list(String half, ZipFile zip, List<NMnistFile> into) {
        Path unpacked = directory.resolve(half);
        if (zip != null) {
            zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith(half + "/"))
                    .forEach(name -> NMnistFile.parse(zip.getName(), name).ifPresent(into::add));
        } else if (Files.isDirectory(unpacked)) {
            try (Stream<Path> paths = Files.walk(unpacked, 2, FileVisitOption.FOLLOW_LINKS)) {
                // Path names have the platform's separator, the layout's have slashes.
                paths.map(path -> directory.relativize(path).toString().replace('\\', '/'))
                        .forEach(name -> NMnistFile.parse(directory.toString(), name).ifPresent(into::add));
            } catch (IOException | UncheckedIOException e) {
                throw new UserException(UserException.Kind.NO_INPUT,
                        unpacked + ": cannot be listed: " + e.getMessage(), e);
            }
        }
    }

    private void check(List<NMnistFile> found) {
        if (found.isEmpty()) {
            throw new UserException(UserException.Kind.NO_INPUT, directory + ": no event files; it must hold"
                    + " Train/<label>/NNNNN.bin and Test/<label>/NNNNN.bin, or Train.zip and Test.zip");
        }
        for (int k = 1; k < found.size(); k++) {
            if (found.get(k).sampleId() == found.get(k - 1).sampleId()) {
                throw new UserException(UserException.Kind.BAD_DATA, directory + ": " + found.get(k - 1).name()
                        + " and " + found.get(k).name() + " are the same sample; remove the wrong one");
            }
        }
    }

    private static EventFile unzip(ZipFile zip, NMnistFile file) {
        String where = inside(zip, file);
        try (InputStream content = zip.getInputStream(zip.getEntry(file.name()))) {
            return EventFile.parse(where, EventFile.content(content));
        } catch (ZipException | EOFException e) {
            throw new UserException(UserException.Kind.BAD_DATA,
                    where + ": cannot be unpacked (" + e.getMessage() + "); get the zip file again", e);
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, where + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String inside(ZipFile zip, NMnistFile file) {
        return zip.getName() + ": " + file.name();
    }

    private static void close(ZipFile zip) {
        if (zip != null) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new UserException(UserException.Kind.NO_INPUT,
                        zip.getName() + ": cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
