package org.nalsm.spark.run;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;

/**
 * What the runs of one {@code output.dir} have in common, so that equal work is done once: parts of a run's results are
 * named by what they depend on, and a run that needs one which another run has left takes it from there. Runs of one
 * driver that need the same at the same time wait for the first. Thread-safe.
 */
public final class SharedWork {
    private final ResultsStore store;
    private final int runsAtOnce;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final Map<String, SoftReference<Object>> objects = new ConcurrentHashMap<>();
    /** Null until it is needed. */
    private @Nullable List<RunRow> known;

    /**
     * Of one run by itself.
     *
     * @param store the results that the runs write to
     */
    public SharedWork(ResultsStore store) {
        this(store, 1);
    }

    /**
     * @param store the results that the runs write to
     * @param runsAtOnce how many this driver has under way at a time
     */
    public SharedWork(ResultsStore store, int runsAtOnce) {
        this.store = store;
        this.runsAtOnce = runsAtOnce;
    }

    /** How many runs this driver has under way at a time, at most. */
    public int runsAtOnce() {
        return runsAtOnce;
    }

    /** Does what nobody else may do at the same time under this name. */
    public <R> R alone(String id, Supplier<R> work) {
        synchronized (locks.computeIfAbsent(id, key -> new Object())) {
            return work.get();
        }
    }

    /** An object that runs share, made by the first that needs it, and again if memory was short meanwhile. */
    @SuppressWarnings("unchecked") // equal names stand for equal objects
    public <T> T object(String id, Supplier<T> make) {
        return alone(id, () -> {
            SoftReference<Object> earlier = objects.get(id);
            Object object = earlier == null ? null : earlier.get();
            if (object == null) {
                object = make.get();
                objects.put(id, new SoftReference<>(object));
            }
            return (T) object;
        });
    }

    /** A run has begun; others may use what it leaves. */
    synchronized void announce(RunRow run) {
        rows().add(run);
    }

    /**
     * The other runs that have, or will have, the same part of their results.
     *
     * @param part the name of the part in a run's row
     * @param wanted the name of the experiment's own
     */
    public synchronized List<String> others(Experiment experiment, Function<RunRow.Parts, String> part, String wanted) {
        return rows().stream()
                .filter(row -> part.apply(row.parts()).equals(wanted))
                .map(RunRow::runId)
                .filter(id -> !id.equals(experiment.runId()))
                .distinct()
                .toList();
    }

    private List<RunRow> rows() {
        if (known == null) {
            known = new ArrayList<>(new RunCatalog(store).readAll());
        }
        return known;
    }
}
