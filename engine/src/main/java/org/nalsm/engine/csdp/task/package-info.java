/**
 * What a CSDP network is shown: minibatches of real and of negative samples for its training, samples without a label for
 * everything else, and the measures of what it answers. Every sample is a pure function of (seed, epoch, number).
 */
package org.nalsm.engine.csdp.task;
