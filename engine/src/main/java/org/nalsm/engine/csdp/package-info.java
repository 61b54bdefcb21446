/**
 * CSDP, contrastive-signal-dependent plasticity (A. G. Ororbia, "Contrastive signal-dependent plasticity: self-supervised
 * learning in spiking neural circuits", Science Advances 10(43), eadn6076, 2024): two layers of simplified leaky
 * integrate-and-fire neurons that learn, without back-propagation and at every time step, to have much activity for real
 * samples and little for made-up ones, with a spiking classifier and a spiking reconstruction beside them.
 *
 * <p>{@link org.nalsm.engine.csdp.CsdpTrainer} and {@link org.nalsm.engine.csdp.CsdpSimulator} show samples to a
 * {@link org.nalsm.engine.csdp.CsdpNetwork}. Both run the steps of {@code Course}, whose unit of work is a tile:
 * {@value org.nalsm.engine.csdp.Tile#WIDTH} neurons of a layer, for all samples, with all synapses that they receive. A tile
 * learns from a step and goes on to the next in one visit, so that a step reads every weight once. {@code TileKernel} is the
 * inner loops: a scalar implementation, which is specification and fallback, and one on the Vector API, with the same bits.
 */
package org.nalsm.engine.csdp;
