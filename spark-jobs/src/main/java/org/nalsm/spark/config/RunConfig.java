package org.nalsm.spark.config;

import java.io.Serializable;

/**
 * Section {@code run}.
 *
 * @param seed of input spikes, initialisation order and noise
 */
public record RunConfig(long seed) implements Serializable {}
