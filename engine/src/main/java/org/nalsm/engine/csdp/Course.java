package org.nalsm.engine.csdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.training.Workers;

/**
 * The time steps of a presentation. In a step everybody hears the spikes of the step before, except the reconstruction, which
 * hears those of the same step. So a step has two parts, each shared by the workers: by samples, who spikes is listed, and by
 * tiles, synapses learn from the step and neurons go on to the next one.
 *
 * <p>All sums over samples or presynaptic neurons are in their order, whoever computes them. Not for use by several threads.
 */
final class Course {
    /** Samples of a part of the work. */
    private static final int TOGETHER = 20;

    private record TileOf(LayerCells cells, int tile) {}

    private final CsdpNetwork network;
    private final CsdpModel model;
    private final int samples;
    private final TileKernel kernel;
    private final Workers workers;
    private final LayerCells[] hidden;
    private final LayerCells classifier;
    private final LayerCells reconstruction;
    private final List<TileOf> tiles = new ArrayList<>();
    private final long[][] inputSpikes;
    private final long[][] contextSpikes;
    private final float[][] factors;
    private final double[][] goodness;
    private final float[][] reconstructed;
    private SpikeLists[] before = new SpikeLists[Layer.values().length];
    private SpikeLists[] now = new SpikeLists[Layer.values().length];
    private final ThreadLocal<float[][]> currents = ThreadLocal.withInitial(() -> new float[2][Tile.WIDTH]);

    Course(CsdpNetwork network, int samples, TileKernel kernel, Workers workers) {
        this.network = network;
        this.model = network.model();
        this.samples = samples;
        this.kernel = kernel;
        this.workers = workers;
        this.hidden = new LayerCells[] {
            new LayerCells(Layer.HIDDEN1, model, samples), new LayerCells(Layer.HIDDEN2, model, samples)
        };
        this.classifier = new LayerCells(Layer.CLASSIFIER, model, samples);
        this.reconstruction = new LayerCells(Layer.RECONSTRUCTION, model, samples);
        for (LayerCells ofLayer : layers()) {
            for (int t = 0; t < ofLayer.tiles(); t++) {
                tiles.add(new TileOf(ofLayer, t));
            }
        }
        for (Layer layer : Layer.values()) {
            before[layer.ordinal()] = new SpikeLists(model.size(layer), samples);
            now[layer.ordinal()] = new SpikeLists(model.size(layer), samples);
        }
        inputSpikes = new long[Tile.count(model.inputs())][samples];
        contextSpikes = new long[Tile.count(model.classes())][samples];
        factors = new float[hidden.length][samples];
        goodness = new double[hidden.length][samples];
        reconstructed = new float[inputSpikes.length][samples * Tile.WIDTH];
    }

    private List<LayerCells> layers() {
        return List.of(hidden[0], hidden[1], reconstruction, classifier);
    }

    int samples() {
        return samples;
    }

    /**
     * Shows samples to the network.
     *
     * @param plasticity by which it learns; null if it does not
     */
    Outcome run(Presentation shown, long seed, @Nullable Plasticity plasticity, SpikeObserver observer) {
        if (shown.samples() != samples || shown.pixels().length != samples * model.inputs()) {
            throw new IllegalArgumentException(shown.samples() + " samples with " + shown.pixels().length
                    + " pixels where " + samples + " samples of " + model.inputs() + " belong");
        }
        Tally tally = new Tally(model, samples);
        reset(shown);
        InputSpikes inputs = new InputSpikes(seed, shown, model.inputs());
        workers.forEach(tiles.size(), part -> advanceFirst(tiles.get(part)));
        int steps = model.dynamics().steps();
        for (int step = 0; step < steps; step++) {
            int t = step;
            SpikeLists[] heard = before;
            before = now;
            now = heard;
            workers.forEach((samples + TOGETHER - 1) / TOGETHER, part -> list(part, t, inputs, shown, tally));
            tally.add(step, goodness, shown.positives(), now);
            if (plasticity != null) {
                plasticity.nextStep();
            }
            workers.forEach(tiles.size(), part -> visit(tiles.get(part), shown, plasticity, t + 1 < steps));
            tell(step, observer, tally);
        }
        return tally.outcome(Tile.matrix(reconstructed, samples, model.inputs()));
    }

    private void reset(Presentation shown) {
        layers().forEach(ofLayer -> ofLayer.reset(network.thresholds(ofLayer.layer)));
        for (SpikeLists lists : now) {
            lists.clear();
        }
        for (float[] tile : reconstructed) {
            Arrays.fill(tile, 0);
        }
        for (long[] tile : contextSpikes) {
            Arrays.fill(tile, 0);
        }
        for (int b = 0; b < samples; b++) {
            int context = shown.context()[b];
            if (context >= model.classes()) {
                throw new IllegalArgumentException("context " + context + " of " + model.classes() + " classes");
            }
            if (context >= 0) {
                contextSpikes[context / Tile.WIDTH][b] = 1L << context % Tile.WIDTH;
            }
        }
    }

