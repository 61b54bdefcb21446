package org.nalsm.engine.csdp;

import java.util.Arrays;

/** Changes weights, tile by tile, and keeps Adam's moments. */
final class Plasticity {
    private static final double BOTH_FACES = 2;

    private final CsdpNetwork network;
    private final LearningRule rule;
    private final TileKernel kernel;
    /** Adam's first moments in tiles, by {@link MatrixName#ordinal}. */
    private final float[][][] first = new float[MatrixName.values().length][][];

    private final float[][][] second = new float[MatrixName.values().length][][];
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private long updates;
    private UpdateStep update;

    /** What a thread works with. */
    private static final class Scratch {
        final float[] fired = new float[Tile.WIDTH];
        /** Modulators or errors of a tile's neurons, a row for every sample. */
        float[] signal = new float[0];
        /** Sums over the samples in which a presynaptic neuron has spiked, a row for every one: of the signal, ... */
        float[] gradient = new float[0];
        /** ... and of the spikes of the tile's neurons. */
        float[] together = new float[0];

        float[] signal(int samples) {
            if (signal.length < samples * Tile.WIDTH) {
                signal = new float[samples * Tile.WIDTH];
            }
            return signal;
        }

        /** Makes room for the sums of so many presynaptic neurons. They are zero, as whoever uses them clears them again. */
        void reserve(int rows) {
            if (gradient.length < rows * Tile.WIDTH) {
                gradient = new float[rows * Tile.WIDTH];
                together = new float[rows * Tile.WIDTH];
            }
        }

        void clear(int at) {
            Arrays.fill(gradient, at, at + Tile.WIDTH, 0);
            Arrays.fill(together, at, at + Tile.WIDTH, 0);
        }
    }

    Plasticity(CsdpNetwork network, LearningRule rule, TileKernel kernel) {
        this.network = network;
        this.rule = rule;
        this.kernel = kernel;
        for (MatrixName name : network.matrices()) {
            float[][] weights = network.tiles(name);
            first[name.ordinal()] = new float[weights.length][weights[0].length];
            second[name.ordinal()] = new float[weights.length][weights[0].length];
        }
        this.update = UpdateStep.of(rule, 1);
    }

    float[][] first(MatrixName name) {
        return first[name.ordinal()];
    }

    float[][] second(MatrixName name) {
        return second[name.ordinal()];
    }

    long updates() {
        return updates;
    }

    void restore(long made) {
        updates = made;
    }

    /** The tiles of a new time step follow. */
    void nextStep() {
        updates++;
        update = UpdateStep.of(rule, updates);
    }

    /**
     * Factor by which traces of a sample are the gradient of the loss: {@code 2 (sigmoid(delta) - label) / samples}, with delta
     * the goodness above its threshold.
     */
    static float factor(double delta, boolean isPositive, int samples) {
        double sigmoid = 1 / (1 + StrictMath.exp(-delta));
        return (float) (BOTH_FACES * (sigmoid - (isPositive ? 1 : 0)) / samples);
    }

    /**
     * The synapses onto a tile of a hidden layer learn.
     *
     * @param factors of the traces, by sample, see {@link #factor}
     * @param before spikes of the presynaptic layers in the step before, by {@link Layer#ordinal}
     */
    void learnContrastive(LayerCells cells, int tile, float[] factors, SpikeLists[] before) {
        Scratch work = scratch.get();
        float[] modulator = work.signal(cells.samples);
        for (int b = 0; b < cells.samples; b++) {
            if (cells.spiked[tile][b] != 0) {
                kernel.scale(cells.trace[tile], b * Tile.WIDTH, factors[b], modulator);
            }
        }
        count(cells.spikes[tile], work.fired);
        for (MatrixName name : cells.incoming) {
            learnContrastive(cells, tile, name, before[name.pre().ordinal()], work);
        }
    }

    private void learnContrastive(LayerCells cells, int tile, MatrixName name, SpikeLists before, Scratch work) {
        work.reserve(before.size + 1);
        addToRows(cells.spiked[tile], cells.samples, before, work);
        countTogether(cells.spikes[tile], before, work.together);
        float[] w = network.tiles(name)[tile];
        float[] m = first[name.ordinal()][tile];
        float[] v = second[name.ordinal()][tile];
        float gain = rule.flippedLateral() && name.isLateral() ? -name.gain() : name.gain();
        // The row behind the last stays zero, for those who were silent in all samples.
        int none = before.size * Tile.WIDTH;
        for (int i = 0; i < before.size; i++) {
            int at = i * Tile.WIDTH;
            int sumsAt = before.isHeard[i] ? at : none;
            kernel.learnContrastive(
                    update, gain, name.lowest(), work.gradient, work.together, sumsAt, work.fired, w, m, v, at);
            if (before.isHeard[i]) {
                work.clear(at);
            }
        }
        if (name.isLateral()) {
            clearDiagonal(w, tile, before.size);
        }
    }

