/**
 * Labelled images: the IDX reader, the splits and the normalisation to input rates. Owns the numbering of
 * samples (<em>sample id</em>: training file 0..59999, test file from 60000). Uses nothing but the JDK and
 * {@link org.nalsm.engine.UserException}; where the files come from is not its business.
 */
package org.nalsm.engine.dataset;
