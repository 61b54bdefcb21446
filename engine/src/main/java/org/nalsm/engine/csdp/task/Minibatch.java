package org.nalsm.engine.csdp.task;

import org.nalsm.engine.csdp.Presentation;

/**
 * What a network learns from at a time.
 *
 * @param presentation the real samples, then as many negative ones
 * @param labels classes of the real samples
 */
public record Minibatch(Presentation presentation, int[] labels) {}
