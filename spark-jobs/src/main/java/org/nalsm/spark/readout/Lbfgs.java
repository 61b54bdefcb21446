package org.nalsm.spark.readout;

/**
 * Limited-memory BFGS with the two-loop recursion and a backtracking line search (Armijo's condition,
 * quadratic interpolation). The functions here are convex, so the curvature of a step is positive but
 * for rounding; pairs of steps where it is not are left out.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int TOLERANCE_WINDOW = 10;
    private static final int MOST_BACKTRACKS = 20;
    private static final double SUFFICIENT_DECREASE = 1e-4;

    /** A differentiable function. */
    @FunctionalInterface
    interface Objective {
        /** Value at {@code x}; overwrites {@code gradient}. */
        double evaluate(double[] x, double[] gradient);
    }

    /** Hears of every accepted step, whose point was the last to be evaluated. */
    @FunctionalInterface
    interface Listener {
        /** Returns whether to go on. */
        boolean stepped(int iteration, double value, double[] x);
    }

    private final Objective objective;
    private final double[][] steps = new double[MEMORY][];
    private final double[][] changes = new double[MEMORY][];
    private final double[] curvatures = new double[MEMORY];
    private int pairs;
    private double[] x;
    private double[] gradient;
    private double value;

    private Lbfgs(Objective objective, double[] start) {
        this.objective = objective;
        x = start.clone();
        gradient = new double[x.length];
        value = objective.evaluate(x, gradient);
    }

    /**
     * Minimises from {@code start}, which is left as it is, until {@code mostIterations} are done, the
     * listener has enough, ten iterations lower the value by less than {@code tolerance} of it, or no
     * step lowers it any more.
     */
    static double[] minimise(
            Objective objective, double[] start, int mostIterations, double tolerance, Listener listener) {
        Lbfgs solver = new Lbfgs(objective, start);
        double[] values = new double[mostIterations + 1];
        values[0] = solver.value;
        for (int i = 1; i <= mostIterations && solver.step(); i++) {
            values[i] = solver.value;
            boolean flat = i >= TOLERANCE_WINDOW
                    && values[i - TOLERANCE_WINDOW] - values[i] <= tolerance * Math.abs(values[i]);
            if (!listener.stepped(i, solver.value, solver.x) || flat) {
                break;
            }
        }
        return solver.x;
    }

    /** One iteration; false if no step lowers the value. */
    private boolean step() {
        if (lineSearch(direction())) {
            return true;
        }
        boolean couldHaveBeenTheMemory = pairs > 0;
        pairs = 0;
        return couldHaveBeenTheMemory && lineSearch(direction());
    }

    private double[] direction() {
        double[] d = gradient.clone();
        double[] alphas = new double[MEMORY];
        int stored = Math.min(pairs, MEMORY);
        for (int i = pairs - 1; i >= pairs - stored; i--) {
            int slot = i % MEMORY;
            alphas[slot] = dot(steps[slot], d) / curvatures[slot];
            addScaled(d, -alphas[slot], changes[slot]);
        }
        double scale = -1 / Math.max(Math.sqrt(dot(gradient, gradient)), Double.MIN_NORMAL);
        if (stored > 0) {
            int last = (pairs - 1) % MEMORY;
            scale = -curvatures[last] / dot(changes[last], changes[last]);
        }
        for (int p = 0; p < d.length; p++) {
            d[p] *= scale;
        }
        for (int i = pairs - stored; i < pairs; i++) {
            int slot = i % MEMORY;
            addScaled(d, -alphas[slot] - dot(changes[slot], d) / curvatures[slot], steps[slot]);
        }
        return d;
    }

    private boolean lineSearch(double[] direction) {
        double slope = dot(gradient, direction);
        if (!(slope < 0)) {
            return false;
        }
        double[] nextGradient = new double[x.length];
        double length = 1;
        for (int i = 0; i < MOST_BACKTRACKS; i++) {
            double[] next = x.clone();
            addScaled(next, length, direction);
            double nextValue = objective.evaluate(next, nextGradient);
            if (nextValue <= value + SUFFICIENT_DECREASE * length * slope) {
                accept(next, nextValue, nextGradient);
                return true;
            }
            double parabola = -slope * length * length / (2 * (nextValue - value - slope * length));
            length = parabola >= 0.1 * length ? Math.min(parabola, 0.5 * length) : 0.1 * length;
        }
        return false;
    }

    private void accept(double[] next, double nextValue, double[] nextGradient) {
        double[] step = next.clone();
        addScaled(step, -1, x);
        double[] change = nextGradient.clone();
        addScaled(change, -1, gradient);
        double curvature = dot(step, change);
        if (curvature > 1e-12 * dot(change, change)) {
            int slot = pairs % MEMORY;
            steps[slot] = step;
            changes[slot] = change;
            curvatures[slot] = curvature;
            pairs++;
        }
        x = next;
        value = nextValue;
        gradient = nextGradient;
    }

    private static void addScaled(double[] sum, double factor, double[] term) {
        for (int p = 0; p < sum.length; p++) {
            sum[p] += factor * term[p];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += a[p] * b[p];
        }
        return sum;
    }
}
