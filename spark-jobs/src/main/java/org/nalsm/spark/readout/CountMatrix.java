package org.nalsm.spark.readout;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Spike counts of the samples of one split, [samples x neurons], with one label a sample. The counts
 * are held once, as 32 bit floats in native memory (4 bytes x samples x neurons: 200 MB for 50,000 x
 * 1000), because that is what the matrix products read; scaled features are never materialised.
 * Immutable once built. The owner closes it, which frees the native memory.
 */
public final class CountMatrix implements AutoCloseable {
    /** Number of classes; labels are 0 to {@code CLASSES - 1}. */
    public static final int CLASSES = 10;
    /** Label of a sample whose class is not known; such a sample can be classified but trains nothing. */
    public static final int UNLABELLED = -1;

    private final int samples;
    private final int neurons;
    private final INDArray counts;
    private final byte[] labels;
    private final int[] sums;
    private final int[] maxima;

    private CountMatrix(Builder builder) {
        samples = builder.samples;
        neurons = builder.neurons;
        counts = builder.counts;
        labels = builder.labels;
        sums = builder.sums;
        maxima = builder.maxima;
    }

    /** Number of samples (rows). */
    public int samples() {
        return samples;
    }

    /** Number of liquid neurons (columns). */
    public int neurons() {
        return neurons;
    }

    /** Label of a sample, 0 to 9, or {@link #UNLABELLED}. */
    public int label(int sample) {
        return labels[sample];
    }

    /** Whether the class of every sample is known. */
    boolean isLabelled() {
        return IntStream.range(0, samples).noneMatch(sample -> labels[sample] == UNLABELLED);
    }

    /** Largest count of the whole matrix. */
    public int largestCount() {
        return Arrays.stream(maxima).max().orElseThrow();
    }

    /** Frees the native memory; the matrix cannot be used afterwards. */
    @Override
    public void close() {
        if (counts.closeable()) {
            counts.close();
        }
    }

    /** Sum of the counts of a sample. */
    int sum(int sample) {
        return sums[sample];
    }

    /** Largest count of a sample. */
    int largestCount(int sample) {
        return maxima[sample];
    }

    /** A view, not a copy, of the rows {@code from} (inclusive) to {@code to} (exclusive), in 'c' order. */
    INDArray rows(int from, int to) {
        return Nd4j.create(
                counts.data(), new long[] {to - from, neurons}, new long[] {neurons, 1}, (long) from * neurons, 'c');
    }

    /** Copies the counts of one sample. */
    void copyRow(int sample, float[] target) {
        NativeFloats.read(counts, (long) sample * neurons, target);
    }

    /**
     * Writes features: the rows {@code from} (inclusive) to {@code to} (exclusive), each times its factor.
     *
     * @param factors [samples], of {@link FittedScaling#rowFactors}
     * @param target [at least to - from, neurons] floats in 'c' order, not a view
     */
    void writeFeatures(int from, int to, float[] factors, INDArray target) {
        float[] row = new float[neurons];
        for (int i = from; i < to; i++) {
            copyRow(i, row);
            for (int j = 0; j < neurons; j++) {
                row[j] *= factors[i];
            }
            NativeFloats.write(target, (long) (i - from) * neurons, row);
        }
    }

    /** Takes the rows in the order of the dataset. Not thread-safe. */
    public static final class Builder implements AutoCloseable {
        private final int samples;
        private final int neurons;
        private final INDArray counts;
        private final byte[] labels;
        private final int[] sums;
        private final int[] maxima;
        private final float[] row;
        private int filled;
        private boolean built;

        /**
         * Reserves the native memory.
         *
         * @throws UserException (bad configuration) if the JVM may not use that much native memory
         */
        public Builder(int samples, int neurons) {
            if (samples < 1 || neurons < 1) {
                throw new IllegalArgumentException("counts need samples and neurons: " + samples + " x " + neurons);
            }
            this.samples = samples;
            this.neurons = neurons;
            counts = allocate(samples, neurons);
            labels = new byte[samples];
            sums = new int[samples];
            maxima = new int[samples];
            row = new float[neurons];
        }

        private static INDArray allocate(int samples, int neurons) {
            try {
                return Nd4j.createUninitialized(DataType.FLOAT, new long[] {samples, neurons}, 'c');
            } catch (OutOfMemoryError e) {
                // JavaCPP's limit on the memory of the process.
                throw tooLarge(samples, neurons, e);
            } catch (RuntimeException e) {
                // The allocator of ND4J reports what the system refuses as a plain RuntimeException.
                if (String.valueOf(e.getMessage()).contains("bad_alloc")) {
                    throw tooLarge(samples, neurons, e);
                }
                throw e;
            }
        }

        private static UserException tooLarge(int samples, int neurons, Throwable cause) {
            return new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    String.format(
                            "spike counts of %d samples x %d neurons need %d MiB of native memory on the driver, more "
                                    + "than it may use: use a larger machine or fewer samples, or raise the limit, "
                                    + "four times spark.driver.memory, by -Dorg.bytedeco.javacpp.maxphysicalbytes",
                            samples, neurons, 4L * samples * neurons >> 20),
                    cause);
        }

        /** Adds the counts of the next sample, one a neuron; the array is copied. */
        public Builder addRow(int[] counts, int label) {
            Objects.requireNonNull(counts, "counts");
            checkRow(counts.length, label);
            for (int j = 0; j < neurons; j++) {
                row[j] = counts[j];
                note(counts[j]);
            }
            return finishRow(label);
        }

        /** Adds the counts of the next sample, one a neuron; the array is copied. */
        public Builder addRow(short[] counts, int label) {
            Objects.requireNonNull(counts, "counts");
            checkRow(counts.length, label);
            for (int j = 0; j < neurons; j++) {
                row[j] = counts[j];
                note(counts[j]);
            }
            return finishRow(label);
        }

        /** The matrix, once every row has been added; the builder is spent. */
        public CountMatrix build() {
            if (built || filled != samples) {
                throw new IllegalStateException(
                        built ? "already built" : filled + " of " + samples + " rows were added");
            }
            built = true;
            return new CountMatrix(this);
        }

        /** Frees the native memory unless {@link #build()} has handed it over. */
        @Override
        public void close() {
            if (!built && counts.closeable()) {
                counts.close();
            }
        }

        private void checkRow(int length, int label) {
            if (filled == samples) {
                throw new IllegalStateException("all " + samples + " rows are there already");
            }
            if (length != neurons) {
                throw new IllegalArgumentException(
                        "row " + filled + " has " + length + " counts, not one for each of " + neurons + " neurons");
            }
            if (label < UNLABELLED || label >= CLASSES) {
                throw new IllegalArgumentException(
                        "row " + filled + " has label " + label + ", not 0 to 9, or -1 where it is not known");
            }
        }

        private void note(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("row " + filled + " has a negative count: " + count);
            }
            sums[filled] += count;
            maxima[filled] = Math.max(maxima[filled], count);
        }

        private Builder finishRow(int label) {
            NativeFloats.write(counts, (long) filled * neurons, row);
            labels[filled++] = (byte) label;
            return this;
        }
    }
}
