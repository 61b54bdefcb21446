package org.nalsm.engine.liquid.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/** Liquid-semantics, section 2, written down once more without regard for time or memory. */
final class NaiveNetwork {
    record Synapse(int pre, int post, int sign) {}

    private record Keyed(BigInteger key, int index) {
        static final Comparator<Keyed> ORDER = Comparator.comparing(Keyed::key).thenComparing(Keyed::index);
    }

    final List<Integer> cells = new ArrayList<>();
    /** By (pre, post). */
    final List<Synapse> synapses = new ArrayList<>();

    NaiveNetwork(int d0, int d1, int d2, int inputs, long seed) {
        Philox random = new Philox(seed);
        int n = d0 * d1 * d2;
        long excitatory = Math.round(0.8 * n);
        List<Keyed> keyedCells = new ArrayList<>();
        for (int g = 0; g < n; g++) {
            keyedCells.add(new Keyed(key(random, Stream.NEURON_POSITION, g, 0), g));
        }
        keyedCells.sort(Keyed.ORDER);
        keyedCells.forEach(cell -> cells.add(cell.index));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double p = i == j ? 0 : probability(i < excitatory, j < excitatory, squared(i, j, d1, d2));
                int[] x = new int[4];
                random.block(Stream.LIQUID_CONNECTIVITY, i, j, 0, x);
                if (p >= Math.pow(2, -24) && (x[0] >>> 8) * Math.pow(2, -24) < p) {
                    synapses.add(new Synapse(i, j, i < excitatory ? 1 : -1));
                }
            }
        }
        List<Keyed> pairs = new ArrayList<>();
        for (int channel = 0; channel < inputs; channel++) {
            for (int j = 0; j < n; j++) {
                pairs.add(new Keyed(key(random, Stream.INPUT_CONNECTIVITY, channel, j), channel * n + j));
            }
        }
        pairs.sort(Keyed.ORDER);
        pairs.subList(0, 15 * n * inputs / 100).stream()
                .map(Keyed::index)
                .sorted()
                .forEach(pair -> {
                    boolean plus = random.word(Stream.INPUT_SIGN, pair / n, pair % n, 0) % 2 != 0;
                    synapses.add(new Synapse(n + pair / n, pair % n, plus ? 1 : -1));
                });
    }

    /** P of two different neurons. */
    static double probability(boolean preExcitatory, boolean postExcitatory, double squaredDistance) {
        double[][] scale = {{0.05, 0.3}, {0.1, 0.2}};
        return scale[preExcitatory ? 1 : 0][postExcitatory ? 1 : 0] * Math.exp(-squaredDistance / 9);
    }

    private double squared(int i, int j, int d1, int d2) {
        int a = cells.get(i);
        int b = cells.get(j);
        return Math.pow(a / (d1 * d2) - b / (d1 * d2), 2)
                + Math.pow(a / d2 % d1 - b / d2 % d1, 2)
                + Math.pow(a % d2 - b % d2, 2);
    }

    private static BigInteger key(Philox random, Stream stream, int index0, int index1) {
        int[] x = new int[4];
        random.block(stream, index0, index1, 0, x);
        return new BigInteger(Integer.toUnsignedString(x[0]))
                .shiftLeft(32)
                .add(new BigInteger(Integer.toUnsignedString(x[1])));
    }
}
