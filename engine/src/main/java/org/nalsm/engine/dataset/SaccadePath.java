package org.nalsm.engine.dataset;

/**
 * Where the picture lies on the sensor while the camera makes its three saccades: a triangle, closed at the end.
 * Corners and times were fitted to the real recording: for the corners, every saccade's sum of signed events to
 * the difference of its last and its first picture (correlation 0.96). The velocity within a saccade is a raised
 * cosine, so activity swells and fades within its 100 ms and is greatest in the middle.
 *
 * <p>Bilinear sampling is laid out per step: sensor pixel (x, y) sees picture pixels around
 * {@code (x - left, y - top)}, of which {@link #column} and {@link #row} are the whole parts of the offsets,
 * rounded up, and {@link #weight} the four weights.
 */
final class SaccadePath {
    /** Milliseconds from one position to the next. */
    static final int STEP_MS = 1;
    /** Number of positions; the first is that of rest before the recording. */
    static final int POSITIONS = 311;
    /** Pictures may lie up to this many pixels to the right of, or below, the sensor's corner. */
    static final int REACH = 7;

    private static final double[][] CORNERS = {{0.5, 1.25}, {1.9, 6.55}, {5.9, 1.45}};
    private static final double[] ONSET_MS = {0, 93, 206};
    private static final double SACCADE_MS = 100;

    private final int[] column = new int[POSITIONS];
    private final int[] row = new int[POSITIONS];
    private final float[][] weight = new float[POSITIONS][];
    private final boolean[] moves = new boolean[POSITIONS];

    SaccadePath() {
        for (int step = 0; step < POSITIONS; step++) {
            double left = coordinate(step * STEP_MS, 0);
            double top = coordinate(step * STEP_MS, 1);
            column[step] = (int) Math.ceil(left);
            row[step] = (int) Math.ceil(top);
            float right = (float) (column[step] - left);
            float below = (float) (row[step] - top);
            weight[step] =
                    new float[] {(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below};
            moves[step] = step > 0
                    && (left != coordinate((step - 1) * STEP_MS, 0) || top != coordinate((step - 1) * STEP_MS, 1));
        }
    }

    /** The picture's left (axis 0) or top (axis 1) edge on the sensor, in pixels. */
    static double coordinate(double ms, int axis) {
        double at = CORNERS[0][axis];
        for (int saccade = 0; saccade < CORNERS.length; saccade++) {
            double travel = CORNERS[(saccade + 1) % CORNERS.length][axis] - CORNERS[saccade][axis];
            double u = Math.min(Math.max((ms - ONSET_MS[saccade]) / SACCADE_MS, 0), 1);
            // StrictMath, so that every machine makes the same dataset.
            at += travel * (u - StrictMath.sin(2 * Math.PI * u) / (2 * Math.PI));
        }
        return at;
    }

    /** Columns from a sensor pixel back to the left one of its two picture columns. */
    int column(int step) {
        return column[step];
    }

    /** Rows from a sensor pixel back to the upper one of its two picture rows. */
    int row(int step) {
        return row[step];
    }

    /** Weights of the upper left, upper right, lower left and lower right picture pixel; the live array. */
    float[] weight(int step) {
        return weight[step];
    }

    /** Whether the picture lies elsewhere than at the step before. */
    boolean moves(int step) {
        return moves[step];
    }
}
