/**
 * What people say of runs: names, notes, tags. They lie in a table of their own and change no id and no result. May use
 * {@code table} and what is below it.
 */
package org.nalsm.spark.note;
