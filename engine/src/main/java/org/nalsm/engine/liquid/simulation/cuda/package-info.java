/**
 * Simulation on NVIDIA GPUs: a thread block holds a sample, the kernels are in {@code src/main/cuda}. The same spikes as
 * {@code event}, bit for bit (liquid-semantics). May use {@code model}, {@code network}, {@code encoding}, the
 * interfaces of {@code simulation}, and {@code org.nalsm.engine.cuda}.
 */
package org.nalsm.engine.liquid.simulation.cuda;
