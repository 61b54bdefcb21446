package org.nalsm.spark.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.EventFile;
import org.nalsm.engine.dataset.EventRecording;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.dataset.UnusualEvents;
import org.nalsm.spark.config.DataConfig;

/**
 * Reads a user's own samples: one IDX file of images; images in other formats ({@link UserImages}); or event recordings (.bin
 * files). Of directories all such files below them, by name; a directory called 0 to 9 labels its files.
 */
public final class UserSampleReader {
    private static final String EVENT_FILE = ".bin";

    private static final Pattern IDX_NAME = Pattern.compile("(idx|ubyte)(\\.gz)?$");

    private static final String FORMATS = "images (png, jpg, npy, parquet) or event files (bin)";

    /** Rows and columns of every image dataset. */
    private static final int IMAGE_SIDE = 28;

    private static final int MOST_IMAGES = 60_000;

    private final DataConfig data;
    private final MessageDigest digest;

    /** @param data names the dataset whose kind of samples is wanted */
    public UserSampleReader(DataConfig data) {
        this.data = data;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads them all on the driver.
     *
     * @param paths one IDX file, or files of the other formats and directories of them
     * @param labels IDX file of the images' labels, if there is one
     * @throws UserException NO_INPUT if something is missing, BAD_DATA naming a malformed file and the byte offset,
     *     USAGE for paths that do not go together
     */
    public UserSamples read(List<Path> paths, Optional<Path> labels) {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new UserException(UserException.Kind.NO_INPUT, path + ": no such file or directory");
            }
        }
        boolean isIdx = paths.stream().anyMatch(path -> !Files.isDirectory(path) && !isKnown(path));
        if (isIdx && paths.size() > 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "give either one IDX file of images, or files and directories of " + FORMATS);
        }
        if (isIdx) {
            return idx(paths.get(0), labels);
        }
        if (labels.isPresent()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--labels is for an IDX file of images; other files take their label from the name of their "
                            + "directory, 0 to 9, or from a column of their own");
        }
        List<Path> files = new ArrayList<>();
        paths.forEach(path -> find(path, files));
        long events = files.stream().filter(UserSampleReader::isEventFile).count();
        if (events > 0 && events < files.size()) {
            throw new UserException(
                    UserException.Kind.USAGE, "give either images or event files (NAME.bin); here are both");
        }
        return events > 0 ? events(files) : imagesOf(files);
    }

    /**
     * Takes images that are in memory; none has a label.
     *
     * @param pixels of each image 784, row after row, 0 (ground) to 255 as unsigned bytes
     * @throws UserException BAD_DATA if there is none, one is of another size, or the dataset has none
     */
    public UserSamples images(List<byte[]> pixels) {
        String place = "the given images";
        UserImages images = new UserImages(IMAGE_SIDE);
        pixels.forEach(images::add);
        return samples(place, images);
    }

    private UserSamples imagesOf(List<Path> files) {
        UserImages images = new UserImages(IMAGE_SIDE);
        for (Path file : files) {
            if (data.isEvents()) {
                throw otherKind(file.toString(), "images");
            }
            images.add(file, label(file));
            requireFew(file.toString(), images.count());
        }
        return samples(files.get(0).toString(), images);
    }

    private UserSamples samples(String place, UserImages images) {
        if (data.isEvents()) {
            throw otherKind(place, "images");
        }
        if (images.count() == 0) {
            throw new UserException(UserException.Kind.BAD_DATA, place + ": holds no images");
        }
        requireFew(place, images.count());
        byte[] unused = new byte[images.count()];
        return images(
                place,
                new LabelledImages(IMAGE_SIDE, IMAGE_SIDE, images.pixels(), unused),
                images.labels(),
                images.origins());
    }

    private UserSamples idx(Path path, Optional<Path> labels) {
        LabelledImages images = readIdx(path, labels);
        if (data.isEvents() || images.rows() != IMAGE_SIDE || images.columns() != IMAGE_SIDE) {
            throw otherKind(path.toString(), "images of %d x %d pixels".formatted(images.rows(), images.columns()));
        }
        requireFew(path.toString(), images.count());
        int[] classes = IntStream.range(0, images.count())
                .map(i -> labels.isPresent() ? images.label(i) : UserSamples.UNLABELLED)
                .toArray();
        return images(
                path.toString(),
                images,
                classes,
                IntStream.range(0, classes.length)
                        .mapToObj(i -> new UserSamples.Origin(path.toString(), i))
                        .toList());
    }

    private static LabelledImages readIdx(Path path, Optional<Path> labels) {
        try {
            return labels.map(file -> IdxReader.read(path, file)).orElseGet(() -> IdxReader.readImages(path));
        } catch (UserException e) {
            if (e.kind() != UserException.Kind.BAD_DATA
                    || IDX_NAME.matcher(path.toString()).find()) {
                throw e;
            }
            throw new UserException(
                    e.kind(), e.getMessage() + "; by its name it is none of " + FORMATS + ", so it was read as IDX", e);
        }
    }

    private static void requireFew(String place, int images) {
        if (images > MOST_IMAGES) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    place + ": brings it to " + images + " images; at most " + MOST_IMAGES
                            + " can be read at a time, so give fewer");
        }
    }

    private UserSamples images(String place, LabelledImages images, int[] classes, List<UserSamples.Origin> origins) {
        byte[] image = new byte[images.pixelsPerImage()];
        digest.update(ByteBuffer.allocate(8)
                .putInt(images.rows())
                .putInt(images.columns())
                .array());
        for (int i = 0; i < images.count(); i++) {
            images.copyImage(i, image);
            digest.update(image);
        }
        var none = new LabelledImages(images.rows(), images.columns(), new byte[0], new byte[0]);
        ImageDataset dataset = new ImageDataset(place, images, none);
        return samples(new SampleSource.Images(dataset), classes, origins);
    }

    private UserSamples events(List<Path> files) {
        if (!data.isEvents()) {
            throw otherKind(files.get(0).toString(), "event recordings");
        }
        UnusualEvents unusual = new UnusualEvents();
        List<EventRecording> recordings = files.parallelStream()
                .map(file -> {
                    EventFile content = EventFile.read(file);
                    unusual.note(file.toString(), content);
                    return content.recording();
                })
                .toList();
        for (EventRecording recording : recordings) {
            int[] packed = recording.packed();
            ByteBuffer bytes =
                    ByteBuffer.allocate(Integer.BYTES * (packed.length + 1)).putInt(packed.length);
            bytes.asIntBuffer().put(packed);
            digest.update(bytes.array());
        }
        int[] classes = files.stream().mapToInt(UserSampleReader::label).toArray();
        EventDataset events =
                new EventDataset("event files", recordings.toArray(EventRecording[]::new), new byte[classes.length]);
        return samples(
                new SampleSource.Events(events),
                classes,
                files.stream()
                        .map(file -> new UserSamples.Origin(file.toString(), 0))
                        .toList());
    }

    private UserSamples samples(SampleSource source, int[] labels, List<UserSamples.Origin> origins) {
        for (int label : labels) {
            digest.update((byte) label);
        }
        return new UserSamples(source, labels, origins, HexFormat.of().formatHex(digest.digest()));
    }

    private UserException otherKind(String place, String samples) {
        return new UserException(
                UserException.Kind.BAD_DATA,
                "%s: holds %s, but the samples of %s are %s; give such "
                                .formatted(
                                        place,
                                        samples,
                                        data.dataset(),
                                        data.isEvents()
                                                ? "event recordings"
                                                : "images of %d x %d pixels".formatted(IMAGE_SIDE, IMAGE_SIDE))
                        + "samples, or take a run of a dataset of these (data.dataset)");
    }

    private static void find(Path path, List<Path> into) {
        if (!Files.isDirectory(path)) {
            into.add(path);
            return;
        }
        int before = into.size();
        try (Stream<Path> below = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            below.filter(file -> isKnown(file) && Files.isRegularFile(file))
                    .sorted()
                    .forEach(into::add);
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, path + ": cannot be listed: " + e.getMessage(), e);
        }
        if (into.size() == before) {
            throw new UserException(UserException.Kind.NO_INPUT, path + ": holds none of " + FORMATS);
        }
    }

    private static boolean isKnown(Path path) {
        return isEventFile(path) || UserImages.isOne(path);
    }

    private static boolean isEventFile(Path path) {
        return path.getFileName() != null && path.getFileName().toString().endsWith(EVENT_FILE);
    }

    /** The name of the directory, as N-MNIST has it. */
    private static int label(Path file) {
        Path directory =
                Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "a file lies somewhere");
        Path parent = directory.getFileName();
        return parent != null && parent.toString().matches("[0-9]")
                ? Integer.parseInt(parent.toString())
                : UserSamples.UNLABELLED;
    }
}
