/**
 * The linear readout: one softmax layer trained on the driver over spike counts, and its predictions.
 * Owns the counts in native memory (held once, as floats), the scaling of counts to features, the two
 * optimisers and the choice of epoch and penalty on validation samples. May use ND4J, Deeplearning4j
 * (export) and {@code org.nalsm.engine.UserException}; knows neither Spark nor configuration files.
 */
package org.nalsm.spark.readout;
