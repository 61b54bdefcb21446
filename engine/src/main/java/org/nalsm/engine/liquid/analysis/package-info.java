/**
 * Measures of a liquid: branching factor and kernel quality. Works on what a simulation recorded, never simulates.
 * May use the liquid's {@code network} and the engine's {@code analysis}.
 */
package org.nalsm.engine.liquid.analysis;
