/**
 * What the commands have in common: options as picocli mixins, and the runs and sweeps on disk that a command line
 * names, with what a command may ask of them before it works. It knows no command.
 */
package org.nalsm.spark.cli.option;
