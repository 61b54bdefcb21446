/**
 * Command line: {@code Main} and one class per command. It owns exit codes and what is printed: results
 * on standard output, everything else on standard error. A command is a {@code Callable<String>} that
 * returns what standard output shall show; it throws {@code UserException} for what the user can mend.
 * It may use every package of the project; none may use it.
 */
package org.nalsm.spark.cli;
