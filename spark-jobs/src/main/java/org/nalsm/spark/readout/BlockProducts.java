package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two matrix products over a block of samples, with the buffers they need. All small matrices have
 * the ten classes of a sample or a neuron side by side ([10 x n] in 'f' order), the layout in which
 * neither ND4J nor BLAS copies an operand. Belongs to one thread at a time.
 */
final class BlockProducts {
    /** Samples a block: 1 MB of counts for 1000 neurons, so that the second product finds them in cache. */
    static final int ROWS = 250;

    private final INDArray gradient;
    private final float[] gradientValues;
    private INDArray small = classesBy(ROWS);
    private float[] values = new float[ROWS * CLASSES];

    BlockProducts(int neurons) {
        gradient = classesBy(neurons);
        gradientValues = new float[neurons * CLASSES];
    }

    /** A matrix [10 x n] in the layout of the products. */
    static INDArray classesBy(int n) {
        return Nd4j.createUninitialized(DataType.FLOAT, new long[] {CLASSES, n}, 'f');
    }

    /** counts x weights, [rows][10] row after row, valid until the next call; the caller may overwrite it. */
    float[] products(INDArray rows, INDArray weights) {
        int n = Math.toIntExact(rows.size(0));
        if (values.length != n * CLASSES) {
            small = classesBy(n);
            values = new float[n * CLASSES];
        }
        Nd4j.gemm(weights, rows, small, false, true, 1, 0);
        NativeFloats.read(small, 0, values);
        return values;
    }

    /** The transposed product with what {@link #products} returned and the caller overwrote: [neurons][10]. */
    float[] transposedProducts(INDArray rows) {
        NativeFloats.write(small, 0, values);
        Nd4j.gemm(small, rows, gradient, false, false, 1, 0);
        NativeFloats.read(gradient, 0, gradientValues);
        return gradientValues;
    }
}
