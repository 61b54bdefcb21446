package org.nalsm.spark.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.Html;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.table.StoredConfig;

/** Builds the page: one file that refers to nothing outside itself. Everything but {@code ...Html} is escaped. */
final class Page {
    private static final String STYLE = "report.css";
    private static final String SCRIPT = "report.js";

    private final String title;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder contents = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final List<Figure> figures = new ArrayList<>();

    Page(String title, String subtitle) {
        this.title = title;
        head.append("<h1>")
                .append(Html.escape(title))
                .append("</h1>\n<p class=\"subtitle\">")
                .append(Html.escape(subtitle))
                .append("</p>\n");
    }

    Page headlines(List<Headline> headlines) {
        head.append("<dl class=\"headline\">\n");
        headlines.forEach(line -> head.append("<div><dt>")
                .append(Html.escape(line.name()))
                .append("</dt><dd>")
                .append(Html.escape(line.value()))
                .append("</dd></div>\n"));
        head.append("</dl>\n");
        return this;
    }

    /** A remark that stands out, at the top. */
    Page note(String text) {
        head.append("<p class=\"note\">").append(Html.escape(text)).append("</p>\n");
        return this;
    }

    /** Begins a section on a new printed page. */
    Page section(String id, String heading) {
        return section(id, heading, figures.isEmpty() && contents.isEmpty() ? "first" : "");
    }

    private Page section(String id, String heading, String cssClass) {
        if (!contents.isEmpty()) {
            body.append("</section>\n");
        }
        contents.append("<a href=\"#%s\">%s</a>\n".formatted(id, Html.escape(heading)));
        body.append("<section id=\"%s\" class=\"%s\">\n<h2>%s</h2>\n".formatted(id, cssClass, Html.escape(heading)));
        return this;
    }

    /** A section and everything in it, on a new printed page. */
    Page add(ReportSection section) {
        section(section.id(), section.heading());
        section.exhibits().forEach(this::add);
        return this;
    }

    /**
     * The section of the configuration, which follows the one before on the same printed page.
     *
     * @param beforeHtml what stands above the keys
     * @param json the configuration as a table holds it
     */
    Page configuration(String beforeHtml, String json) {
        List<List<String>> keys = new ArrayList<>();
        StoredConfig.of(json).forEach((key, value) -> keys.add(List.of(key, value)));
        return section("configuration", "Configuration", "run-on")
                .html(beforeHtml)
                .html("<div class=\"columns\">" + Html.pairs(keys) + "</div>\n");
    }

    Page html(String sectionHtml) {
        body.append(sectionHtml);
        return this;
    }

    Page add(Exhibit exhibit) {
        body.append("<h3>").append(Html.escape(exhibit.heading())).append("</h3>\n");
        if (exhibit.figure().isPresent()) {
            Figure figure = exhibit.figure().get();
            figures.add(figure);
            body.append("<figure id=\"figure-")
                    .append(figure.name())
                    .append("\">\n")
                    .append(figure.toHtml())
                    .append("\n<figcaption>")
                    .append(Html.escape(exhibit.text()))
                    .append("</figcaption>\n</figure>\n");
        } else {
            body.append("<p class=\"missing\">")
                    .append(Html.escape(exhibit.text()))
                    .append("</p>\n");
        }
        body.append(exhibit.details());
        return this;
    }

    /** @param footer the last line */
    Report finish(String footer) {
        String sections = contents.isEmpty() ? "" : body + "</section>\n";
        String html = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            <header>
            %s<nav aria-label="Sections">
            %s</nav>
            </header>
            <main>
            %s</main>
            <footer>%s</footer>
            <script>
            %s</script>
            </body>
            </html>
            """.formatted(
                Html.escape(title), resource(STYLE), head, contents, sections, Html.escape(footer), resource(SCRIPT));
        return new Report(html, figures);
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
