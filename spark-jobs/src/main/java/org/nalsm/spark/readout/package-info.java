/**
 * The linear readout: one softmax layer trained on the driver over spike counts, its predictions and its
 * export as a Deeplearning4j model. Owns the counts in native memory (held once, as floats), the scaling of
 * counts to features, the two trainers (this package's own, with L-BFGS or Adadelta, and Deeplearning4j's)
 * and the choice of epoch and penalty on validation samples. May use ND4J, Deeplearning4j and
 * {@code org.nalsm.engine.UserException}; knows neither Spark nor configuration files.
 */
package org.nalsm.spark.readout;
