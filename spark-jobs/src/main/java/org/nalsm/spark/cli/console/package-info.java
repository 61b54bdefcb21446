/** Text on a terminal: progress on standard error, tables for standard output. It knows no command. */
package org.nalsm.spark.cli.console;
