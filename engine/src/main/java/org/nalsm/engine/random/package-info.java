/**
 * Counter-based random numbers: every draw is a pure function of (seed, stream, index), so that the
 * order in which samples, blocks and synapses are visited never matters. Uses nothing else.
 */
package org.nalsm.engine.random;
