package org.nalsm.spark.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/** Scripts and styles: those named here and no others, so no name of a request ever becomes part of a path. */
final class Assets {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String PICTURE = "image/svg+xml";

    private final Map<String, Asset> assets;
    private final Map<String, Reply> loaded = new ConcurrentHashMap<>();

    private record Asset(String type, String resource) {}

    Assets() {
        Properties versions = versions();
        String webJars = "/META-INF/resources/webjars/";
        String tabulator = webJars + "tabulator-tables/" + versions.getProperty("tabulator") + "/dist/";
        assets = Map.ofEntries(
                own("board.css", STYLE),
                own("icon.svg", PICTURE),
                own("board.js", SCRIPT),
                own("charts.js", SCRIPT),
                own("runs.js", SCRIPT),
                own("run.js", SCRIPT),
                own("sweeps.js", SCRIPT),
                own("sweep.js", SCRIPT),
                own("compare.js", SCRIPT),
                own("theme.js", SCRIPT),
                Map.entry(
                        "echarts.js",
                        new Asset(
                                SCRIPT,
                                webJars + "echarts/" + versions.getProperty("echarts") + "/dist/echarts.min.js")),
                Map.entry("tabulator.js", new Asset(SCRIPT, tabulator + "js/tabulator.min.js")),
                Map.entry("tabulator.css", new Asset(STYLE, tabulator + "css/tabulator_simple.min.css")));
    }

    private static Map.Entry<String, Asset> own(String name, String type) {
        return Map.entry(name, new Asset(type, name));
    }

    /** An asset by its name; empty if there is none of it. */
    Optional<Reply> find(String name) {
        return Optional.ofNullable(assets.get(name)).map(asset -> loaded.computeIfAbsent(name, key -> load(asset)));
    }

    private static Reply load(Asset asset) {
        return Reply.script(asset.type, bytes(asset.resource));
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jars");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties versions() {
        Properties properties = new Properties();
        try (InputStream in = Assets.class.getResourceAsStream("libraries.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
