package org.nalsm.engine.analysis;

/**
 * Below which singular value a matrix counts as singular: NumPy's default,
 * {@code largest * max(rows, columns) * eps}, with eps of the type that the matrix had in NumPy.
 */
public enum RankTolerance {
    /**
     * eps = 2^-23. The publication's: its spike counts are float32. Of a count matrix of 1000 neurons and 1000
     * samples it leaves out singular values below about 1, so it measures how well conditioned the matrix is
     * (separation rank of a NALSM liquid of 1000 neurons on MNIST: 994, as published).
     */
    FLOAT32(0x1p-23),
    /**
     * eps = 2^-52: what NumPy takes for integer counts. Of a count matrix it gives the exact rank in practice,
     * which tells liquids less apart (the same liquid: 1000).
     */
    FLOAT64(0x1p-52);

    private final double epsilon;

    RankTolerance(double epsilon) {
        this.epsilon = epsilon;
    }

    /** Singular values up to this one count as 0. */
    double threshold(double largest, int rows, int columns) {
        return largest * Math.max(rows, columns) * epsilon;
    }
}
