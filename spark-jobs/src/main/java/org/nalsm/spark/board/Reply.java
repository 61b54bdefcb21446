package org.nalsm.spark.board;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.identity.CanonicalJson;

/**
 * What a browser gets.
 *
 * @param status HTTP's
 * @param type media type
 * @param body not to be changed
 * @param policy what the page may load and run, as a Content-Security-Policy
 */
record Reply(int status, String type, byte[] body, String policy) {
    /** Scripts, styles, pictures and data from here and nowhere else; nothing inline. */
    static final String STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** Likewise, but pictures within the page may style their own parts: those of charts drawn as SVG. */
    static final String WITH_PICTURES = STRICT + "; style-src-attr 'unsafe-inline'";

    private static final int LEAST_TO_COMPRESS = 1400;
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    static Reply html(int status, String html) {
        return html(status, html, STRICT);
    }

    static Reply html(int status, String html, String policy) {
        return new Reply(status, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), policy);
    }

    static Reply json(Object value) {
        return json(OK, value);
    }

    static Reply json(int status, Object value) {
        return new Reply(
                status,
                "application/json; charset=utf-8",
                CanonicalJson.write(value).getBytes(StandardCharsets.UTF_8),
                STRICT);
    }

    /** An opened file, which may contain what it likes: it can do nothing. */
    static Reply file(String type, byte[] body) {
        return new Reply(OK, type, body, "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    }

    static Reply script(String type, byte[] body) {
        return new Reply(OK, type, body, STRICT);
    }

    /** Sends it; only its head to who has it already. */
    void send(HttpExchange exchange) throws IOException {
        Map.of(
                        "Content-Type", type,
                        "Content-Security-Policy", policy,
                        "X-Content-Type-Options", "nosniff",
                        "X-Frame-Options", "DENY",
                        "Referrer-Policy", "no-referrer",
                        "Cross-Origin-Resource-Policy", "same-origin",
                        "Cross-Origin-Opener-Policy", "same-origin",
                        // Kept, but asked for each time: the answer is short when nothing has changed.
                        "Cache-Control", "no-cache",
                        "Vary", "Accept-Encoding")
                .forEach(exchange.getResponseHeaders()::set);
        String tag = "\"" + digest() + "\"";
        if (status == OK) {
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(NOT_MODIFIED, -1);
                return;
            }
        }
        byte[] sent = body;
        if (body.length >= LEAST_TO_COMPRESS
                && takesGzip(exchange.getRequestHeaders().getFirst("Accept-Encoding"))) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            sent = compressed();
        }
        exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(sent);
        }
    }

    private static boolean takesGzip(@Nullable String accepted) {
        return accepted != null && accepted.contains("gzip");
    }

    private byte[] compressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
