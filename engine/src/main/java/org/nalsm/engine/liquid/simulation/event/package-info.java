/**
 * Event-driven simulation on a CPU core: work is done where spikes are. {@code StepLoop} holds the order of
 * operations of a step, {@code StepKernel} its inner loops over primitive arrays (a scalar implementation,
 * which is specification and fallback, and one on the Vector API), {@code PlasticityRule} what differs from
 * liquid to liquid.
 */
package org.nalsm.engine.liquid.simulation.event;
