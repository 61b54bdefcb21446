package org.nalsm.spark.report;

import java.util.Optional;

/**
 * A figure with what is written around it.
 *
 * @param heading its title
 * @param figure the picture; empty where the run lacks the data for it
 * @param text caption of the figure, or the sentence in its place: what it shows and how to read it
 * @param details HTML that follows the figure, such as a table; may be empty
 */
record Exhibit(String heading, Optional<Figure> figure, String text, String details) {
    static Exhibit of(String heading, Figure figure, String caption) {
        return new Exhibit(heading, Optional.of(figure), caption, "");
    }

    static Exhibit missing(String heading, String sentence) {
        return new Exhibit(heading, Optional.empty(), sentence, "");
    }

    Exhibit with(String html) {
        return new Exhibit(heading, figure, text, html);
    }
}
