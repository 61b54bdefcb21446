package org.nalsm.spark.board;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A web server with pages about results, until it is closed. Writes nothing. */
public final class Board implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);
    private static final int THREADS = 8;
    private static final String SERVER = "sun.net.httpserver.";

    private final HttpServer server;
    private final ExecutorService threads;
    private final String host;

    static {
        // Java's server reads these once. Small answers go out at once, and who sends half a request does not keep a
        // thread for ever.
        setUnlessSet("nodelay", "true");
        setUnlessSet("maxReqTime", "20");
        setUnlessSet("maxRspTime", "300");
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(SERVER + name) == null) {
            System.setProperty(SERVER + name, value);
        }
    }

    private Board(HttpServer server, String host) {
        this.server = server;
        this.host = host;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "board-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a server.
     *
     * @param store the results
     * @param draw reads a complete run and draws the sections of its report, and may write nothing for it
     * @param host name or address to listen on
     * @param port 0 for any that is free
     * @throws UserException USAGE if there is no such host, UNAVAILABLE if the port is taken or not allowed
     */
    public static Board start(ResultsStore store, Function<RunRow, List<ReportSection>> draw, String host, int port) {
        InetAddress address = address(host);
        try {
            Board board = new Board(HttpServer.create(new InetSocketAddress(address, port), 0), host);
            Watch watch = new Watch(store.readOnly());
            board.server.createContext("/", new BoardHandler(new HostCheck(address, host), watch, new Figures(draw)));
            board.server.setExecutor(board.threads);
            board.server.start();
            // The first look reads every row; until a browser asks, much of that is done.
            board.threads.execute(() -> lookFirst(watch));
            return board;
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.UNAVAILABLE,
                    "cannot listen on port " + port + " of " + host + ": " + e.getMessage()
                            + (e instanceof BindException ? "; name another with --port, 0 for any that is free" : ""),
                    e);
        }
    }

    private static void lookFirst(Watch watch) {
        try {
            watch.look();
        } catch (UserException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UserException(
                    UserException.Kind.USAGE, "--host '" + host + "' is no name or address of this machine", e);
        }
    }

    /** Where a browser finds it, such as {@code http://localhost:6250/}. */
    public String address() {
        InetSocketAddress bound = server.getAddress();
        String name =
                bound.getAddress().isAnyLocalAddress() ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + bound.getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
