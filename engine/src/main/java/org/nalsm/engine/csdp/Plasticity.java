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
        final float[] gradient = new float[Tile.WIDTH];
        final float[] fired = new float[Tile.WIDTH];
        /** Factors or errors of a tile's neurons, a row for every sample. */
        float[] signal = new float[0];
        /** In how many samples a presynaptic neuron spiked before a neuron of the tile, a row for every presynaptic one. */
        float[] together = new float[0];

        float[] signal(int samples) {
            if (signal.length < samples * Tile.WIDTH) {
                signal = new float[samples * Tile.WIDTH];
            }
            return signal;
        }

        /** All zero, as whoever writes in it clears it again. */
        float[] together(int rows) {
            if (together.length < rows * Tile.WIDTH) {
                together = new float[rows * Tile.WIDTH];
            }
            return together;
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
            kernel.scale(cells.trace[tile], b * Tile.WIDTH, factors[b], modulator);
        }
        long[] spikes = cells.spikes[tile];
        count(spikes, work.fired);
        for (MatrixName name : network.matrices()) {
            if (name.post() == cells.layer) {
                learnContrastive(name, tile, spikes, before[name.pre().ordinal()], modulator, work);
            }
        }
    }

    private void learnContrastive(
            MatrixName name, int tile, long[] spikes, SpikeLists before, float[] modulator, Scratch work) {
        float[] together = work.together(before.size + 1);
        // The row behind the last stays zero, for those who were silent in all samples.
        int none = before.size * Tile.WIDTH;
        countTogether(spikes, before, together);
        float[] w = network.tiles(name)[tile];
        float[] m = first[name.ordinal()][tile];
        float[] v = second[name.ordinal()][tile];
        float gain = rule.flippedLateral() && name.isLateral() ? -name.gain() : name.gain();
        for (int i = 0; i < before.size; i++) {
            int from = before.start[i];
            int to = before.start[i + 1];
            int at = i * Tile.WIDTH;
            boolean isSilent = from == to;
            Arrays.fill(work.gradient, 0);
            kernel.addRows(modulator, before.samplesOf, from, to, work.gradient);
            kernel.learnContrastive(
                    update,
                    gain,
                    name.lowest(),
                    work.gradient,
                    work.fired,
                    together,
                    isSilent ? none : at,
                    w,
                    m,
                    v,
                    at);
            if (!isSilent) {
                Arrays.fill(together, at, at + Tile.WIDTH, 0);
            }
        }
        if (name.isLateral()) {
            clearDiagonal(w, tile, before.size);
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

    /** The synapses onto the tile of the classifier learn: the error is {@code 2 (context - trace) / positives} in positive samples. */
    void learnClasses(LayerCells cells, int tile, Presentation shown, SpikeLists[] before) {
        Scratch work = scratch.get();
        float[] error = work.signal(cells.samples);
        float scale = (float) (BOTH_FACES / shown.positives());
        for (int b = 0; b < shown.positives(); b++) {
            for (int k = 0; k < Tile.WIDTH; k++) {
                float target = shown.context()[b] == tile * Tile.WIDTH + k ? 1 : 0;
                error[b * Tile.WIDTH + k] = scale * (target - cells.trace[tile][b * Tile.WIDTH + k]);
            }
        }
        learnHebbian(cells, tile, shown.positives(), error, before, work);
    }

    /** The synapses onto a tile of the reconstruction learn: the error is {@code 2 (input - spikes) / positives} in positive samples. */
    void learnReconstruction(LayerCells cells, int tile, Presentation shown, long[][] inputs, SpikeLists[] now) {
        Scratch work = scratch.get();
        float[] error = work.signal(cells.samples);
        float scale = (float) (BOTH_FACES / shown.positives());
        for (int b = 0; b < shown.positives(); b++) {
            long wanted = inputs[tile][b];
            long present = cells.spikes[tile][b];
            for (int k = 0; k < Tile.WIDTH; k++) {
                error[b * Tile.WIDTH + k] = scale * ((wanted >>> k & 1) - (present >>> k & 1));
            }
        }
        learnHebbian(cells, tile, shown.positives(), error, now, work);
    }

    private void learnHebbian(
            LayerCells cells, int tile, int positives, float[] error, SpikeLists[] presynaptic, Scratch work) {
        Arrays.fill(error, positives * Tile.WIDTH, cells.samples * Tile.WIDTH, 0);
        for (MatrixName name : network.matrices()) {
            if (name.post() == cells.layer) {
                SpikeLists pre = presynaptic[name.pre().ordinal()];
                for (int i = 0; i < pre.size; i++) {
                    Arrays.fill(work.gradient, 0);
                    kernel.addRows(error, pre.samplesOf, pre.start[i], pre.start[i + 1], work.gradient);
                    kernel.learnHebbian(
                            update,
                            work.gradient,
                            network.tiles(name)[tile],
                            first[name.ordinal()][tile],
                            second[name.ordinal()][tile],
                            i * Tile.WIDTH);
                }
            }
        }
    }
}
