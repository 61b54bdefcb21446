package org.nalsm.engine.liquid.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.analysis.MatrixRank;
import org.nalsm.engine.analysis.RankTolerance;

/**
 * Kernel quality (R. Legenstein, W. Maass, Neural Networks 20, 2007): the rank of the matrix of spike counts,
 * neurons x samples, with equally many samples of every class. The mean rank over random choices of samples
 * ("shuffles") is the separation rank for ordinary test samples and the generalisation rank for their noisy
 * copies. Immutable; each shuffle depends on its number alone, so shuffles may be computed anywhere.
 */
public final class KernelQuality {
    /** The tolerance that gives the published ranks; NumPy's default for the publication's float32 counts. */
    public static final RankTolerance PUBLICATION_TOLERANCE = RankTolerance.FLOAT32;

    private final int[][] positionsOfClass;
    private final int samplesPerClass;
    private final long seed;

    /**
     * @param labels class of every sample to choose from, 0 to 9
     * @param samplesPerClass columns of each class, at least 1
     * @param seed seed of the choices, any; they are no part of the simulation, so the seed is a matter of
     *     repeatability only
     * @throws UserException when a class has too few samples
     * @throws IllegalArgumentException when a label is not 0 to 9 or {@code samplesPerClass} not positive
     */
    public KernelQuality(int[] labels, int samplesPerClass, long seed) {
        if (samplesPerClass < 1) {
            throw new IllegalArgumentException("samplesPerClass must be positive, not " + samplesPerClass);
        }
        int[] size = new int[ConfusionMatrix.CLASSES];
        int[][] positions = new int[ConfusionMatrix.CLASSES][labels.length];
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label < 0 || label >= ConfusionMatrix.CLASSES) {
                throw new IllegalArgumentException("label " + i + " is " + label);
            }
            positions[label][size[label]++] = i;
        }
        for (int label = 0; label < ConfusionMatrix.CLASSES; label++) {
            if (size[label] < samplesPerClass) {
                throw new UserException(
                        UserException.Kind.BAD_CONFIGURATION,
                        ("kernel quality needs %d samples of"
                                        + " every class, but only %d of the %d samples are of class %d; use more test samples, or"
                                        + " fewer samples per class")
                                .formatted(samplesPerClass, size[label], labels.length, label));
            }
            positions[label] = Arrays.copyOf(positions[label], size[label]);
        }
        this.positionsOfClass = positions;
        this.samplesPerClass = samplesPerClass;
        this.seed = seed;
    }

    /**
     * The samples of shuffle {@code k}: {@code samplesPerClass} of each class without replacement, class by
     * class. Drawn by a partial Fisher-Yates shuffle from {@link SplittableRandom}, seeded by a hash of the
     * seed, combined with {@code k}. Separation and generalisation rank of a shuffle see the same samples, so
     * that their difference is not one between samples.
     *
     * @param k number of the shuffle, from 0
     * @return positions in the labels, length 10 x {@code samplesPerClass}; the caller's
     */
    public int[] shuffle(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("shuffle " + k);
        }
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() ^ k);
        int[] chosen = new int[positionsOfClass.length * samplesPerClass];
        int filled = 0;
        for (int[] positions : positionsOfClass) {
            int[] rest = positions.clone();
            for (int i = 0; i < samplesPerClass; i++) {
                int pick = i + random.nextInt(rest.length - i);
                chosen[filled++] = rest[pick];
                rest[pick] = rest[i];
            }
        }
        return chosen;
    }

    /**
     * The rank of the neurons x samples matrix of one shuffle.
     *
     * @param counts spike counts, [position][neuron]; rows of equal length
     * @param samples positions of the matrix' columns, such as {@link #shuffle(int)} gives
     * @return 0 to min(neurons, samples)
     * @throws IllegalArgumentException when rows have unequal lengths
     */
    public static int rank(short[][] counts, int[] samples, RankTolerance tolerance) {
        int neurons = counts[samples[0]].length;
        double[] matrix = new double[Math.multiplyExact(neurons, samples.length)];
        for (int c = 0; c < samples.length; c++) {
            short[] column = counts[samples[c]];
            if (column.length != neurons) {
                throw new IllegalArgumentException("sample " + samples[c] + " has " + column.length + " counts, sample "
                        + samples[0] + " has " + neurons);
            }
            for (int n = 0; n < neurons; n++) {
                matrix[c * neurons + n] = column[n];
            }
        }
        return MatrixRank.rank(matrix, neurons, samples.length, tolerance);
    }
}
