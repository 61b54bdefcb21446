package org.nalsm.engine.numpy;

import java.util.Arrays;
import java.util.function.Function;
import org.nalsm.engine.UserException;

/**
 * An array as NumPy has it: elements in C order (the last index runs fastest) and a shape. The elements are not copied.
 *
 * <table>
 * <caption>Element types</caption>
 * <tr><th>Java<th>NumPy<th>in files
 * <tr><td>double[]<td>float64<td>&lt;f8
 * <tr><td>float[]<td>float32<td>&lt;f4
 * <tr><td>long[]<td>int64<td>&lt;i8
 * <tr><td>int[]<td>int32<td>&lt;i4
 * <tr><td>short[]<td>int16<td>&lt;i2
 * <tr><td>byte[]<td>uint8<td>|u1
 * <tr><td>boolean[]<td>bool<td>|b1
 * </table>
 */
public final class NumpyArray {
    private final ElementType type;
    private final Object elements;
    private final int[] shape;

    /** Elements and shape must fit. */
    NumpyArray(ElementType type, Object elements, int[] shape) {
        if (size(shape) != type.length(elements)) {
            throw new IllegalArgumentException(
                    type.length(elements) + " elements are not an array of shape " + text(shape));
        }
        this.type = type;
        this.elements = elements;
        this.shape = shape.clone();
    }

    /** @throws IllegalArgumentException if the number of elements is not that of the shape; likewise below */
    public static NumpyArray of(double[] elements, int... shape) {
        return new NumpyArray(ElementType.FLOAT64, elements, shape);
    }

    /** An array of float32. */
    public static NumpyArray of(float[] elements, int... shape) {
        return new NumpyArray(ElementType.FLOAT32, elements, shape);
    }

    /** An array of int64. */
    public static NumpyArray of(long[] elements, int... shape) {
        return new NumpyArray(ElementType.INT64, elements, shape);
    }

    /** An array of int32. */
    public static NumpyArray of(int[] elements, int... shape) {
        return new NumpyArray(ElementType.INT32, elements, shape);
    }

    /** An array of int16. */
    public static NumpyArray of(short[] elements, int... shape) {
        return new NumpyArray(ElementType.INT16, elements, shape);
    }

    /** An array of uint8. */
    public static NumpyArray of(byte[] elements, int... shape) {
        return new NumpyArray(ElementType.UINT8, elements, shape);
    }

    /** An array of bool. */
    public static NumpyArray of(boolean[] elements, int... shape) {
        return new NumpyArray(ElementType.BOOL, elements, shape);
    }

    /** Number of elements of a shape; -1 if an int cannot say it. */
    static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            size *= length;
            if (size > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return size;
    }

    /** A shape as Python writes it, such as {@code (784, 400)}. */
    static String text(int[] shape) {
        return shape.length == 1
                ? "(" + shape[0] + ",)"
                : Arrays.toString(shape).replace('[', '(').replace(']', ')');
    }

    ElementType type() {
        return type;
    }

    Object elements() {
        return elements;
    }

    /** Lengths along the axes; empty for a single number. */
    public int[] shape() {
        return shape.clone();
    }

    /** NumPy's name of the element type, such as {@code float64}. */
    public String dtype() {
        return type.dtype();
    }

    /**
     * The elements of a floating-point array of a known shape, as doubles.
     *
     * @param source what messages call the array, such as its file
     * @throws UserException BAD_DATA if type or shape are others
     */
    public double[] doubles(String source, int... expectedShape) {
        requireShape(source, expectedShape);
        if (elements instanceof double[] doubles) {
            return doubles;
        } else if (elements instanceof float[] floats) {
            double[] wide = new double[floats.length];
            for (int k = 0; k < wide.length; k++) {
                wide[k] = floats[k];
            }
            return wide;
        }
        throw otherType(source, "float64 or float32");
    }

    /** Likewise of a float32 array, or of a float64 one, whose elements are rounded. */
    public float[] floats(String source, int... expectedShape) {
        requireShape(source, expectedShape);
        if (elements instanceof float[] floats) {
            return floats;
        } else if (elements instanceof double[] doubles) {
            float[] narrow = new float[doubles.length];
            for (int k = 0; k < narrow.length; k++) {
                narrow[k] = (float) doubles[k];
            }
            return narrow;
        }
        throw otherType(source, "float64 or float32");
    }

    /** Likewise of an array of whole numbers, each of which an int can hold. */
    public int[] ints(String source, int... expectedShape) {
        requireShape(source, expectedShape);
        if (elements instanceof int[] ints) {
            return ints;
        } else if (elements instanceof long[] longs) {
            return narrow(source, longs.length, k -> longs[k]);
        } else if (elements instanceof short[] shorts) {
            return narrow(source, shorts.length, k -> (long) shorts[k]);
        } else if (elements instanceof byte[] bytes) {
            return narrow(source, bytes.length, k -> (long) (bytes[k] & 0xFF));
        }
        throw otherType(source, "int64, int32, int16 or uint8");
    }

    private static int[] narrow(String source, int length, Function<Integer, Long> element) {
        int[] narrow = new int[length];
        for (int k = 0; k < length; k++) {
            long value = element.apply(k);
            if (value != (int) value) {
                throw new UserException(
                        UserException.Kind.BAD_DATA, source + ": element " + k + " is " + value + ", too large");
            }
            narrow[k] = (int) value;
        }
        return narrow;
    }

    private void requireShape(String source, int[] expected) {
        if (!Arrays.equals(shape, expected)) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    source + ": has the shape " + text(shape) + ", expected is " + text(expected));
        }
    }

    private UserException otherType(String source, String expected) {
        return new UserException(
                UserException.Kind.BAD_DATA, source + ": holds " + dtype() + ", expected is " + expected);
    }
}
