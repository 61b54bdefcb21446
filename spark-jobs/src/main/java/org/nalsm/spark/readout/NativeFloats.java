package org.nalsm.spark.readout;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Bulk copies between Java arrays and the native memory of an ND4J array that is not a view: ND4J's own
 * accessors allocate or go element by element.
 */
final class NativeFloats {
    private NativeFloats() {}

    static void write(INDArray target, long offset, float[] values) {
        at(target, offset).put(values, 0, values.length);
    }

    static void read(INDArray source, long offset, float[] values) {
        at(source, offset).get(values, 0, values.length);
    }

    private static FloatPointer at(INDArray array, long offset) {
        return new FloatPointer((FloatPointer) array.data().pointer()).position(offset);
    }
}
