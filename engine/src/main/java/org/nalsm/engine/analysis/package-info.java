/**
 * Measures that every model family shares: accuracy and confusion matrix, the rank of a matrix, evenly spaced
 * choices. Of libraries it uses, for singular values, the OpenBLAS that ND4J brings.
 */
package org.nalsm.engine.analysis;
