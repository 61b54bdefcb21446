/**
 * Which implementation of its inner loops a simulator runs: plain Java, or the incubating Vector API where this Java virtual
 * machine has it. Each model has loops of both kinds, with the same results, bit for bit. Uses nothing else.
 */
package org.nalsm.engine.kernel;
