package org.nalsm.engine.csdp;

/**
 * Constants of a time step of the neurons of a layer, see {@link TileKernel#advance}.
 *
 * @param gain of the excitatory current
 * @param lateralGain of the inhibitory one; 0 where there is none
 */
record NeuronStep(float gain, float lateralGain, float leak, float traceDecay, float floor) {}
