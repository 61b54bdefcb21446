package org.nalsm.engine.dataset;

import java.io.IOException;
import java.nio.file.Path;
import org.nalsm.engine.UserException;

/**
 * Reads the IDX files of MNIST and its relatives: big-endian header (two zero bytes, element type, number
 * of dimensions, each dimension as 32 bits), then the elements. Files may be gzip-compressed; that is seen
 * by their content, not by their name.
 */
public final class IdxReader {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int IMAGE_DIMENSIONS = 3;
    private static final int LABEL_DIMENSIONS = 1;
    private static final int LARGEST_LABEL = 9;
    /** The longest array that every JVM can allocate. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private IdxReader() {}

    /**
     * Reads an image file (IDX3) and its label file (IDX1).
     *
     * @throws UserException of kind NO_INPUT if a file is missing or unreadable, of kind BAD_DATA if one is
     *                       malformed, a label is not 0 to 9, or their counts differ; the message names the
     *                       file and the byte offset in its (uncompressed) content
     */
    public static LabelledImages read(Path images, Path labels) {
        Elements pixels = elements(images, IMAGE_DIMENSIONS, "an image file");
        Elements classes = elements(labels, LABEL_DIMENSIONS, "a label file");
        int imageCount = pixels.dimensions[0];
        int labelCount = classes.dimensions[0];
        if (imageCount != labelCount) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    labels + ": header at byte offset 4 announces "
                            + labelCount + " labels, but " + images + " holds " + imageCount
                            + " images; give files that belong together");
        }
        checkLabels(labels, classes);
        return new LabelledImages(pixels.dimensions[1], pixels.dimensions[2], pixels.content, classes.content);
    }

    /**
     * Reads an image file (IDX3) without labels; label 0 stands in for each.
     *
     * @throws UserException as {@link #read} does
     */
    public static LabelledImages readImages(Path images) {
        Elements pixels = elements(images, IMAGE_DIMENSIONS, "an image file");
        return new LabelledImages(
                pixels.dimensions[1], pixels.dimensions[2], pixels.content, new byte[pixels.dimensions[0]]);
    }

    private static void checkLabels(Path file, Elements labels) {
        for (int i = 0; i < labels.content.length; i++) {
            int label = labels.content[i] & 0xFF;
            if (label > LARGEST_LABEL) {
                throw IdxInput.badData(file, labels.contentOffset + i, "label " + label + " is not in 0..9", null);
            }
        }
    }

    private static Elements elements(Path file, int dimensionCount, String kind) {
        try (IdxInput input = IdxInput.open(file)) {
            checkMagic(input, dimensionCount, kind);
            int[] dimensions = new int[dimensionCount];
            int size = 1;
            for (int d = 0; d < dimensionCount; d++) {
                long offset = input.offset();
                dimensions[d] = dimension(input);
                size = product(input, offset, size, dimensions[d]);
            }
            int contentOffset = Math.toIntExact(input.offset());
            byte[] content = input.bytes(size, size + " bytes of data that its header announces");
            input.expectEnd();
            return new Elements(dimensions, content, contentOffset);
        } catch (IOException e) {
            // Reading is done and checked by now: only close() can get here.
            throw new UserException(UserException.Kind.NO_INPUT, file + ": cannot be closed: " + e.getMessage(), e);
        }
    }

    private static void checkMagic(IdxInput input, int dimensionCount, String kind) {
        byte[] magic = input.bytes(4, "its 4-byte IDX magic number");
        int value = bigEndian(magic);
        if (magic[0] != 0 || magic[1] != 0) {
            String archive = magic[0] == 'P' && magic[1] == 'K' ? ", but that of a ZIP archive" : "";
            throw input.badData(0, String.format("magic number 0x%08x is not that of an IDX file%s", value, archive));
        }
        if (magic[2] != UNSIGNED_BYTE) {
            throw input.badData(
                    2,
                    String.format("element type 0x%02x is not supported, only 0x08 (unsigned byte)", magic[2] & 0xFF));
        }
        if (magic[3] != dimensionCount) {
            throw input.badData(
                    3, "has " + (magic[3] & 0xFF) + " dimension(s), but " + kind + " has " + dimensionCount);
        }
    }

    private static int dimension(IdxInput input) {
        long offset = input.offset();
        int dimension = bigEndian(input.bytes(4, "its IDX header"));
        if (dimension <= 0) {
            throw input.badData(
                    offset, "dimension " + Integer.toUnsignedString(dimension) + " is not in 1.." + Integer.MAX_VALUE);
        }
        return dimension;
    }

    private static int product(IdxInput input, long offset, int size, int dimension) {
        try {
            int product = Math.multiplyExact(size, dimension);
            if (product <= LONGEST_ARRAY) {
                return product;
            }
        } catch (ArithmeticException tooLarge) {
            // Falls through to the message for both.
        }
        throw input.badData(
                offset,
                "dimensions multiply to " + (long) size * dimension
                        + " bytes or more, which is more than one file may hold (" + LONGEST_ARRAY + ")");
    }

    private static int bigEndian(byte[] b) {
        return (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | b[3] & 0xFF;
    }

    /** What a file holds: its dimensions, its elements, and where in the file they begin. */
    private record Elements(int[] dimensions, byte[] content, int contentOffset) {}
}
