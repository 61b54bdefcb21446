package org.nalsm.engine.diehlcook;

/**
 * What the publication's neurons and synapses have in common. Potentials are kept relative to a neuron's resting
 * potential (excitatory -65 mV, inhibitory -60 mV), so that floats resolve a small deviation from it.
 *
 * <table>
 * <caption>Excitatory and inhibitory neurons</caption>
 * <tr><th>parameter<th>excitatory<th>inhibitory
 * <tr><td>membrane time constant<td>100 ms<td>10 ms
 * <tr><td>resting potential<td>-65 mV<td>-60 mV
 * <tr><td>reset<td>-65 mV<td>-45 mV
 * <tr><td>threshold<td>theta - 72 mV<td>-40 mV
 * <tr><td>reversal potentials of excitation and inhibition<td>0, -100 mV<td>0 mV
 * <tr><td>refractory: potential is held<td>5 ms<td>2 ms
 * <tr><td>no next spike for<td>50 ms<td>2 ms
 * </table>
 */
final class Constants {
    static final double LARGEST_DT_MS = 0.5;
    static final double LONGEST_DELAY_MS = 10;

    static final double TAU_EXCITATORY_MS = 100;
    static final double TAU_INHIBITORY_MS = 10;
    static final double TAU_EXCITATION_MS = 1;
    static final double TAU_INHIBITION_MS = 2;

    /** Reversal potential of excitation, of inhibition, and threshold of an excitatory neuron, above its rest. */
    static final float EXCITATION_MV = 65;

    static final float INHIBITION_MV = -35;
    /** What the threshold lacks to theta. */
    static final double THRESHOLD_BELOW_THETA_MV = 7;

    /** Reversal potential of excitation, threshold and reset of an inhibitory neuron, above its rest. */
    static final float EXCITATION_OF_INHIBITORY_MV = 60;

    static final float INHIBITORY_THRESHOLD_MV = 20;
    static final float INHIBITORY_RESET_MV = 15;

    static final double HOLD_EXCITATORY_MS = 5;
    static final double HOLD_INHIBITORY_MS = 2;
    static final double LOCK_OUT_MS = 50;

    static final double TAU_PRE_MS = 20;
    static final double TAU_POST1_MS = 20;
    static final double TAU_POST2_MS = 40;
    static final float LARGEST_WEIGHT = 1;

    /** Pixel values per Hz at intensity 1. */
    static final double PIXELS_PER_HZ = 8;

    private Constants() {}
}
