package org.nalsm.engine.csdp;

import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/**
 * Shows samples to a network that learns from them, at every time step. Its state is the network, Adam's moments and the number
 * of updates: nothing else is remembered from one presentation to the next. Not for use by several threads at once.
 */
public final class CsdpTrainer {
    private final CsdpNetwork network;
    private final TileKernel kernel;
    private final Plasticity plasticity;
    private final Workers workers;
    private final long seed;
    private Course course;

    /**
     * @param network changes while training
     * @param seed of the input spikes
     */
    public CsdpTrainer(CsdpNetwork network, LearningRule rule, Kernel kernel, Workers workers, long seed) {
        this.network = network;
        this.kernel = TileKernel.of(kernel);
        this.plasticity = new Plasticity(network, rule, this.kernel);
        this.workers = workers;
        this.seed = seed;
        this.course = new Course(network, 1, this.kernel, workers);
    }

    /** The network as it is now. */
    public CsdpNetwork network() {
        return network;
    }

    /**
     * Shows samples, of which at least one is positive; all weights change in every time step.
     *
     * @throws UserException BAD_CONFIGURATION if a weight is no number afterwards
     */
    public Outcome train(Presentation shown) {
        if (shown.positives() == 0) {
            throw new IllegalArgumentException("no positive sample");
        }
        if (course.samples() != shown.samples()) {
            course = new Course(network, shown.samples(), kernel, workers);
        }
        Outcome outcome = course.run(shown, seed, plasticity, SpikeObserver.NONE);
        network.matrices().forEach(this::requireNumbers);
        return outcome;
    }

    private void requireNumbers(MatrixName name) {
        float[][] tiles = network.tiles(name);
        workers.forEach(tiles.length, t -> {
            for (float weight : tiles[t]) {
                if (Float.isNaN(weight)) {
                    throw new UserException(
                            UserException.Kind.BAD_CONFIGURATION,
                            "training diverged: a weight of " + name + " is not a number after " + plasticity.updates()
                                    + " updates; use a smaller learning rate");
                }
            }
        });
    }

    /** How often the weights have changed: once in every time step. */
    public long updates() {
        return plasticity.updates();
    }

    /** A copy of Adam's first moments of a matrix, row-major, pre x post. */
    public float[] firstMoments(MatrixName matrix) {
        return Tile.matrix(plasticity.first(matrix), network.rows(matrix), network.columns(matrix));
    }

    /** A copy of Adam's second moments of a matrix, row-major, pre x post. */
    public float[] secondMoments(MatrixName matrix) {
        return Tile.matrix(plasticity.second(matrix), network.rows(matrix), network.columns(matrix));
    }

    /**
     * Goes on from a stored state.
     *
     * @param updates how often the weights had changed
     * @param first Adam's first moments of all matrices, row-major, pre x post
     * @param second Adam's second moments
     * @throws IllegalArgumentException if one is missing or of the wrong size
     */
    public void restore(long updates, Map<MatrixName, float[]> first, Map<MatrixName, float[]> second) {
        for (MatrixName name : network.matrices()) {
            restore(name, first, plasticity.first(name));
            restore(name, second, plasticity.second(name));
        }
        plasticity.restore(updates);
    }

    private void restore(MatrixName name, Map<MatrixName, float[]> from, float[][] to) {
        float[][] tiles = Tile.of(from.getOrDefault(name, new float[0]), network.rows(name), network.columns(name), 0);
        for (int t = 0; t < tiles.length; t++) {
            System.arraycopy(tiles[t], 0, to[t], 0, tiles[t].length);
        }
    }
}
