package org.nalsm.engine.random;

/** What a random number is used for: the last word of Philox's counter (liquid-semantics, section 1). */
public enum Stream {
    /** Order of the grid cells that neurons sit on; index: cell. */
    NEURON_POSITION(1),
    /** Whether two liquid neurons are connected; indices: pre, post. */
    LIQUID_CONNECTIVITY(2),
    /** Which (channel, post) pairs are connected; indices: channel, post. */
    INPUT_CONNECTIVITY(3),
    /** Sign of an input weight; indices: channel, post. */
    INPUT_SIGN(4),
    /** Input spikes of a sample; indices: channel / 4, millisecond, sample id. */
    SAMPLE_SPIKES(5),
    /** Input spikes of liquid initialisation; indices: channel / 4, millisecond of the snapshot, position. */
    INITIALISATION_SPIKES(6),
    /** Order of the initialisation sequence; indices: sample id, repetition. */
    INITIALISATION_ORDER(7),
    /** Start of an event window in initialisation; index: position in the sequence. */
    INITIALISATION_WINDOW(8),
    /** Noise for kernel quality; indices: pixel, 0, sample id. */
    NOISE(9),
    /**
     * Sensor of the saccade simulator; indices: element, what is drawn, sample id. Makes data, not simulations:
     * no part of liquid-semantics, which leaves the numbers below 16 to itself.
     */
    SACCADE_NOISE(16),
    /** Random search of a sweep; indices: trial, hash of the key. Chooses configurations, as little part of it. */
    SWEEP_SEARCH(17),
    /** Weights and delays of a network of Diehl and Cook; indices: input, neuron, which draw. */
    DIEHL_COOK_SYNAPSE(32),
    /** Input spikes of its training; indices: input + 2^16 earlier presentations, block, position in the training. */
    DIEHL_COOK_TRAINING(33),
    /** Input spikes of samples shown to a trained one; indices: input + 2^16 earlier presentations, block, sample id. */
    DIEHL_COOK_SAMPLE(34),
    /** Which test samples its program draws; index: draw. */
    DIEHL_COOK_TEST_DRAW(35),
    /** Initial weights of an LSNN; indices: row, column, matrix. */
    LSNN_WEIGHTS(48),
    /** Which initial weights of an LSNN are connections, and which columns they are taken from; indices: draw, what, matrix. */
    LSNN_CONNECTIVITY(49),
    /** Synaptic delays of an LSNN; indices: presynaptic, postsynaptic, matrix. */
    LSNN_DELAYS(50),
    /** Order of an LSNN's sources among which the first are inhibitory; indices: source, 0, matrix. */
    LSNN_SIGNS(51),
    /** Order of the training samples of an LSNN; indices: position, epoch, what. */
    LSNN_SAMPLE_ORDER(52),
    /** Choice of new connections by deep rewiring; indices: draw, matrix, iteration. */
    LSNN_REWIRING(53),
    /** Noise of deep rewiring; indices: entry, matrix, iteration. */
    LSNN_REWIRING_NOISE(54),
    /** Symbols of store-recall sequences; indices: position, attempt, sequence. */
    STORE_RECALL_SYMBOLS(55),
    /** Input spikes of store-recall sequences; indices: channel / 4, millisecond, sequence. */
    STORE_RECALL_SPIKES(56),
    /** Initial weights of a CSDP network; indices: row, column / 4, matrix. */
    CSDP_WEIGHTS(64),
    /** Initial thresholds of a CSDP network; indices: neuron, 0, layer. */
    CSDP_THRESHOLDS(65),
    /** Input spikes of samples shown to a CSDP network; indices: step and pixel / 4, occasion, sample key. */
    CSDP_INPUT(66),
    /** Order of the training samples of a CSDP network; indices: position, epoch. */
    CSDP_SAMPLE_ORDER(67),
    /** Wrong labels of negative samples; indices: sample id, epoch. */
    CSDP_WRONG_LABEL(68),
    /** With which other image one is mixed; indices: position in the minibatch, minibatch of the epoch, epoch. */
    CSDP_PARTNER(69),
    /** By what angle that image is turned; indices: position in the minibatch, minibatch of the epoch, epoch. */
    CSDP_ROTATION(70);

    private final int number;

    Stream(int number) {
        this.number = number;
    }

    /** The stream's number, the fourth word of the counter. */
    public int number() {
        return number;
    }
}
