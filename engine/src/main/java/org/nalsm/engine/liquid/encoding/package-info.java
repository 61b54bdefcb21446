/**
 * From data to input spikes: firing rates of images and event rasters become the channels that receive
 * an input spike at a millisecond. May use {@code random} and {@code dataset}.
 */
package org.nalsm.engine.liquid.encoding;
