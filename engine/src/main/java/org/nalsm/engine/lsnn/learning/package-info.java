/**
 * How an LSNN learns: its parameters, their initial values, the loss, and a training step of Adam with deep rewiring (G.
 * Bellec, D. Kappel, W. Maass, R. Legenstein, "Deep Rewiring: training very sparse deep networks", ICLR 2018).
 * {@link org.nalsm.engine.lsnn.learning.LsnnTrainer} holds the order of a training step.
 *
 * <p>Uses the layer of the package above, {@code training} and {@code random}.
 */
package org.nalsm.engine.lsnn.learning;
