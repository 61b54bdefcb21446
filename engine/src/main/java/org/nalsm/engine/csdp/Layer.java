package org.nalsm.engine.csdp;

import java.util.List;

/** The layers of a network. */
public enum Layer {
    /** Pixels, as Bernoulli spikes. */
    INPUT,
    /** The class that is shown, one of its neurons spiking at every step. */
    CONTEXT,
    /** First hidden layer, z1. */
    HIDDEN1,
    /** Second hidden layer, z2. */
    HIDDEN2,
    /** Spiking classifier, zy. */
    CLASSIFIER,
    /** Spiking reconstruction of the input, zR. Its thresholds are constant. */
    RECONSTRUCTION;

    /** The layers with membranes and thresholds. */
    public static final List<Layer> SPIKING = List.of(HIDDEN1, HIDDEN2, CLASSIFIER, RECONSTRUCTION);

    /** Whether the layer has a goodness, and learns by it. */
    boolean isHidden() {
        return this == HIDDEN1 || this == HIDDEN2;
    }
}
