package org.nalsm.spark.figure;

/** Makes the SVG of the graphics library fit to stand in a page beside others. */
final class Svg {
    private Svg() {}

    /**
     * The picture with its size in CSS pixels, a description, and ids that no other picture of the page has.
     *
     * @param svg as the library writes it
     * @param name unique in the page
     */
    static String selfContained(String svg, String name, int width, int height, String description) {
        int start = svg.indexOf("<svg");
        int end = svg.indexOf('>', start);
        String body = svg.substring(end + 1)
                .replace(" id=\"", " id=\"" + name + "-")
                .replace("url(#", "url(#" + name + "-")
                .replace("href=\"#", "href=\"#" + name + "-");
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"%d\""
                                + " height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">")
                        .formatted(width, height, width, height, Html.escape(description))
                + body;
    }
}
