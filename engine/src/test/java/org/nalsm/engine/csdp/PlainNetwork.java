package org.nalsm.engine.csdp;

import java.util.EnumMap;
import java.util.Map;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * A training step as the design page writes it: dense, in double precision, with a full Adam for every matrix. Shares nothing with
 * the code under test but the draws of the input spikes.
 */
final class PlainNetwork {
    private static final double ETA = 0.002;
    private static final double LAMBDA = 5e-5;

    final CsdpModel model;
    final Map<MatrixName, double[][]> w = new EnumMap<>(MatrixName.class);
    final Map<MatrixName, double[][]> m = new EnumMap<>(MatrixName.class);
    final Map<MatrixName, double[][]> v = new EnumMap<>(MatrixName.class);
    final Map<Layer, double[]> thresholds = new EnumMap<>(Layer.class);
    int updates;
    /** Spikes of z1, z2, zy and zR in all steps. */
    final Map<Layer, Long> spikes = new EnumMap<>(Layer.class);

    /** The least distance of a potential from its threshold: whether float32 can decide otherwise. */
    double closest = Double.POSITIVE_INFINITY;

    PlainNetwork(CsdpNetwork network) {
        model = network.model();
        for (MatrixName name : network.matrices()) {
            int columns = network.columns(name);
            float[] weights = network.weights(name);
            double[][] rows = new double[network.rows(name)][columns];
            for (int at = 0; at < weights.length; at++) {
                rows[at / columns][at % columns] = weights[at];
            }
            w.put(name, rows);
            m.put(name, new double[rows.length][columns]);
            v.put(name, new double[rows.length][columns]);
        }
        for (Layer layer : new Layer[] {Layer.HIDDEN1, Layer.HIDDEN2, Layer.CLASSIFIER, Layer.RECONSTRUCTION}) {
            float[] initial = network.thresholds(layer);
            double[] of = new double[initial.length];
            for (int j = 0; j < of.length; j++) {
                of[j] = initial[j];
            }
            thresholds.put(layer, of);
        }
    }

    /** Membranes, thresholds, traces and spikes of a layer; samples x neurons. */
    private static final class Cells {
        final double[][] v;
        final double[][] thr;
        final double[][] tr;
        double[][] s;

        Cells(int samples, double[] thresholds) {
            v = new double[samples][thresholds.length];
            tr = new double[samples][thresholds.length];
            s = new double[samples][thresholds.length];
            thr = new double[samples][];
            for (int b = 0; b < samples; b++) {
                thr[b] = thresholds.clone();
            }
        }
    }

    /** Shows a minibatch and learns from it in every step. */
    void train(Presentation shown, long seed) {
        int nb = shown.samples();
        int np = shown.positives();
        Cells z1 = new Cells(nb, thresholds.get(Layer.HIDDEN1));
        Cells z2 = new Cells(nb, thresholds.get(Layer.HIDDEN2));
        Cells zy = new Cells(nb, thresholds.get(Layer.CLASSIFIER));
        Cells zR = new Cells(nb, thresholds.get(Layer.RECONSTRUCTION));
        double[][] s0 = new double[nb][model.inputs()];
        double[][] s3 = new double[nb][model.classes()];
        for (int t = 0; t < model.dynamics().steps(); t++) {
            double[][] j1 = new double[nb][model.hidden1()];
            double[][] j2 = new double[nb][model.hidden2()];
            double[][] jy = new double[nb][model.classes()];
            add(j1, 0.1, s0, MatrixName.W1);
            add(j1, 0.1, z2.s, MatrixName.V2);
            add(j1, -0.01, z1.s, MatrixName.M1);
            add(j2, 0.1, z1.s, MatrixName.W2);
            add(j2, -0.01, z2.s, MatrixName.M2);
            if (model.supervised()) {
                add(j1, 0.1, s3, MatrixName.V2Y);
                add(j2, 0.1, s3, MatrixName.V3Y);
            }
            add(jy, 1, z1.s, MatrixName.C2);
            add(jy, 1, z2.s, MatrixName.C3);
            double[][] a0 = s0;
            double[][] a1 = z1.s;
            double[][] a2 = z2.s;
            double[][] a3 = s3;
            s0 = inputs(shown, t, seed);
            s3 = new double[nb][model.classes()];
            for (int b = 0; b < nb; b++) {
                if (shown.context()[b] >= 0) {
                    s3[b][shown.context()[b]] = 1;
                }
            }
            spike(z1, j1, 0.001, Layer.HIDDEN1);
            spike(z2, j2, 0.001, Layer.HIDDEN2);
            spike(zy, jy, 0.001, Layer.CLASSIFIER);
            double[][] mod1 = modulator(z1.tr, np);
            double[][] mod2 = modulator(z2.tr, np);
            double[][] jR = new double[nb][model.inputs()];
            add(jR, 1, z1.s, MatrixName.R1);
            spike(zR, jR, 0, Layer.RECONSTRUCTION);
            double[][] ey = error(s3, zy.tr, np);
            double[][] eR = error(s0, zR.s, np);
            updates++;
            contrastive(MatrixName.W1, a0, z1.s, mod1, 0.1);
            contrastive(MatrixName.V2, a2, z1.s, mod1, 0.1);
            contrastive(MatrixName.M1, a1, z1.s, mod1, 0.01);
            contrastive(MatrixName.W2, a1, z2.s, mod2, 0.1);
            contrastive(MatrixName.M2, a2, z2.s, mod2, 0.01);
            if (model.supervised()) {
                contrastive(MatrixName.V2Y, a3, z1.s, mod1, 0.1);
                contrastive(MatrixName.V3Y, a3, z2.s, mod2, 0.1);
            }
            hebbian(MatrixName.C2, a1, ey);
            hebbian(MatrixName.C3, a2, ey);
            hebbian(MatrixName.R1, z1.s, eR);
        }
    }

