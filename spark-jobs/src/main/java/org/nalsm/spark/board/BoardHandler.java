package org.nalsm.spark.board;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.SweepRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests. What is asked for is looked up among what is known, ids among rows and files among names, so that no
 * text of a request ever becomes part of a path; whatever has another form than the addresses below is refused.
 */
final class BoardHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BoardHandler.class);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int MOST_COMPARED = 12;

    /** Nothing that is served has a name with other letters, so an encoded one is no name of ours. */
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+|/");

    private static final String ID = "([A-Za-z0-9][A-Za-z0-9._-]*)";
    private static final Pattern COMPARED = Pattern.compile("runs=(" + ID + "(?:,[A-Za-z0-9][A-Za-z0-9._-]*)*)");

    private final HostCheck hosts;
    private final Watch watch;
    private final Figures figures;
    private final Pages pages;
    private final Assets assets = new Assets();
    private final List<Route> routes;

    private record Route(Pattern path, Function<Matcher, Reply> reply) {}

    BoardHandler(HostCheck hosts, Watch watch, Figures figures) {
        this.hosts = hosts;
        this.watch = watch;
        this.figures = figures;
        this.pages = new Pages(watch.store().root());
        this.routes = List.of(
                route("/|/runs", path -> Reply.html(OK, pages.runs())),
                route("/runs/" + ID, path -> Reply.html(OK, pages.run(run(path.group(1)), watch), Reply.WITH_PICTURES)),
                route("/runs/" + ID + "/figures", path -> figures(run(path.group(1)))),
                route("/runs/" + ID + "/figures/" + ID, path -> figure(run(path.group(1)), path.group(2))),
                route("/sweeps", path -> Reply.html(OK, pages.sweeps())),
                route("/sweeps/" + ID, path -> Reply.html(OK, pages.sweep(sweep(path.group(1))))),
                route("/compare", path -> Reply.html(OK, pages.compare())),
                route("/api", path -> Reply.html(OK, pages.api())),
                route("/api/runs", path -> Reply.json(new RunsJson(watch).all())),
                route("/api/runs/" + ID, path -> Reply.json(new RunsJson(watch).one(run(path.group(1))))),
                route("/api/sweeps", path -> Reply.json(new SweepsJson(watch).all())),
                route("/api/sweeps/" + ID, path -> Reply.json(new SweepsJson(watch).one(sweep(path.group(1))))),
                route("/assets/" + ID, path -> assets.find(path.group(1)).orElseThrow(BoardHandler::nothing)));
    }

    private static Route route(String path, Function<Matcher, Reply> reply) {
        return new Route(Pattern.compile(path), reply);
    }

    /** Why a request is not answered as its sender wished. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        private Refusal(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            reply(exchange).send(exchange);
        } catch (IOException e) {
            LOG.debug("A browser went away", e);
        }
    }

    private Reply reply(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        try {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                throw new Refusal(NOT_ALLOWED, "Everything here is only to be read, with GET");
            }
            if (!hosts.allows(exchange.getRequestHeaders().getFirst("Host"))) {
                throw new Refusal(
                        FORBIDDEN, "This name of the server is not known to it; give it with nalsm board --host NAME");
            }
            if (path == null || !PATH.matcher(path).matches()) {
                throw nothing();
            }
            return path.equals("/api/compare")
                    ? Reply.json(new Comparison(
                                    watch, compared(exchange.getRequestURI().getRawQuery()))
                            .json())
                    : answer(path);
        } catch (Refusal e) {
            return failure(path, e.status, String.valueOf(e.getMessage()));
        } catch (UserException e) {
            return failure(path, FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} failed", path, e);
            return failure(path, FAILED, "Internal error; the log of nalsm board says more");
        }
    }

    private Reply answer(String path) {
        for (Route route : routes) {
            Matcher matcher = route.path.matcher(path);
            if (matcher.matches()) {
                return route.reply.apply(matcher);
            }
        }
        throw nothing();
    }

    private Reply failure(String path, int status, String message) {
        return path != null && path.startsWith("/api/")
                ? Reply.json(status, Map.of("error", message))
                : Reply.html(status, pages.error(status, message));
    }

    private static Refusal nothing() {
        return new Refusal(NOT_FOUND, "There is nothing at this address");
    }

    private RunRow run(String id) {
        return watch.look().run(id).orElseThrow(() -> new Refusal(NOT_FOUND, "There is no run " + id));
    }

    private SweepRow sweep(String id) {
        return watch.look().sweep(id).orElseThrow(() -> new Refusal(NOT_FOUND, "There is no sweep " + id));
    }

    private List<RunRow> compared(String query) {
        Matcher named = COMPARED.matcher(query == null ? "" : query);
        if (!named.matches()) {
            throw new Refusal(BAD_REQUEST, "Name the runs to compare: ?runs=ID,ID");
        }
        List<String> ids =
                new ArrayList<>(new LinkedHashSet<>(Arrays.asList(named.group(1).split(",", -1))));
        if (ids.size() > MOST_COMPARED) {
            throw new Refusal(BAD_REQUEST, "At most " + MOST_COMPARED + " runs can be compared");
        }
        return ids.stream().map(this::run).toList();
    }

    private Reply figures(RunRow run) {
        try {
            return Reply.html(OK, pages.figures(run, figures.of(run)), Reply.WITH_PICTURES);
        } catch (UserException e) {
            return Reply.html(OK, pages.noFigures(e));
        }
    }

    private Reply figure(RunRow run, String fileName) {
        Optional<Figure> figure = figures.find(run, fileName);
        return figure.map(found -> Reply.file(
                        found.format() == Figure.Format.SVG ? "image/svg+xml" : "image/png", found.content()))
                .orElseThrow(BoardHandler::nothing);
    }
}
