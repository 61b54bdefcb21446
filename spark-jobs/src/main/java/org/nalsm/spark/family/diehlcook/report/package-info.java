/** Figures of a run with Diehl and Cook's network. May use {@code figure}, the family's tables and the family. */
package org.nalsm.spark.family.diehlcook.report;
