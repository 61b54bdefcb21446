/**
 * What the commands have in common: options as picocli mixins. It knows no command.
 */
package org.nalsm.spark.cli.option;
