package org.nalsm.spark.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.nalsm.spark.table.RunStatus;

/**
 * A run of MLflow, which stands for a run or a sweep: what is known of it, and what of that the server has been told. Told
 * again after a failure, it goes on where it was.
 */
final class MlflowRun {
    /** More of them are thinned out while the server does not answer. */
    private static final int MOST_POINTS = 20_000;

    private static final int LONGEST_KEY = 250;
    private static final int LONGEST_PARAMETER = 6000;
    private static final int LONGEST_TAG = 5000;

    private final Optional<MlflowRun> parent;
    private final String name;
    private final Map<String, String> identity;
    private final Map<String, String> tags;
    private final Map<String, String> parameters;
    private final long startedMs;

    private List<Point> points = new ArrayList<>();
    private RunStatus status = RunStatus.RUNNING;
    private long endedMs;

    // Of the thread that tells the server.
    private MlflowServer.@Nullable Found found;
    private List<Point> unsent = new ArrayList<>();
    private boolean described;
    private RunStatus told = RunStatus.RUNNING;
    private boolean givenUp;

    /**
     * @param identity tags by which it is found again
     * @param tags further ones
     * @param startedMs ms since 1970
     */
    MlflowRun(
            Optional<MlflowRun> parent,
            Described what,
            SortedMap<String, String> identity,
            SortedMap<String, String> tags,
            long startedMs) {
        this.parent = parent;
        this.name = what.name().isEmpty() ? String.valueOf(identity.get(identity.firstKey())) : what.name();
        this.identity = Map.copyOf(identity);
        this.tags = new TreeMap<>(what.tags());
        this.tags.putAll(tags);
        if (!what.note().isEmpty()) {
            this.tags.put("mlflow.note.content", what.note());
        }
        this.tags.put("mlflow.runName", name);
        this.parameters = what.parameters();
        this.startedMs = startedMs;
    }

    /** A metric has a value; an infinite one or NaN is none. */
    synchronized void point(String key, double value, long step) {
        if (!Double.isFinite(value)) {
            return;
        }
        if (points.size() >= MOST_POINTS) {
            points = everySecond(points);
        }
        points.add(new Point(cut(key, LONGEST_KEY), value, step, System.currentTimeMillis()));
    }

    synchronized void status(RunStatus now) {
        status = now;
        endedMs = System.currentTimeMillis();
    }

    private static List<Point> everySecond(List<Point> all) {
        List<Point> some = new ArrayList<>();
        for (int k = 0; k < all.size(); k += 2) {
            some.add(all.get(k));
        }
        return some;
    }

    /** Moves what is new behind what could not be sent before. */
    private synchronized void takePoints() {
        unsent.addAll(points);
        points.clear();
        if (unsent.size() > MOST_POINTS) {
            unsent = everySecond(unsent);
        }
    }

    private synchronized RunStatus status() {
        return status;
    }

    /** From now on the server is told nothing of it. */
    void giveUp() {
        givenUp = true;
    }

    /** Brings the server up to date. */
    void tell(MlflowServer server) throws ServerTrouble {
        if (givenUp) {
            return;
        }
        String id = describe(server);
        RunStatus now = status(); // before the points, of which none comes behind the last status
        takePoints();
        if (!unsent.isEmpty()) {
            server.log(id, unsent);
            unsent.clear();
        }
        if (now != told && now != RunStatus.RUNNING) {
            server.ended(id, mlflows(now), endedMs);
            told = now;
        }
    }

    /** Finds or makes the run, and says what it is. @return its id with MLflow */
    private String describe(MlflowServer server) throws ServerTrouble {
        MlflowServer.Found run = found;
        if (run == null) {
            Map<String, String> first = new LinkedHashMap<>(identity);
            if (parent.isPresent()) {
                first.put("mlflow.parentRunId", parent.get().describe(server));
            }
            Optional<MlflowServer.Found> earlier = server.find(identity);
            if (earlier.isPresent()) {
                run = earlier.get();
                server.running(run.id());
            } else {
                run = server.create(cut(name, LONGEST_KEY), startedMs, first);
            }
            found = run;
        }
        if (!described) {
            Map<String, String> all = new TreeMap<>();
            tags.forEach((key, value) -> all.put(cut(key, LONGEST_KEY), cut(value, LONGEST_TAG)));
            server.setTags(run.id(), all);
            Map<String, String> fresh = new HashMap<>();
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                if (!run.parameters().contains(parameter.getKey())) {
                    fresh.put(cut(parameter.getKey(), LONGEST_KEY), cut(parameter.getValue(), LONGEST_PARAMETER));
                }
            }
            server.logParameters(run.id(), fresh);
            described = true;
        }
        return run.id();
    }

    private static Service.RunStatus mlflows(RunStatus status) {
        return switch (status) {
            case RUNNING -> Service.RunStatus.RUNNING;
            case STOPPED -> Service.RunStatus.KILLED;
            case COMPLETE -> Service.RunStatus.FINISHED;
            case FAILED -> Service.RunStatus.FAILED;
        };
    }

    /** The server's limits are in bytes or characters, as its store has it. */
    static String cut(String text, int bytes) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return text;
        }
        int length = Math.min(text.length(), bytes);
        while (text.substring(0, length).getBytes(StandardCharsets.UTF_8).length > bytes
                || Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        return text.substring(0, length);
    }
}
