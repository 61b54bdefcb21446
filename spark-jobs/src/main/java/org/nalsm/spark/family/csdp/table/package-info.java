/** The tables that only CSDP has: each a record of its columns, with the table beside it. */
package org.nalsm.spark.family.csdp.table;
