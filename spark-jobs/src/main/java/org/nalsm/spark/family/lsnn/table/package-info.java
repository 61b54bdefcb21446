/** The tables that only LSNNs have: each a record of its columns, with the table beside it. */
package org.nalsm.spark.family.lsnn.table;
