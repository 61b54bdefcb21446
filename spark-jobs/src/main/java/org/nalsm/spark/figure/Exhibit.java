package org.nalsm.spark.figure;

import java.util.Optional;

/**
 * A figure with what is written around it.
 *
 * @param heading its title
 * @param figure the picture; empty where the data for it are missing
 * @param text caption of the figure, or the sentence in its place: what it shows and how to read it
 * @param details HTML that follows the figure, such as a table; may be empty
 */
public record Exhibit(String heading, Optional<Figure> figure, String text, String details) {
    /** A figure and its caption. */
    public static Exhibit of(String heading, Figure figure, String caption) {
        return new Exhibit(heading, Optional.of(figure), caption, "");
    }

    /** A sentence that says why there is no figure. */
    public static Exhibit missing(String heading, String sentence) {
        return new Exhibit(heading, Optional.empty(), sentence, "");
    }

    /**
     * The same followed by this.
     *
     * @param html to stand in the page as it is
     */
    public Exhibit with(String html) {
        return new Exhibit(heading, figure, text, html);
    }
}
