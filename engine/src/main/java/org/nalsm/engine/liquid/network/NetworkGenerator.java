package org.nalsm.engine.liquid.network;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Generates the network of liquid-semantics, section 2: neurons on a 3-D grid, connected with a
 * probability {@code C exp(-D^2 / lambda^2)} that falls with their distance D (W. Maass, T. Natschläger,
 * H. Markram, Neural Computation 14, 2002), and inputs connected to 15 % of all (channel, neuron) pairs.
 */
public final class NetworkGenerator {
    private static final double LAMBDA = 3;
    private static final double LARGEST_SCALE = 0.3;
    private static final double SMALLEST_PROBABILITY = 0x1p-24;
    private static final int INPUT_DENSITY_PERCENT = 15;

    private final NetworkParameters parameters;
    private final Philox random;
    private final int liquid;

    public NetworkGenerator(NetworkParameters parameters) {
        this.parameters = parameters;
        this.random = new Philox(parameters.seed());
        this.liquid = parameters.neurons();
    }

    /** Generates the network; the same for the same parameters. */
    public Network generate() {
        int[] cell = permutation();
        SynapseRows rows = new SynapseRows(liquid + parameters.inputs());
        connectLiquid(cell, rows);
        connectInputs(rows);
        return new Network(
                parameters.excitatory(), liquid, parameters.inputs(), rows.starts(), rows.posts(), rows.signs(), cell);
    }

    private int[] permutation() {
        record Entry(long key, int index) {}
        Entry[] entries = new Entry[liquid];
        for (int g = 0; g < liquid; g++) {
            entries[g] = new Entry(random.sortKey(Stream.NEURON_POSITION, g, 0, 0), g);
        }
        Arrays.sort(entries, (a, b) -> {
            int byKey = Long.compareUnsigned(a.key, b.key);
            return byKey != 0 ? byKey : Integer.compare(a.index, b.index);
        });
        return Arrays.stream(entries).mapToInt(Entry::index).toArray();
    }

    private void connectLiquid(int[] cell, SynapseRows rows) {
        int excitatory = parameters.excitatory();
        double[] decay = distanceDecay();
        int[] x = new int[liquid];
        int[] y = new int[liquid];
        int[] z = new int[liquid];
        for (int n = 0; n < liquid; n++) {
            z[n] = cell[n] % parameters.sizeZ();
            y[n] = cell[n] / parameters.sizeZ() % parameters.sizeY();
            x[n] = cell[n] / parameters.sizeZ() / parameters.sizeY();
        }
        int[] words = new int[4];
        for (int pre = 0; pre < liquid; pre++) {
            byte sign = (byte) (pre < excitatory ? 1 : -1);
            for (int post = 0; post < liquid; post++) {
                long dx = (long) x[pre] - x[post];
                long dy = (long) y[pre] - y[post];
                long dz = (long) z[pre] - z[post];
                long squared = dx * dx + dy * dy + dz * dz;
                if (pre == post || squared >= decay.length) {
                    continue;
                }
                double probability = scale(pre < excitatory, post < excitatory) * decay[(int) squared];
                if (probability < SMALLEST_PROBABILITY) {
                    continue;
                }
                random.block(Stream.LIQUID_CONNECTIVITY, pre, post, 0, words);
                if (Philox.uniform(words[0]) < probability) {
                    rows.add(post, sign);
                }
            }
            rows.endRow();
        }
    }

    private static double scale(boolean preExcitatory, boolean postExcitatory) {
        if (preExcitatory) {
            return postExcitatory ? 0.2 : 0.1;
        }
        return postExcitatory ? LARGEST_SCALE : 0.05;
    }

    /** exp(-D^2 / lambda^2) by squared distance, as far as neurons of any class can be connected. */
    private static double[] distanceDecay() {
        return IntStream.iterate(0, squared -> squared + 1)
                .mapToDouble(squared -> Math.exp(-squared / (LAMBDA * LAMBDA)))
                .takeWhile(decay -> LARGEST_SCALE * decay >= SMALLEST_PROBABILITY)
                .toArray();
    }

    /**
     * The pairs with the smallest (key, channel * N + post) are connected. Keys are drawn again where they are needed, as a
     * large liquid has hundreds of megabytes of them.
     */
    private void connectInputs(SynapseRows rows) {
        int pairs = Math.multiplyExact(liquid, parameters.inputs());
        int connected = (int) ((long) INPUT_DENSITY_PERCENT * pairs / 100);
        SmallestKeys smallest = SmallestKeys.of(pairs, connected, this::inputKey);
        int ties = smallest.ties();
        for (int channel = 0; channel < parameters.inputs(); channel++) {
            for (int post = 0; post < liquid; post++) {
                int order = Long.compareUnsigned(inputKey(channel * liquid + post), smallest.limit());
                if (order < 0 || order == 0 && ties-- > 0) {
                    boolean positive = (random.word(Stream.INPUT_SIGN, channel, post, 0) & 1) == 1;
                    rows.add(post, (byte) (positive ? 1 : -1));
                }
            }
            rows.endRow();
        }
    }

    private long inputKey(int pair) {
        return random.sortKey(Stream.INPUT_CONNECTIVITY, pair / liquid, pair % liquid, 0);
    }
}
