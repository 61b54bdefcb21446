/**
 * Command line: {@code Main} and one class per command or group of commands. It owns exit codes and what is printed:
 * results on standard output, everything else on standard error. A command is a {@code Callable<String>} that returns
 * what standard output shall show; it throws {@code UserException} for what the user can mend. It may use every package
 * of the project; none may use it.
 *
 * <p>Groups of commands have packages of their own: {@code cli.runs}, {@code cli.benchmark}, {@code cli.config}. What
 * they and the commands here have in common lies below them all, in {@code cli.option} and {@code cli.console}.
 */
package org.nalsm.spark.cli;