    /** Adds the signal of every sample to the rows of the neurons that spiked in it. */
    private void addToRows(long[] nonZero, int samples, SpikeLists presynaptic, Scratch work) {
        for (int b = 0; b < samples; b++) {
            if (nonZero[b] != 0) {
                int from = b * presynaptic.size;
                kernel.addToRows(
                        work.signal,
                        b * Tile.WIDTH,
                        nonZero[b],
                        presynaptic.neurons,
                        from,
                        from + presynaptic.counts[b],
                        work.gradient);
            }
        }
    }

    private static void count(long[] spikes, float[] fired) {
        Arrays.fill(fired, 0);
        for (long ofSample : spikes) {
            for (long rest = ofSample; rest != 0; rest &= rest - 1) {
                fired[Long.numberOfTrailingZeros(rest)]++;
            }
        }
    }

    private static void countTogether(long[] spikes, SpikeLists before, float[] together) {
        for (int b = 0; b < spikes.length; b++) {
            for (long rest = spikes[b]; rest != 0; rest &= rest - 1) {
                int k = Long.numberOfTrailingZeros(rest);
                int from = b * before.size;
                for (int e = from; e < from + before.counts[b]; e++) {
                    together[before.neurons[e] * Tile.WIDTH + k]++;
                }
            }
        }
    }

    private static void clearDiagonal(float[] w, int tile, int size) {
        for (int i = tile * Tile.WIDTH; i < Math.min(size, (tile + 1) * Tile.WIDTH); i++) {
            w[i * Tile.WIDTH + i % Tile.WIDTH] = 0;
        }
    }

    /** The synapses onto a tile of the classifier learn: the error is {@code 2 (context - trace) / positives} in positive samples. */
    void learnClasses(LayerCells cells, int tile, Presentation shown, SpikeLists[] before) {
        Scratch work = scratch.get();
        float[] error = work.signal(cells.samples);
        long[] nonZero = new long[shown.positives()];
        Arrays.fill(nonZero, -1);
        float scale = (float) (BOTH_FACES / shown.positives());
        for (int b = 0; b < shown.positives(); b++) {
            for (int k = 0; k < Tile.WIDTH; k++) {
                float target = shown.context()[b] == tile * Tile.WIDTH + k ? 1 : 0;
                error[b * Tile.WIDTH + k] = scale * (target - cells.trace[tile][b * Tile.WIDTH + k]);
            }
        }
        learnHebbian(cells, tile, nonZero, before, work);
    }

    /** The synapses onto a tile of the reconstruction learn: the error is {@code 2 (input - spikes) / positives} in positive samples. */
    void learnReconstruction(LayerCells cells, int tile, Presentation shown, long[][] inputs, SpikeLists[] now) {
        Scratch work = scratch.get();
        float[] error = work.signal(cells.samples);
        long[] nonZero = new long[shown.positives()];
        float scale = (float) (BOTH_FACES / shown.positives());
        for (int b = 0; b < shown.positives(); b++) {
            long wanted = inputs[tile][b];
            long present = cells.spikes[tile][b];
            nonZero[b] = wanted ^ present;
            for (int k = 0; k < Tile.WIDTH; k++) {
                error[b * Tile.WIDTH + k] = scale * ((wanted >>> k & 1) - (present >>> k & 1));
            }
        }
        learnHebbian(cells, tile, nonZero, now, work);
    }

    private void learnHebbian(LayerCells cells, int tile, long[] nonZero, SpikeLists[] presynaptic, Scratch work) {
        for (MatrixName name : cells.incoming) {
            SpikeLists pre = presynaptic[name.pre().ordinal()];
            work.reserve(pre.size + 1);
            addToRows(nonZero, nonZero.length, pre, work);
            float[] w = network.tiles(name)[tile];
            float[] m = first[name.ordinal()][tile];
            float[] v = second[name.ordinal()][tile];
            int none = pre.size * Tile.WIDTH;
            for (int i = 0; i < pre.size; i++) {
                int at = i * Tile.WIDTH;
                kernel.learnHebbian(update, work.gradient, pre.isHeard[i] ? at : none, w, m, v, at);
                if (pre.isHeard[i]) {
                    work.clear(at);
                }
            }
        }
    }
}
