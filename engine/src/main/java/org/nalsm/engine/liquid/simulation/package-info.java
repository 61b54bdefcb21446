/**
 * Simulation of one liquid: the narrow interface {@link org.nalsm.engine.liquid.simulation.LiquidSimulator} and what
 * its implementations share. {@code event} is the fast one for CPUs, {@code dense} the readable reference.
 * What they compute is fixed in {@code engine/liquid-semantics.md}, which comments cite by section.
 * May use {@code model}, {@code network}, {@code encoding} and {@code random}.
 */
package org.nalsm.engine.liquid.simulation;
