package org.nalsm.spark.readout;

/**
 * What a readout says about some samples.
 *
 * @param scores [samples][10], the logits: the class probabilities are their softmax
 * @param predicted [samples], the class with the largest score (of equals the smallest class), 0 to 9
 * @param accuracy part of the samples whose label was predicted, 0 to 1; a sample without a label is one that was not
 */
public record Predictions(float[][] scores, int[] predicted, double accuracy) {}
