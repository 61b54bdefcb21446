package org.nalsm.spark.figure;

import java.util.List;
import java.util.Map;

/** HTML by hand. Whatever comes from outside goes through {@link #escape}. */
public final class Html {
    private Html() {}

    /** The text with everything replaced that means something in HTML or XML, in content and attributes. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return escaped.toString();
    }

    /**
     * A table with a head.
     *
     * @param head texts of the head, one a column; escaped here, as the cells are; may break after a dot
     * @param numeric whether a column holds numbers, which stand on the right
     */
    public static String table(String cssClass, List<String> head, List<Boolean> numeric, List<List<String>> rows) {
        return table(cssClass, head, numeric, rows, Map.of());
    }

    /**
     * Likewise, with links.
     *
     * @param links where a cell of this text leads
     */
    public static String table(
            String cssClass,
            List<String> head,
            List<Boolean> numeric,
            List<List<String>> rows,
            Map<String, String> links) {
        StringBuilder html =
                new StringBuilder("<table class=\"").append(cssClass).append("\">\n<thead><tr>");
        for (int c = 0; c < head.size(); c++) {
            html.append(numeric.get(c) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                    .append(escape(head.get(c)).replace(".", ".<wbr>"))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int c = 0; c < row.size(); c++) {
                html.append(numeric.get(c) ? "<td class=\"n\">" : "<td>")
                        .append(cell(row.get(c), links))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }

    private static String cell(String text, Map<String, String> links) {
        String link = links.get(text);
        return link == null ? escape(text) : "<a href=\"" + escape(link) + "\">" + escape(text) + "</a>";
    }

    /**
     * A table of names and values.
     *
     * @param rows a name and a value each; escaped here
     */
    public static String pairs(List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<table class=\"pairs\"><tbody>\n");
        rows.forEach(row -> html.append("<tr><th scope=\"row\">")
                .append(escape(row.get(0)))
                .append("</th><td>")
                .append(escape(row.get(1)))
                .append("</td></tr>\n"));
        return html.append("</tbody></table>\n").toString();
    }
}