    /** The part of a step that goes by samples: who spikes, and what follows for thresholds and goodness. */
    private void list(int part, int step, InputSpikes inputs, Presentation shown, Tally tally) {
        int[] words = new int[4];
        for (int b = part * TOGETHER; b < Math.min(samples, (part + 1) * TOGETHER); b++) {
            inputs.draw(step, b, inputSpikes, words);
            now[Layer.INPUT.ordinal()].read(inputSpikes, b);
            now[Layer.CONTEXT.ordinal()].read(contextSpikes, b);
            for (LayerCells ofLayer : List.of(hidden[0], hidden[1], classifier)) {
                SpikeLists lists = now[ofLayer.layer.ordinal()];
                lists.read(ofLayer.spikes, b);
                ofLayer.shift[b] = (float) (model.dynamics().thresholdIncrement() * (lists.counts[b] - 1));
            }
            for (int l = 0; l < hidden.length; l++) {
                goodness[l][b] = hidden[l].goodness(b);
                double delta = goodness[l][b] - model.dynamics().goodnessThreshold();
                factors[l][b] = Plasticity.factor(delta, b < shown.positives(), samples);
            }
            tally.addSpikes(b, now);
        }
    }

    /** The first step: nobody has spiked. */
    private void advanceFirst(TileOf part) {
        if (part.cells().layer != Layer.RECONSTRUCTION) {
            advance(part);
        }
    }

    /** The part of a step that goes by tiles: learning from the step, and going on. */
    private void visit(TileOf part, Presentation shown, @Nullable Plasticity plasticity, boolean goesOn) {
        LayerCells ofLayer = part.cells();
        int tile = part.tile();
        if (ofLayer.layer == Layer.RECONSTRUCTION) {
            advance(part);
            for (int n = 0; n < reconstructed[tile].length; n++) {
                reconstructed[tile][n] += ofLayer.trace[tile][n];
            }
            if (plasticity != null) {
                plasticity.learnReconstruction(ofLayer, tile, shown, inputSpikes, now);
            }
            return;
        }
        if (plasticity != null) {
            if (ofLayer.layer == Layer.CLASSIFIER) {
                plasticity.learnClasses(ofLayer, tile, shown, before);
            } else {
                plasticity.learnContrastive(ofLayer, tile, factors[ofLayer == hidden[0] ? 0 : 1], before);
            }
        }
        if (goesOn) {
            advance(part);
        }
    }

    /** The neurons of a tile hear the spikes that are listed. */
    private void advance(TileOf part) {
        LayerCells ofLayer = part.cells();
        int tile = part.tile();
        float[][] current = currents.get();
        float[] excitation = current[0];
        float[] inhibition = current[1];
        for (int b = 0; b < samples; b++) {
            Arrays.fill(excitation, 0);
            Arrays.fill(inhibition, 0);
            for (MatrixName name : ofLayer.incoming) {
                SpikeLists lists = now[name.pre().ordinal()];
                int from = b * lists.size;
                kernel.addRows(
                        network.tiles(name)[tile],
                        lists.neurons,
                        from,
                        from + lists.counts[b],
                        name.isLateral() ? inhibition : excitation);
            }
            int at = b * Tile.WIDTH;
            long spikes = kernel.advance(
                    ofLayer.constants,
                    excitation,
                    inhibition,
                    ofLayer.shift[b],
                    ofLayer.v[tile],
                    ofLayer.threshold[tile],
                    ofLayer.trace[tile],
                    at);
            ofLayer.spikes[tile][b] = spikes;
            ofLayer.spiked[tile][b] |= spikes;
            if (ofLayer.layer.isHidden()) {
                ofLayer.squares[tile][b] = kernel.sumOfSquares(ofLayer.trace[tile], at);
            }
        }
    }

    private void tell(int step, SpikeObserver observer, Tally tally) {
        SpikeLists lists = now[Layer.RECONSTRUCTION.ordinal()];
        for (int b = 0; b < samples; b++) {
            lists.read(reconstruction.spikes, b);
        }
        tally.addReconstruction(lists);
        if (observer == SpikeObserver.NONE) {
            return;
        }
        for (int b = 0; b < samples; b++) {
            for (Layer layer : Layer.values()) {
                SpikeLists ofLayer = now[layer.ordinal()];
                int from = b * ofLayer.size;
                observer.step(
                        step,
                        b,
                        layer,
                        Arrays.copyOfRange(ofLayer.neurons, from, from + ofLayer.counts[b]),
                        ofLayer.counts[b]);
            }
        }
    }
}
