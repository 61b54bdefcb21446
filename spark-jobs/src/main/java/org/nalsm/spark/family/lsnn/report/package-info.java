/** The figures and sections of an LSNN's report. */
package org.nalsm.spark.family.lsnn.report;
