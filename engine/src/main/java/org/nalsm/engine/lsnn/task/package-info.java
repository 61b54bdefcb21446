/**
 * The tasks that an LSNN is trained on, as input sequences: images as sequences of pixels, and store-recall. Every sequence is
 * a pure function of its sample or of (seed, number).
 */
package org.nalsm.engine.lsnn.task;
