/**
 * A run as a list of phases. {@link org.nalsm.spark.run.RunJob} is the whole flow; a
 * {@link org.nalsm.spark.run.ModelFamily} says which phases there are, and a phase is most often one of two shapes:
 * {@link org.nalsm.spark.run.SequentialJob} (one task, its state stored now and then) and
 * {@link org.nalsm.spark.run.BlockJob} (a task a block of samples). Everything that travels to an executor is small,
 * serialisable or broadcast.
 *
 * <p>May use {@code table}, {@code sample}, {@code config} and {@code figure}; knows no model family.
 */
package org.nalsm.spark.run;
