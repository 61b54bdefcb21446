package org.nalsm.engine.csdp;

/** The matrices of synapses of a network, pre x post. */
public enum MatrixName {
    /** Input to z1. */
    W1(Layer.INPUT, Layer.HIDDEN1, 0.1f, -1),
    /** z1 to z2. */
    W2(Layer.HIDDEN1, Layer.HIDDEN2, 0.1f, -1),
    /** z2 back to z1. */
    V2(Layer.HIDDEN2, Layer.HIDDEN1, 0.1f, -1),
    /** Context to z1; of supervised networks. */
    V2Y(Layer.CONTEXT, Layer.HIDDEN1, 0.1f, -1),
    /** Context to z2; of supervised networks. */
    V3Y(Layer.CONTEXT, Layer.HIDDEN2, 0.1f, -1),
    /** Lateral inhibition of z1. */
    M1(Layer.HIDDEN1, Layer.HIDDEN1, 0.01f, 0),
    /** Lateral inhibition of z2. */
    M2(Layer.HIDDEN2, Layer.HIDDEN2, 0.01f, 0),
    /** z1 to the classifier. */
    C2(Layer.HIDDEN1, Layer.CLASSIFIER, 1, -1),
    /** z2 to the classifier. */
    C3(Layer.HIDDEN2, Layer.CLASSIFIER, 1, -1),
    /** z1 to the reconstruction. */
    R1(Layer.HIDDEN1, Layer.RECONSTRUCTION, 1, -1);

    private final Layer pre;
    private final Layer post;
    private final float gain;
    private final float lowest;

    MatrixName(Layer pre, Layer post, float gain, float lowest) {
        this.pre = pre;
        this.post = post;
        this.gain = gain;
        this.lowest = lowest;
    }

    /** The layer of the rows. */
    public Layer pre() {
        return pre;
    }

    /** The layer of the columns. */
    public Layer post() {
        return post;
    }

    /** Current of a spike through a weight of 1. */
    float gain() {
        return gain;
    }

    /** The least weight that learning leaves; the largest is 1. */
    float lowest() {
        return lowest;
    }

    /** Whether it is lateral inhibition: its current is subtracted, and a neuron does not inhibit itself. */
    boolean isLateral() {
        return pre == post;
    }
}