    private static double[][] inputs(Presentation shown, int step, long seed) {
        int n = shown.pixels().length / shown.samples();
        int blocks = (n + 3) / 4;
        double[][] s = new double[shown.samples()][n];
        int[] words = new int[4];
        for (int b = 0; b < s.length; b++) {
            for (int i = 0; i < n; i++) {
                new Philox(seed)
                        .block(Stream.CSDP_INPUT, step * blocks + i / 4, shown.occasion(), shown.keys()[b], words);
                s[b][i] = Philox.uniform(words[i % 4]) < shown.pixels()[b * n + i] ? 1 : 0;
            }
        }
        return s;
    }

    private void add(double[][] current, double gain, double[][] s, MatrixName name) {
        double[][] weights = w.get(name);
        for (int b = 0; b < s.length; b++) {
            for (int i = 0; i < s[b].length; i++) {
                for (int j = 0; j < current[b].length; j++) {
                    current[b][j] += gain * s[b][i] * weights[i][j];
                }
            }
        }
    }

    private void spike(Cells z, double[][] j, double rho, Layer layer) {
        z.s = new double[j.length][j[0].length];
        for (int b = 0; b < j.length; b++) {
            double count = 0;
            for (int n = 0; n < j[b].length; n++) {
                z.v[b][n] += 0.03 * (j[b][n] - z.v[b][n]);
                closest = Math.min(closest, Math.abs(z.v[b][n] - z.thr[b][n]));
                z.s[b][n] = z.v[b][n] > z.thr[b][n] ? 1 : 0;
                z.v[b][n] *= 1 - z.s[b][n];
                z.tr[b][n] = z.s[b][n] == 1 ? 1 : (1 - 3 / 13.0) * z.tr[b][n];
                count += z.s[b][n];
            }
            for (int n = 0; n < j[b].length && rho > 0; n++) {
                z.thr[b][n] = Math.max(z.thr[b][n] + rho * (count - 1), 0.025);
            }
            spikes.merge(layer, (long) count, Long::sum);
        }
    }

    private static double[][] modulator(double[][] tr, int positives) {
        int nb = tr.length;
        double[][] mod = new double[nb][tr[0].length];
        for (int b = 0; b < nb; b++) {
            double delta = -10;
            for (double x : tr[b]) {
                delta += x * x;
            }
            for (int n = 0; n < tr[b].length; n++) {
                mod[b][n] = 2 * tr[b][n] * (1 / (1 + Math.exp(-delta)) - (b < positives ? 1 : 0)) / nb;
            }
        }
        return mod;
    }

    private static double[][] error(double[][] target, double[][] present, int positives) {
        double[][] e = new double[target.length][target[0].length];
        for (int b = 0; b < positives; b++) {
            for (int n = 0; n < e[b].length; n++) {
                e[b][n] = 2 * (target[b][n] - present[b][n]) / positives;
            }
        }
        return e;
    }

    private void contrastive(MatrixName name, double[][] a, double[][] s, double[][] mod, double gain) {
        boolean lateral = name == MatrixName.M1 || name == MatrixName.M2;
        update(
                name,
                (i, j) -> sum(a.length, b -> a[b][i] * gain * mod[b][j]),
                (i, j) -> LAMBDA * sum(a.length, b -> (1 - a[b][i]) * s[b][j]),
                lateral ? 0 : -1);
        for (int i = 0; lateral && i < w.get(name).length; i++) {
            w.get(name)[i][i] = 0;
        }
    }

    private void hebbian(MatrixName name, double[][] pre, double[][] e) {
        double[][] old = w.get(name);
        update(
                name,
                (i, j) -> -sum(pre.length, b -> pre[b][i] * 0.1 * e[b][j]) * (1 - Math.abs(old[i][j])),
                (i, j) -> 0,
                -1);
    }

    private interface Element {
        double at(int i, int j);
    }

    private interface Term {
        double of(int sample);
    }

    private static double sum(int samples, Term term) {
        double sum = 0;
        for (int b = 0; b < samples; b++) {
            sum += term.of(b);
        }
        return sum;
    }

    private void update(MatrixName name, Element gradient, Element decay, double lowest) {
        double[][] weights = w.get(name);
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                double g = gradient.at(i, j);
                double first = 0.9 * m.get(name)[i][j] + 0.1 * g;
                double second = 0.999 * v.get(name)[i][j] + 0.001 * g * g;
                m.get(name)[i][j] = first;
                v.get(name)[i][j] = second;
                double mHat = first / (1 - Math.pow(0.9, updates));
                double vHat = second / (1 - Math.pow(0.999, updates));
                double changed = weights[i][j] - ETA * mHat / (Math.sqrt(vHat) + 1e-8) - decay.at(i, j);
                weights[i][j] = Math.max(lowest, Math.min(1, changed));
            }
        }
    }

    /** A row-major copy. */
    static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
        }
        return flat;
    }
}
