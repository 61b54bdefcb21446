/**
 * LSNN, long short-term memory spiking neural networks (G. Bellec, D. Salaj, A. Subramoney, R. Legenstein, W. Maass, "Long
 * short-term memory and learning-to-learn in networks of spiking neurons", NeurIPS 2018): a recurrent layer of leaky
 * integrate-and-fire neurons, some with adaptive thresholds, with synaptic delays and a leaky linear readout, and its
 * gradient by back-propagation through time.
 *
 * <p>{@link org.nalsm.engine.lsnn.AlifCell} is the layer by itself; {@link org.nalsm.engine.lsnn.BatchPass} is what training
 * and classification are made of. {@code LaneGroup} holds the order of operations of a step, forward and backward, for a
 * group of {@value org.nalsm.engine.lsnn.LaneKernel#LANES} samples side by side; {@code LaneKernel} is its inner loops: a scalar
 * implementation, which is specification and fallback, and one on the Vector API, with the same bits.
 *
 * <p>Uses {@code training} and {@code random}; the tasks and the learning rule are packages of their own.
 */
package org.nalsm.engine.lsnn;
