package org.nalsm.engine.numpy;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** How the elements of an array lie in a file. */
enum ElementType {
    FLOAT64("float64", "f8", Double.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            double[] values = new double[count];
            from.asDoubleBuffer().get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.asDoubleBuffer().put((double[]) elements);
        }
    },
    FLOAT32("float32", "f4", Float.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            float[] values = new float[count];
            from.asFloatBuffer().get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.asFloatBuffer().put((float[]) elements);
        }
    },
    INT64("int64", "i8", Long.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            long[] values = new long[count];
            from.asLongBuffer().get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.asLongBuffer().put((long[]) elements);
        }
    },
    INT32("int32", "i4", Integer.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            int[] values = new int[count];
            from.asIntBuffer().get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.asIntBuffer().put((int[]) elements);
        }
    },
    INT16("int16", "i2", Short.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            short[] values = new short[count];
            from.asShortBuffer().get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.asShortBuffer().put((short[]) elements);
        }
    },
    UINT8("uint8", "u1", Byte.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            byte[] values = new byte[count];
            from.get(values);
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            to.put((byte[]) elements);
        }
    },
    BOOL("bool", "b1", Byte.BYTES) {
        @Override
        Object read(ByteBuffer from, int count) {
            boolean[] values = new boolean[count];
            for (int k = 0; k < count; k++) {
                values[k] = from.get() != 0;
            }
            return values;
        }

        @Override
        void write(Object elements, ByteBuffer to) {
            for (boolean value : (boolean[]) elements) {
                to.put((byte) (value ? 1 : 0));
            }
        }
    };

    private final String dtype;
    private final String code;
    private final int size;

    ElementType(String dtype, String code, int size) {
        this.dtype = dtype;
        this.code = code;
        this.size = size;
    }

    /** NumPy's name. */
    String dtype() {
        return dtype;
    }

    /** What a file calls it, without the sign of the byte order. */
    String code() {
        return code;
    }

    /** Bytes of an element. */
    int size() {
        return size;
    }

    /** Number of elements of an array. */
    int length(Object elements) {
        return Array.getLength(elements);
    }

    /** Elements that lie in a buffer, which has its byte order. */
    abstract Object read(ByteBuffer from, int count);

    /** Puts elements into a buffer, which has its byte order. */
    abstract void write(Object elements, ByteBuffer to);
}
