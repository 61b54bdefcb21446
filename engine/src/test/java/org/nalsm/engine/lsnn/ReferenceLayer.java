package org.nalsm.engine.lsnn;

import java.util.Arrays;

/**
 * The layer's equations one sample and one neuron at a time, in double, with the derivative with respect to one direction of
 * parameters carried along (forward mode): no adjoint, no lanes, no buffers of currents but the initial one. The spike is either
 * a step whose derivative is taken to be the pseudo-derivative, or the smooth function that has it as its derivative.
 */
final class ReferenceLayer {
    /** Weights and a direction, or zeros, in double. */
    static final class Values {
        final double[] in;
        final double[] rec;
        final double[] out;
        final double[] bias;

        Values(int in, int rec, int out, int bias) {
            this.in = new double[in];
            this.rec = new double[rec];
            this.out = new double[out];
            this.bias = new double[bias];
        }

        double[] part(int k) {
            return k == 0 ? in : k == 1 ? rec : k == 2 ? out : bias;
        }
    }

    /** What a sample begins with; see {@link BatchState}. */
    static final class Start {
        final double[] v;
        final double[] b;
        /** Currents that arrive in steps 1, 2, ... */
        final double[][] current;
        /** Spikes of steps 0, -1, ... */
        final double[][] z;

        Start(AlifParameters p) {
            v = new double[p.neurons()];
            b = new double[p.neurons()];
            current = new double[p.delays()][p.neurons()];
            z = new double[Math.max(1, p.refractoryMs()) + p.delays()][p.neurons()];
        }
    }

    /** A sample's course: spikes, their derivative, window means of the outputs, their derivative. */
    static final class Course {
        double[][] z;
        double[][] dz;
        boolean[][] refractory;
        double[][] outputs;
        double[][] dOutputs;
        double[][] threshold;
        Start end;
    }

    private final AlifParameters p;
    private final int[] inDelay;
    private final int[] recDelay;
    private final int outputs;
    private final int[][] windows;
    private final boolean smooth;

    /** @param windows first and last step of each */
    ReferenceLayer(AlifParameters p, int[] inDelay, int[] recDelay, int outputs, int[][] windows, boolean smooth) {
        this.p = p;
        this.inDelay = inDelay;
        this.recDelay = recDelay;
        this.outputs = outputs;
        this.windows = windows;
        this.smooth = smooth;
    }

    private double spike(double u) {
        if (!smooth) {
            return u > 0 ? 1 : 0;
        }
        double rise = u < 0 ? 0.5 * Math.pow(Math.max(0, 1 + u), 2) : 1 - 0.5 * Math.pow(Math.max(0, 1 - u), 2);
        return p.dampening() * rise;
    }

