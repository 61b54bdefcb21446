package org.nalsm.engine.csdp;

import java.util.Arrays;

/** State of the neurons of a layer, by tile; within a tile a row for every sample. */
final class LayerCells {
    final Layer layer;
    final NeuronStep constants;
    /** The matrices onto the layer. */
    final MatrixName[] incoming;

    final int size;
    final int samples;
    final float[][] v;
    final float[][] threshold;
    final float[][] trace;
    /** Who spikes: {@code spikes[tile][sample]}, neuron k of the tile as bit k. */
    final long[][] spikes;
    /** Who has spiked since the reset, like {@code spikes}: all others have no trace. */
    final long[][] spiked;

    /** Sum of the squared traces: {@code squares[tile][sample]}. */
    final float[][] squares;
    /** What the spikes of the step do to the thresholds, by sample. */
    final float[] shift;

    LayerCells(Layer layer, CsdpModel model, int samples) {
        this.layer = layer;
        this.constants = constants(layer, model.dynamics());
        this.incoming = model.onto(layer);
        this.size = model.size(layer);
        int tiles = Tile.count(size);
        this.samples = samples;
        this.v = new float[tiles][samples * Tile.WIDTH];
        this.threshold = new float[tiles][samples * Tile.WIDTH];
        this.trace = new float[tiles][samples * Tile.WIDTH];
        this.spikes = new long[tiles][samples];
        this.spiked = new long[tiles][samples];
        this.squares = new float[tiles][samples];
        this.shift = new float[samples];
    }

    private static NeuronStep constants(Layer layer, Dynamics dynamics) {
        float gain = layer.isHidden() ? MatrixName.W1.gain() : MatrixName.C2.gain();
        float lateralGain = layer.isHidden() ? MatrixName.M1.gain() : 0;
        // The thresholds of the reconstruction do not change.
        float floor = layer == Layer.RECONSTRUCTION ? 0 : (float) dynamics.thresholdFloor();
        return new NeuronStep(gain, lateralGain, dynamics.leak(), dynamics.traceDecay(), floor);
    }

    int tiles() {
        return v.length;
    }

    /** At rest, nothing has happened. */
    void reset(float[] thresholds) {
        for (int t = 0; t < tiles(); t++) {
            Arrays.fill(v[t], 0);
            Arrays.fill(trace[t], 0);
            Arrays.fill(spikes[t], 0);
            Arrays.fill(spiked[t], 0);
            Arrays.fill(squares[t], 0);
            // Those that fill up the last tile never spike.
            Arrays.fill(threshold[t], Float.POSITIVE_INFINITY);
            int width = Math.min(Tile.WIDTH, size - t * Tile.WIDTH);
            for (int b = 0; b < samples; b++) {
                System.arraycopy(thresholds, t * Tile.WIDTH, threshold[t], b * Tile.WIDTH, width);
            }
        }
        Arrays.fill(shift, 0);
    }

    /** Sum of the squared traces of a sample. */
    double goodness(int sample) {
        double sum = 0;
        for (float[] ofTile : squares) {
            sum += ofTile[sample];
        }
        return sum;
    }
}
