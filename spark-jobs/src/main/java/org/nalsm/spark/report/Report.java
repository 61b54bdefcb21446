package org.nalsm.spark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.Figure;

/**
 * A finished report: one page that needs nothing but itself, and its figures as files of their own.
 *
 * @param html the page
 * @param figures the figures in the order of the page
 */
public record Report(String html, List<Figure> figures) {
    /** Name of the page itself. */
    public static final String PAGE = "index.html";
    /** The folder of the figures, beside the page. */
    public static final String FIGURES = "figures";

    public Report {
        figures = List.copyOf(figures);
    }

    /**
     * Writes {@code index.html} and {@code figures/}; files of these names are replaced.
     *
     * @param directory created if need be
     * @return the page, as an absolute path
     * @throws UserException CANNOT_WRITE naming the directory
     */
    public Path writeTo(Path directory) {
        try {
            Path folder = Files.createDirectories(directory.resolve(FIGURES));
            for (Figure figure : figures) {
                Files.write(folder.resolve(figure.fileName()), figure.content());
            }
            return Files.writeString(directory.resolve(PAGE), html)
                    .toAbsolutePath()
                    .normalize();
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    "cannot write the report to " + directory + ": " + e + "; name another directory with --output",
                    e);
        }
    }
}