    /**
     * Runs a sample.
     *
     * @param x inputs by step, from 1, and channel
     * @param mask which neurons are refractory when; null to find out, which needs spikes that are steps
     */
    Course run(double[][] x, Values w, Values dw, Start start, boolean[][] mask) {
        int steps = x.length - 1;
        int n = p.neurons();
        double alpha = Math.exp(-1 / p.tauMembraneMs());
        double rho = Math.exp(-1 / p.tauAdaptationMs());
        double kappa = Math.exp(-1 / p.tauReadoutMs());
        Course course = new Course();
        course.z = new double[steps + 1][n];
        course.dz = new double[steps + 1][n];
        course.refractory = new boolean[steps + 1][n];
        course.threshold = new double[steps + 1][n];
        course.outputs = new double[windows.length][outputs];
        course.dOutputs = new double[windows.length][outputs];
        course.z[0] = start.z[0].clone();
        double[] v = start.v.clone();
        double[] dv = new double[n];
        double[] b = start.b.clone();
        double[] db = new double[n];
        double[] trace = new double[n];
        double[] dTrace = new double[n];
        for (int t = 1; t <= steps; t++) {
            double[] nextV = new double[n];
            double[] nextDv = new double[n];
            for (int j = 0; j < n; j++) {
                double current = t - 1 < start.current.length ? start.current[t - 1][j] : 0;
                double dCurrent = 0;
                for (int i = 0; i < p.inputs(); i++) {
                    int from = t - inDelay[i * n + j];
                    if (from >= 1) {
                        current += w.in[i * n + j] * x[from][i];
                        dCurrent += dw.in[i * n + j] * x[from][i];
                    }
                }
                for (int k = 0; k < n; k++) {
                    int from = t - 1 - recDelay[k * n + j];
                    if (k != j && from >= 0) {
                        current += w.rec[k * n + j] * course.z[from][k];
                        dCurrent += dw.rec[k * n + j] * course.z[from][k] + w.rec[k * n + j] * course.dz[from][k];
                    }
                }
                double z = course.z[t - 1][j];
                double dz = course.dz[t - 1][j];
                double beta = j < p.regular() ? 0 : p.adaptationStrength();
                b[j] = rho * b[j] + (1 - rho) * z;
                db[j] = rho * db[j] + (1 - rho) * dz;
                double threshold = p.threshold() + beta * b[j];
                double dThreshold = beta * db[j];
                course.threshold[t][j] = threshold;
                nextV[j] = alpha * v[j] + (1 - alpha) * current - threshold * z;
                nextDv[j] = alpha * dv[j] + (1 - alpha) * dCurrent - dThreshold * z - threshold * dz;
                double u = (v[j] - threshold) / threshold;
                double du = dv[j] / threshold - v[j] * dThreshold / (threshold * threshold);
                boolean refractory = mask == null ? isRefractory(course, start, t, j) : mask[t][j];
                course.refractory[t][j] = refractory;
                if (!refractory) {
                    course.z[t][j] = spike(u);
                    course.dz[t][j] = p.dampening() * Math.max(0, 1 - Math.abs(u)) * du;
                }
            }
            v = nextV;
            dv = nextDv;
            for (int j = 0; j < n; j++) {
                trace[j] = kappa * trace[j] + (1 - kappa) * course.z[t][j];
                dTrace[j] = kappa * dTrace[j] + (1 - kappa) * course.dz[t][j];
            }
            for (int q = 0; q < windows.length; q++) {
                if (t >= windows[q][0] && t <= windows[q][1]) {
                    addOutputs(course, q, trace, dTrace, w, dw);
                }
            }
        }
        course.end = end(course, x, w, v, b);
        return course;
    }

    private void addOutputs(Course course, int q, double[] trace, double[] dTrace, Values w, Values dw) {
        double share = 1.0 / (windows[q][1] - windows[q][0] + 1);
        for (int o = 0; o < outputs; o++) {
            double y = w.bias[o];
            double dy = dw.bias[o];
            for (int j = 0; j < trace.length; j++) {
                y += trace[j] * w.out[j * outputs + o];
                dy += dTrace[j] * w.out[j * outputs + o] + trace[j] * dw.out[j * outputs + o];
            }
            course.outputs[q][o] += share * y;
            course.dOutputs[q][o] += share * dy;
        }
    }

    private boolean isRefractory(Course course, Start start, int t, int j) {
        for (int q = 1; q <= p.refractoryMs(); q++) {
            double z = t - q >= 1 ? course.z[t - q][j] : start.z[q - t][j];
            if (z != 0) {
                return true;
            }
        }
        return false;
    }

    /** What the next sample begins with: currents of spikes up to step T - 1, and of inputs, that have not arrived. */
    private Start end(Course course, double[][] x, Values w, double[] v, double[] b) {
        int steps = x.length - 1;
        int n = p.neurons();
        Start end = new Start(p);
        System.arraycopy(v, 0, end.v, 0, n);
        System.arraycopy(b, 0, end.b, 0, n);
        for (int q = 0; q < end.z.length; q++) {
            end.z[q] = steps - q >= 1 ? course.z[steps - q] : new double[n];
        }
        for (int a = 0; a < end.current.length; a++) {
            int t = steps + 1 + a;
            Arrays.fill(end.current[a], 0);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < p.inputs(); i++) {
                    int from = t - inDelay[i * n + j];
                    if (from >= 1 && from <= steps) {
                        end.current[a][j] += w.in[i * n + j] * x[from][i];
                    }
                }
                for (int k = 0; k < n; k++) {
                    int from = t - 1 - recDelay[k * n + j];
                    if (k != j && from >= 0 && from <= steps - 1) {
                        end.current[a][j] += w.rec[k * n + j] * course.z[from][k];
                    }
                }
            }
        }
        return end;
    }
}
