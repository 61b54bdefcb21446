/**
 * Labelled images and event recordings: the readers of IDX and N-MNIST's .bin files, the splits, the
 * normalisation to input rates, and the saccade simulator that makes recordings of images. Owns the numbering of
 * samples (<em>sample id</em>: training file 0..59999, test file from 60000). May use {@code random}; where the
 * files come from is not its business.
 */
package org.nalsm.engine.dataset;
