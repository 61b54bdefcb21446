package org.nalsm.engine.diehlcook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The published network written down as its equations are, in double precision and absolute potentials, neuron by neuron and
 * synapse by synapse. Shares nothing with the engine but input spikes, initial weights and delays.
 */
final class PlainReference {
    private static final double DT = 0.1;
    private static final int INPUTS = 784;

    final int n;
    final double[][] w;
    final int[][] delay;
    final double[] theta;
    final double[] ve;
    final double[] gee;
    final double[] gie;
    final double[] vi;
    final double[] gei;
    private final boolean training;
    private final long[] lastE;
    private final long[] lastI;
    private final long[] timerSince;
    private final long[][] preAt;
    private final long[] postAt;
    private long now;
    private final List<long[]> inFlight = new ArrayList<>();

    PlainReference(LearnedNetwork network, boolean training) {
        n = network.model().neurons();
        this.training = training;
        w = new double[INPUTS][n];
        delay = new int[INPUTS][n];
        preAt = new long[INPUTS][n];
        for (int i = 0; i < INPUTS; i++) {
            for (int j = 0; j < n; j++) {
                w[i][j] = network.weights()[i * n + j];
                delay[i][j] = network.delays()[i * n + j];
                preAt[i][j] = -1;
            }
        }
        theta = network.thetaMv().clone();
        ve = filled(-65);
        vi = filled(-60);
        gee = filled(0);
        gie = filled(0);
        gei = filled(0);
        lastE = never();
        lastI = never();
        postAt = never();
        timerSince = new long[n];
        Arrays.fill(timerSince, -1); // the timer is 0.1 ms after the first update, step 0
    }

    private double[] filled(double value) {
        double[] a = new double[n];
        Arrays.fill(a, value);
        return a;
    }

    private long[] never() {
        long[] a = new long[n];
        Arrays.fill(a, Long.MIN_VALUE / 2);
        return a;
    }

    void normalise() {
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int i = 0; i < INPUTS; i++) {
                sum += w[i][j];
            }
            for (int i = 0; i < INPUTS; i++) {
                w[i][j] *= 78 / sum;
            }
        }
    }

    /** One step with the inputs that spike in it; returns the excitatory neurons that spike. */
    List<Integer> step(List<Integer> inputSpikes) {
        // A
        for (int j = 0; j < n; j++) {
            if (now - lastE[j] >= 50) {
                ve[j] += DT / 100 * ((-65 - ve[j]) + gee[j] * (0 - ve[j]) + gie[j] * (-100 - ve[j]));
            }
            if (now - lastI[j] >= 20) {
                vi[j] += DT / 10 * ((-60 - vi[j]) + gei[j] * (0 - vi[j]));
            }
            gee[j] *= 1 - DT / 1;
            gie[j] *= 1 - DT / 2;
            gei[j] *= 1 - DT / 1;
            if (training) {
                theta[j] *= 1 - DT / 1e7;
            }
        }
        // B
        List<Integer> excitatory = new ArrayList<>();
        List<Integer> inhibitory = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            if (ve[j] > theta[j] - 72 && now - timerSince[j] >= 500 && now - lastE[j] >= 50) {
                excitatory.add(j);
                lastE[j] = now;
            }
            if (vi[j] > -40 && now - lastI[j] >= 20) {
                inhibitory.add(j);
                lastI[j] = now;
            }
        }
        // C
        excitatory.forEach(j -> gei[j] += 10.4);
        for (int k : inhibitory) {
            for (int j = 0; j < n; j++) {
                gie[j] += j == k ? 0 : 17;
            }
        }
        inputSpikes.forEach(i -> inFlight.add(new long[] {i, now}));
        inFlight.removeIf(spike -> now - spike[1] > 100);
        for (long[] spike : inFlight) {
            arrive((int) spike[0], now - spike[1]);
        }
        // D, E
        for (int j : excitatory) {
            if (training) {
                for (int i = 0; i < INPUTS; i++) {
                    double pre = preAt[i][j] < 0 ? 0 : Math.exp(-(now - preAt[i][j]) * DT / 20);
                    double post2 = Math.exp(-(now - postAt[j]) * DT / 40);
                    w[i][j] = Math.min(1, Math.max(0, w[i][j] + 0.01 * pre * post2));
                }
                postAt[j] = now;
                theta[j] += 0.05;
            }
            ve[j] = -65;
            timerSince[j] = now;
        }
        inhibitory.forEach(k -> vi[k] = -45);
        now++;
        return excitatory;
    }

    private void arrive(int i, long age) {
        for (int j = 0; j < n; j++) {
            if (delay[i][j] == age) {
                gee[j] += w[i][j];
                if (training) {
                    double post1 = Math.exp(-(now - postAt[j]) * DT / 20);
                    preAt[i][j] = now;
                    w[i][j] = Math.min(1, Math.max(0, w[i][j] - 0.0001 * post1));
                }
            }
        }
    }
}
