/** The tables that only liquids have: each a record of its columns, with the table beside it. */
package org.nalsm.spark.family.liquid.table;
