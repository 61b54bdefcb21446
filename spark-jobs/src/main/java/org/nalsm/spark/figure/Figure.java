package org.nalsm.spark.figure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A figure as a picture.
 *
 * @param name file name without its ending, unique in a report
 * @param format how {@code content} is encoded
 * @param content the file; not to be changed
 * @param width CSS pixels
 * @param height CSS pixels
 * @param description what there is to see, for those who cannot see it
 */
public record Figure(String name, Format format, byte[] content, int width, int height, String description) {
    /** File formats. */
    public enum Format {
        /** Vector graphics. */
        SVG("svg"),
        /** Pixels, two for each CSS pixel in both directions: for figures of very many marks. */
        PNG("png");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    /** The same vector graphics with these elements over it. */
    Figure with(String elements) {
        if (elements.isEmpty()) {
            return this;
        }
        String svg = new String(content, StandardCharsets.UTF_8);
        int end = svg.lastIndexOf("</svg>");
        String whole = svg.substring(0, end) + elements + svg.substring(end);
        return new Figure(name, format, whole.getBytes(StandardCharsets.UTF_8), width, height, description);
    }

    /** Such as {@code accuracy.svg}. */
    public String fileName() {
        return name + "." + format.ending;
    }

    /** The picture as a part of a page that refers to nothing outside itself. */
    public String toHtml() {
        if (format == Format.SVG) {
            String text = new String(content, StandardCharsets.UTF_8);
            return text.substring(text.indexOf("<svg"));
        }
        return "<img src=\"data:image/png;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\">"
                .formatted(Base64.getEncoder().encodeToString(content), width, height, Html.escape(description));
    }
}
