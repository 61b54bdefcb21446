package org.nalsm.engine.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;

/**
 * One array in a stream, as {@code numpy.save} writes it and {@code numpy.load} reads it: magic, version, a header that is a
 * Python dictionary, elements (NumPy Enhancement Proposal 1). Versions 1 to 3 are read, either byte order and either order
 * of the axes; version 1, little-endian, in C order is written.
 */
public final class NumpyFile {
    /** Conventional end of a file's name. */
    public static final String SUFFIX = ".npy";

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    private static final int MOST_HEADER_BYTES = 1 << 16;
    private static final int FIRST_ALLOCATION_BYTES = 1 << 20;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])(\\w+)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

    private NumpyFile() {}

    /** Writes an array; the stream stays open. */
    public static void write(OutputStream out, NumpyArray array) throws IOException {
        String order = array.type().size() == 1 ? "|" : "<";
        String dictionary = "{'descr': '%s%s', 'fortran_order': False, 'shape': %s, }"
                .formatted(order, array.type().code(), NumpyArray.text(array.shape()));
        int before = MAGIC.length + 2 + Short.BYTES;
        int padding = ALIGNMENT - (before + dictionary.length() + 1) % ALIGNMENT; // NumPy never pads by none
        byte[] header = (dictionary + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer head = ByteBuffer.allocate(before + header.length).order(ByteOrder.LITTLE_ENDIAN);
        head.put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length)
                .put(header);
        out.write(head.array());
        int count = array.type().length(array.elements());
        ByteBuffer body = ByteBuffer.allocate(
                        Math.multiplyExact(count, array.type().size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        array.type().write(array.elements(), body);
        out.write(body.array());
    }

    /**
     * Reads an array to the end of a stream, which stays open.
     *
     * @param source what messages call the stream, such as its file
     * @throws UserException BAD_DATA if it is no such file, damaged, or of elements that {@link NumpyArray} has no type for
     */
    public static NumpyArray read(InputStream in, String source) throws IOException {
        return read(in, source, Long.MAX_VALUE);
    }

    /** Likewise, of no more than so many bytes of elements; what announces more is refused before it is read. */
    static NumpyArray read(InputStream in, String source, long mostBytes) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length + 2);
        if (magic.length < MAGIC.length + 2 || !Arrays.equals(magic, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw bad(source, "is no NumPy array: it does not begin with the bytes 93 4E 55 4D 50 59 of one");
        }
        int version = magic[MAGIC.length];
        if (version < 1 || version > 3) {
            throw bad(source, "is of version " + version + " of the format; 1 to 3 can be read");
        }
        String header = header(in, version, source);
        Matcher descr = DESCR.matcher(header);
        Matcher fortran = FORTRAN.matcher(header);
        Matcher shapeText = SHAPE.matcher(header);
        if (!fortran.find() || !shapeText.find()) {
            throw bad(source, "has a header that cannot be understood: " + header.strip());
        }
        Optional<ElementType> type = descr.find() ? type(descr.group(2)) : Optional.empty();
        if (type.isEmpty()) {
            throw bad(
                    source,
                    "has elements of another type than bool, uint8, int16 to int64, float32 and float64: "
                            + header.strip());
        }
        int[] shape = shape(shapeText.group(1), source);
        long bytes = NumpyArray.size(shape) * type.get().size();
        if (bytes > mostBytes) {
            throw bad(
                    source,
                    "announces " + bytes + " bytes of elements; of what belongs here, at most " + mostBytes
                            + " are left");
        }
        boolean bigEndian = descr.group(1).equals(">");
        Object elements = elements(in, type.get(), shape, bigEndian, source);
        return new NumpyArray(type.get(), fortran.group(1).equals("True") ? inRows(elements, shape) : elements, shape);
    }

    private static String header(InputStream in, int version, String source) throws IOException {
        int bytes = version == 1 ? Short.BYTES : Integer.BYTES;
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw bad(source, "ends within its header");
        }
        ByteBuffer size = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? size.getShort() & 0xFFFF : size.getInt() & 0xFFFFFFFFL;
        if (length > MOST_HEADER_BYTES) {
            throw bad(
                    source,
                    "announces a header of " + length + " bytes; at most " + MOST_HEADER_BYTES
                            + " are possible for an array of numbers");
        }
        byte[] header = in.readNBytes((int) length);
        if (header.length < length) {
            throw bad(source, "ends within its header");
        }
        return new String(header, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static Optional<ElementType> type(String code) {
        return Arrays.stream(ElementType.values())
                .filter(type -> type.code().equals(code))
                .findFirst();
    }

    private static int[] shape(String text, String source) {
        try {
            int[] shape = Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(length -> !length.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            if (NumpyArray.size(shape) >= 0) {
                return shape;
            }
        } catch (NumberFormatException e) {
            // Too large for an int, as below.
        }
        throw bad(source, "announces the shape (" + text + "), more than 2147483647 elements");
    }

    private static Object elements(InputStream in, ElementType type, int[] shape, boolean bigEndian, String source)
            throws IOException {
        long length = NumpyArray.size(shape) * type.size();
        if (length > Integer.MAX_VALUE) {
            throw bad(source, "announces " + length + " bytes of elements; at most 2147483647 can be read");
        }
        // Memory grows with what the stream really holds.
        byte[] bytes = new byte[(int) Math.min(length, FIRST_ALLOCATION_BYTES)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            int read = in.read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                throw bad(
                        source,
                        "ends early, " + (length - filled) + " bytes short of the shape " + NumpyArray.text(shape)
                                + " in its header");
            }
            filled += read;
        }
        if (in.read() >= 0) {
            throw bad(source, "has trailing bytes after the elements that its header announces");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return type.read(buffer, (int) NumpyArray.size(shape));
    }

    /** The same elements in C order; they lie with the first index running fastest. */
    private static Object inRows(Object elements, int[] shape) {
        int count = Array.getLength(elements);
        Object ordered = Array.newInstance(elements.getClass().getComponentType(), count);
        int[] index = new int[shape.length];
        for (int from = 0; from < count; from++) {
            int to = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                to = to * shape[axis] + index[axis];
            }
            System.arraycopy(elements, from, ordered, to, 1);
            for (int axis = 0; axis < shape.length && ++index[axis] == shape[axis]; axis++) {
                index[axis] = 0;
            }
        }
        return ordered;
    }

    static UserException bad(String source, String what) {
        return new UserException(UserException.Kind.BAD_DATA, source + ": " + what);
    }
}
