/**
 * Simulation on NVIDIA GPUs: a thread block holds a sample, the kernels are in {@code src/main/cuda}. The same spikes as
 * {@code event}, bit for bit (liquid-semantics). May use {@code model}, {@code network}, {@code encoding}, the
 * interfaces of {@code simulation}, {@code event} for what it must agree with, and the packages {@code org.nalsm.engine.cuda}
 * and {@code numpy}.
 */
package org.nalsm.engine.liquid.simulation.cuda;
