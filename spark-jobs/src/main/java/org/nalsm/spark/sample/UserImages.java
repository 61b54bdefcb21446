package org.nalsm.spark.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.nalsm.engine.UserException;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;

/**
 * Images of 28 x 28 pixels, light on dark as MNIST has them, in the formats that people keep images in: PNG and JPEG (an image a
 * file), NumPy (many), Parquet (many, with labels). Colours become grey by their luma.
 */
final class UserImages {
    private static final String IMAGE_COLUMN = "image";
    private static final String LABEL_COLUMN = "label";
    /** Of an image column that is a group, as Hugging Face's datasets have it. */
    private static final String BYTES = "bytes";

    private final int side;
    private final List<byte[]> pixels = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<UserSamples.Origin> origins = new ArrayList<>();

    /** @param side rows and columns that every image must have */
    UserImages(int side) {
        this.side = side;
    }

    /** Whether a file's name says that it is one of these. */
    static boolean isOne(Path file) {
        return isPicture(name(file))
                || name(file).endsWith(".npy")
                || name(file).endsWith(".parquet");
    }

    private static boolean isPicture(String name) {
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static String name(Path file) {
        return file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Adds what a file holds.
     *
     * @param label class of its images, unless the file says itself
     * @throws UserException BAD_DATA if it holds no such images, NO_INPUT if it cannot be read
     */
    void add(Path file, int label) {
        try {
            if (isPicture(name(file))) {
                add(file.toString(), 0, picture(file.toString(), Files.readAllBytes(file)), label);
            } else if (name(file).endsWith(".npy")) {
                addArray(file, label);
            } else {
                addTable(file, label);
            }
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Adds an image from memory, which has no file and no label.
     *
     * @throws UserException BAD_DATA if it is of another size
     */
    void add(byte[] image) {
        if (image.length != side * side) {
            throw bad(
                    "image " + pixels.size(),
                    "has %,d pixels; give %d, %d rows of %d".formatted(image.length, side * side, side, side));
        }
        add("", pixels.size(), image, UserSamples.UNLABELLED);
    }

    private void add(String file, int position, byte[] image, int label) {
        pixels.add(image);
        labels.add(label);
        origins.add(new UserSamples.Origin(file, position));
    }

    private void addArray(Path file, int label) throws IOException {
        NumpyArray array;
        try (InputStream in = Files.newInputStream(file)) {
            array = NumpyFile.read(in, file.toString());
        }
        int[] shape = array.shape();
        int size = side * side;
        int[] values = array.ints(file.toString(), shape);
        boolean fits = shape.length > 1 && values.length % size == 0 && lastAxesAreAnImage(shape);
        if (!fits) {
            throw bad(
                    file.toString(),
                    "an array of shape %s holds no images; they are (n, %d, %d) or (n, %d)"
                            .formatted(shapeText(shape), side, side, size));
        }
        for (int k = 0; k < values.length / size; k++) {
            byte[] image = new byte[size];
            for (int p = 0; p < size; p++) {
                int value = values[k * size + p];
                if (value < 0 || value > 255) {
                    throw bad(file.toString(), "image " + k + " has a pixel of " + value + "; pixels are 0 to 255");
                }
                image[p] = (byte) value;
            }
            add(file.toString(), k, image, label);
        }
    }

    private boolean lastAxesAreAnImage(int[] shape) {
        int last = shape[shape.length - 1];
        return last == side * side && shape.length == 2
                || last == side && shape[shape.length - 2] == side && shape.length <= 3;
    }

    private static String shapeText(int[] shape) {
        List<String> lengths = new ArrayList<>();
        for (int length : shape) {
            lengths.add(Integer.toString(length));
        }
        return "(" + String.join(", ", lengths) + ")";
    }

    /** Column {@code image} with PNG or JPEG files, plain or in a group's {@code bytes}; column {@code label} if there is one. */
    private void addTable(Path file, int label) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), path)
                .withConf(new Configuration())
                .build()) {
            int position = 0;
            for (Group row = reader.read(); row != null; row = reader.read()) {
                String place = file + ": row " + position;
                add(file.toString(), position++, picture(place, bytes(file, row)), label(place, row, label));
            }
        } catch (RuntimeException e) {
            if (e instanceof UserException) {
                throw e;
            }
            throw bad(file.toString(), "is no Parquet file that can be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(Path file, Group row) {
        GroupType type = row.getType();
        if (type.containsField(IMAGE_COLUMN)) {
            if (isBinary(type, IMAGE_COLUMN)) {
                return row.getBinary(IMAGE_COLUMN, 0).getBytes();
            }
            if (!type.getType(IMAGE_COLUMN).isPrimitive()
                    && isBinary(type.getType(IMAGE_COLUMN).asGroupType(), BYTES)) {
                return row.getGroup(IMAGE_COLUMN, 0).getBinary(BYTES, 0).getBytes();
            }
        }
        throw bad(file.toString(), "has no column 'image' of binary values, or of groups with binary 'bytes'");
    }

    private static boolean isBinary(GroupType type, String field) {
        return type.containsField(field)
                && type.getType(field).isPrimitive()
                && type.getType(field).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    private static int label(String place, Group row, int otherwise) {
        GroupType type = row.getType();
        if (!type.containsField(LABEL_COLUMN) || row.getFieldRepetitionCount(LABEL_COLUMN) == 0) {
            return otherwise;
        }
        String label = row.getValueToString(type.getFieldIndex(LABEL_COLUMN), 0);
        if (!label.matches("[0-9]")) {
            throw bad(place, "the label is '" + label + "'; labels are 0 to 9");
        }
        return Integer.parseInt(label);
    }

    /** Grey values of a PNG or JPEG file. */
    private byte[] picture(String place, byte[] file) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        if (picture == null) {
            throw bad(place, "is no PNG or JPEG picture");
        }
        if (picture.getWidth() != side || picture.getHeight() != side) {
            throw bad(
                    place,
                    "the picture has %d x %d pixels; give %d x %d, a light figure on dark ground"
                            .formatted(picture.getHeight(), picture.getWidth(), side, side));
        }
        byte[] grey = new byte[side * side];
        boolean isGrey = picture.getType() == BufferedImage.TYPE_BYTE_GRAY;
        for (int p = 0; p < grey.length; p++) {
            int x = p % side;
            int y = p / side;
            // A grey file's values as they are: getRGB would convert them to another curve.
            grey[p] = (byte) (isGrey ? picture.getRaster().getSample(x, y, 0) : luma(picture.getRGB(x, y)));
        }
        return grey;
    }

    /** ITU-R BT.601, on black where a pixel is transparent. */
    private static int luma(int argb) {
        double luma = 0.299 * (argb >> 16 & 0xFF) + 0.587 * (argb >> 8 & 0xFF) + 0.114 * (argb & 0xFF);
        return (int) Math.round(luma * (argb >>> 24) / 255);
    }

    private static UserException bad(String place, String what) {
        return new UserException(UserException.Kind.BAD_DATA, place + ": " + what);
    }

    int count() {
        return pixels.size();
    }

    /** All pixels, image by image. */
    byte[] pixels() {
        byte[] all = new byte[count() * side * side];
        for (int k = 0; k < count(); k++) {
            System.arraycopy(pixels.get(k), 0, all, k * side * side, side * side);
        }
        return all;
    }

    int[] labels() {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }

    List<UserSamples.Origin> origins() {
        return List.copyOf(origins);
    }
}
