/** The figures and sections of a CSDP report. */
package org.nalsm.spark.family.csdp.report;
