/**
 * The three-dimensional network: where neurons sit, which synapses exist and of which sign. Immutable
 * once generated. May use {@code random}.
 */
package org.nalsm.engine.liquid.network;
