package org.nalsm.spark.board;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names of this server a browser may use. A page from elsewhere can have a name of its own point here (DNS
 * rebinding), and the browser then takes the board for a part of that page; but it cannot have the browser use another name.
 */
final class HostCheck {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::\\d{1,5})?");
    /** Addresses in figures: no name stands behind them that could be made to point elsewhere. */
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]|\\d{1,3}(?:\\.\\d{1,3}){3}");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopbackOnly;
    private final String given;

    /**
     * @param bound where the server listens
     * @param given the name or address that the user gave for it
     */
    HostCheck(InetAddress bound, String given) {
        this.loopbackOnly = bound.isLoopbackAddress();
        this.given = given.toLowerCase(Locale.ROOT);
    }

    /** @param header the request's Host */
    boolean allows(@Nullable String header) {
        Matcher host = HOST.matcher(header == null ? "" : header);
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1).toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(name)
                || name.equals(given)
                || (!loopbackOnly && ADDRESS.matcher(name).matches());
    }
}
