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
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.UserException;

/**
 * The training or the test files of a dataset in the layout of N-MNIST, unpacked or in a zip file. Where both are
 * there, the zip file is read as long as it holds more, for then it has not been unpacked to the end. A half without
 * event files is as good as absent.
 */
final class NMnistHalf implements AutoCloseable {
    private final Path directory;
    private final String name;
    /** Null where the files lie unpacked. */
    private final @Nullable ZipFile zip;

    private final List<NMnistFile> files;

    private NMnistHalf(Path directory, String name, @Nullable ZipFile zip, List<NMnistFile> files) {
        this.directory = directory;
        this.name = name;
        this.zip = zip;
        this.files = files;
    }

    /**
     * Lists the files of a half.
     *
     * @param directory of the dataset; need not exist
     * @param name Train or Test
     * @throws UserException of kind NO_INPUT if something cannot be read, of kind BAD_DATA if a file number is out of
     *     range or occurs under two labels, or the zip file is malformed or of something else
     */
    static NMnistHalf open(Path directory, String name) {
        List<NMnistFile> unpacked = unpacked(directory, name);
        Path zipFile = directory.resolve(name + ".zip");
        if (!Files.exists(zipFile)) {
            return new NMnistHalf(directory, name, null, unpacked);
        }
        ZipFile zip = openZip(zipFile);
        try {
            List<NMnistFile> packed = sorted(
                    zipFile.toString(),
                    zip.stream().map(ZipEntry::getName).filter(entry -> entry.startsWith(name + "/")));
            if (packed.size() > unpacked.size()) {
                return new NMnistHalf(directory, name, zip, packed);
            }
        } catch (UserException e) {
            closeZip(zip);
            throw e;
        }
        closeZip(zip);
        if (unpacked.isEmpty()) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    zipFile + ": holds no " + name + "/<label>/NNNNN.bin; get it again, or remove it");
        }
        return new NMnistHalf(directory, name, null, unpacked);
    }

    /** The files by ascending sample id; none where the half is absent. */
    List<NMnistFile> files() {
        return files;
    }

    /** What messages call a file. */
    String where(NMnistFile file) {
        return zip == null ? directory.resolve(file.name()).toString() : zip.getName() + ": " + file.name();
    }

    /**
     * Reads one file.
     *
     * @throws UserException of kind NO_INPUT if it cannot be read, of kind BAD_DATA if it is malformed
     */
    EventFile read(NMnistFile file) {
        return zip == null ? EventFile.read(directory.resolve(file.name())) : unzip(zip, file);
    }

    /**
     * A hash over name, size and time of change of every file, or of the zip file.
     *
     * @return nothing for an absent half, else its name, a colon and 64 hexadecimal digits
     * @throws UserException of kind NO_INPUT if a file's attributes cannot be read
     */
    Optional<String> fingerprint() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (NMnistFile file : files) {
                digest.update(file.name().getBytes(StandardCharsets.UTF_8));
                if (zip == null) {
                    addAttributes(digest, directory.resolve(file.name()));
                }
            }
            if (zip != null) {
                addAttributes(digest, Path.of(zip.getName()));
            }
            return Optional.of(name + ":" + HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void addAttributes(MessageDigest digest, Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            String text = " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis() + "\n";
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (zip != null) {
            closeZip(zip);
        }
    }

    private static List<NMnistFile> unpacked(Path directory, String name) {
        Path half = directory.resolve(name);
        if (!Files.isDirectory(half)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(half, 2, FileVisitOption.FOLLOW_LINKS)) {
            // Path names have the platform's separator, the layout's have slashes.
            return sorted(
                    directory.toString(),
                    paths.map(path -> directory.relativize(path).toString().replace('\\', '/')));
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, half + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static List<NMnistFile> sorted(String where, Stream<String> names) {
        List<NMnistFile> files = names.flatMap(name -> NMnistFile.parse(where, name).stream())
                .sorted(Comparator.comparingInt(NMnistFile::sampleId).thenComparingInt(NMnistFile::label))
                .toList();
        for (int k = 1; k < files.size(); k++) {
            if (files.get(k).sampleId() == files.get(k - 1).sampleId()) {
                throw new UserException(
                        UserException.Kind.BAD_DATA,
                        where + ": " + files.get(k - 1).name() + " and "
                                + files.get(k).name() + " are the same sample; remove the wrong one");
            }
        }
        return files;
    }

    private static ZipFile openZip(Path file) {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    file + ": is not a complete zip file (" + e.getMessage() + "); get it again, or remove it",
                    e);
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private EventFile unzip(ZipFile zip, NMnistFile file) {
        ZipEntry entry = zip.getEntry(file.name());
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] content = EventFile.content(stream);
            // First the length: of an endless file not all has been read.
            EventFile events = EventFile.parse(where(file), content);
            // Not done by ZipFile, and a file that is stored as it is has nothing else that would tell.
            CRC32 checksum = new CRC32();
            checksum.update(content);
            if (checksum.getValue() != entry.getCrc()) {
                throw new ZipException("its checksum is %08x, not %08x".formatted(checksum.getValue(), entry.getCrc()));
            }
            return events;
        } catch (ZipException | EOFException e) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    where(file) + ": cannot be unpacked (" + e.getMessage() + "); get the zip file again",
                    e);
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.NO_INPUT, where(file) + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void closeZip(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.NO_INPUT, zip.getName() + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
