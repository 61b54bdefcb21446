package org.nalsm.engine.csdp;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/** The weights of a network, and the thresholds that its neurons start a sample with. Trainers change the weights. */
public final class CsdpNetwork implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double MEAN_THRESHOLD = 0.055;
    private static final double THRESHOLD_SPREAD = 0.025;
    private static final int WORDS = 4;

    private final CsdpModel model;
    /** Weights in tiles, see {@link Tile#of}. */
    private final EnumMap<MatrixName, float[][]> weights = new EnumMap<>(MatrixName.class);

    private final EnumMap<Layer, float[]> thresholds = new EnumMap<>(Layer.class);

    private CsdpNetwork(CsdpModel model) {
        this.model = model;
    }

    /**
     * An untrained network: weights uniform in [-1, 1), thresholds uniform in 0.055 -+ 0.025.
     *
     * @param projected whether lateral weights are absolute values and neurons do not inhibit themselves; otherwise the first
     *     update sees to it
     */
    public static CsdpNetwork initial(CsdpModel model, boolean projected, long seed) {
        Philox random = new Philox(seed);
        Map<MatrixName, float[]> weights = model.matrices().stream()
                .collect(Collectors.toMap(Function.identity(), name -> weights(model, name, projected, random)));
        Map<Layer, float[]> thresholds = Layer.SPIKING.stream()
                .collect(Collectors.toMap(Function.identity(), layer -> thresholds(model, layer, random)));
        return of(model, weights, thresholds);
    }

    private static float[] weights(CsdpModel model, MatrixName name, boolean projected, Philox random) {
        int columns = model.size(name.post());
        float[] drawn = new float[model.weights(name)];
        int[] words = new int[WORDS];
        for (int at = 0; at < drawn.length; at++) {
            int column = at % columns;
            if (column % WORDS == 0) {
                random.block(Stream.CSDP_WEIGHTS, at / columns, column / WORDS, name.ordinal(), words);
            }
            float weight = 2 * Philox.uniform(words[column % WORDS]) - 1;
            if (projected && name.isLateral()) {
                weight = at / columns == column ? 0 : Math.abs(weight);
            }
            drawn[at] = weight;
        }
        return drawn;
    }

    private static float[] thresholds(CsdpModel model, Layer layer, Philox random) {
        float[] drawn = new float[model.size(layer)];
        for (int j = 0; j < drawn.length; j++) {
            float uniform = Philox.uniform(random.word(Stream.CSDP_THRESHOLDS, j, 0, layer.ordinal()));
            drawn[j] = (float) (MEAN_THRESHOLD + THRESHOLD_SPREAD * (2 * uniform - 1));
        }
        return drawn;
    }

    /**
     * A network of given weights and thresholds.
     *
     * @param weights row-major, pre x post, of all {@link CsdpModel#matrices}
     * @param thresholds of z1, z2, classifier and reconstruction
     * @throws IllegalArgumentException if one is missing or of the wrong size
     */
    public static CsdpNetwork of(CsdpModel model, Map<MatrixName, float[]> weights, Map<Layer, float[]> thresholds) {
        CsdpNetwork network = new CsdpNetwork(model);
        for (MatrixName name : model.matrices()) {
            float[] given = weights.getOrDefault(name, new float[0]);
            network.weights.put(name, Tile.of(given, model.size(name.pre()), model.size(name.post()), 0));
        }
        for (Layer layer : Layer.SPIKING) {
            float[] given = thresholds.getOrDefault(layer, new float[0]);
            if (given.length != model.size(layer)) {
                throw new IllegalArgumentException(
                        given.length + " thresholds for the " + model.size(layer) + " neurons of " + layer);
            }
            network.thresholds.put(layer, given.clone());
        }
        return network;
    }

    /** What the network is made of. */
    public CsdpModel model() {
        return model;
    }

    /** Its matrices. */
    public List<MatrixName> matrices() {
        return model.matrices();
    }

    /** Number of presynaptic neurons of a matrix. */
    public int rows(MatrixName matrix) {
        return model.size(matrix.pre());
    }

    /** Number of postsynaptic neurons of a matrix. */
    public int columns(MatrixName matrix) {
        return model.size(matrix.post());
    }

    /** A copy of a matrix, row-major, pre x post. */
    public float[] weights(MatrixName matrix) {
        return Tile.matrix(tiles(matrix), rows(matrix), columns(matrix));
    }

    /** A copy of the thresholds of z1, z2, the classifier or the reconstruction at the start of a sample. */
    public float[] thresholds(Layer layer) {
        float[] initial = thresholds.get(layer);
        if (initial == null) {
            throw new IllegalArgumentException(layer + " has no thresholds");
        }
        return initial.clone();
    }

    /** The weights themselves, in tiles. */
    float[][] tiles(MatrixName matrix) {
        float[][] tiles = weights.get(matrix);
        if (tiles == null) {
            throw new IllegalArgumentException("the network has no matrix " + matrix);
        }
        return tiles;
    }
}
