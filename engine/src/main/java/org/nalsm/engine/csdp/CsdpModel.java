package org.nalsm.engine.csdp;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a network is made of.
 *
 * @param inputs number of input neurons, which the reconstruction layer has too
 * @param hidden1 neurons of the first hidden layer
 * @param hidden2 neurons of the second
 * @param classes neurons of the context layer and of the classifier
 * @param supervised whether the context reaches the hidden layers
 */
public record CsdpModel(int inputs, int hidden1, int hidden2, int classes, boolean supervised, Dynamics dynamics)
        implements Serializable {
    /** @throws IllegalArgumentException if a layer is empty */
    public CsdpModel {
        Objects.requireNonNull(dynamics, "dynamics");
        if (Math.min(Math.min(inputs, classes), Math.min(hidden1, hidden2)) < 1) {
            throw new IllegalArgumentException("layers of " + inputs + ", " + hidden1 + ", " + hidden2 + " and "
                    + classes + " neurons: every layer needs at least one");
        }
    }

    /** Number of neurons of a layer. */
    public int size(Layer layer) {
        return switch (layer) {
            case INPUT, RECONSTRUCTION -> inputs;
            case HIDDEN1 -> hidden1;
            case HIDDEN2 -> hidden2;
            case CONTEXT, CLASSIFIER -> classes;
        };
    }

    /** The matrices of such a network. */
    public List<MatrixName> matrices() {
        return Arrays.stream(MatrixName.values())
                .filter(name -> supervised || name.pre() != Layer.CONTEXT)
                .toList();
    }

    /** The matrices onto a layer, in their order. */
    MatrixName[] onto(Layer post) {
        return matrices().stream().filter(name -> name.post() == post).toArray(MatrixName[]::new);
    }

    /** Number of weights of a matrix. */
    public int weights(MatrixName matrix) {
        return Math.multiplyExact(size(matrix.pre()), size(matrix.post()));
    }
}
