/**
 * Measures of a liquid and of its readout: branching factor, kernel quality, accuracy and confusion matrix.
 * Works on what a simulation recorded, never simulates. May use {@code network} and, for singular values,
 * the OpenBLAS that ND4J brings.
 */
package org.nalsm.engine.analysis;
