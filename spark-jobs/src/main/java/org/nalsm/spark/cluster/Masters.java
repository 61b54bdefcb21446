package org.nalsm.spark.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.UserException;

/** The masters of a standalone cluster. */
final class Masters {
    private static final String STANDALONE = "spark://";
    private static final int TIMEOUT_MS = 5000;

    private Masters() {}

    /**
     * Spark would try for a minute, and then fail in whatever it does next.
     *
     * @param master as spark-submit was given it; any but {@code spark://host:port,...} passes
     * @throws UserException UNAVAILABLE if no master answers
     */
    static void requireReachable(String master) {
        if (!master.startsWith(STANDALONE)) {
            return;
        }
        List<String> problems = new ArrayList<>();
        for (String address : master.substring(STANDALONE.length()).split(",", -1)) {
            int colon = address.lastIndexOf(':');
            if (colon < 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
                return; // Spark says what is wrong with it.
            }
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(address.substring(colon + 1));
                socket.connect(new InetSocketAddress(address.substring(0, colon), port), TIMEOUT_MS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                problems.add(
                        address + ": " + (e instanceof UnknownHostException ? "host name not found" : e.getMessage()));
            }
        }
        throw new UserException(
                UserException.Kind.UNAVAILABLE,
                "no master can be reached at " + master + " (" + String.join("; ", problems)
                        + "); start it, or correct --master; the same command goes on");
    }
}
