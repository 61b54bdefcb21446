/**
 * The board: pages about the results of an {@code output.dir}, for a browser, that follow what runs.
 *
 * <p>{@link org.nalsm.spark.board.Board} is a web server on Java's own {@code jdk.httpserver}. Its pages are templates
 * ({@code src/main/jte}); what changes they fetch as JSON, which page {@code /api} describes. Tables and charts are drawn in
 * the browser by libraries that the server brings along. Nothing is written.
 *
 * <p>May use what {@code report} may use, and its parts; knows no command.
 */
package org.nalsm.spark.board;
