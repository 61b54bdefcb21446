/**
 * The readable reference: liquid-semantics, section 3, as dense tensor algebra on ND4J, one expression per
 * equation. It shares no arithmetic with the event-driven simulator, which is tested against it, and is what
 * that one's speed is compared with. Currents are floats here, not fixed point, so that the two agree spike
 * for spike over short horizons only. May use {@code model}, {@code network}, {@code encoding}, ND4J and the
 * interface in {@code simulation}.
 */
package org.nalsm.engine.liquid.simulation.dense;
