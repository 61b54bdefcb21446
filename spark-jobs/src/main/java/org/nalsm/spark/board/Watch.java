package org.nalsm.spark.board;

import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.table.CachedRows;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of the results as they are now, or were a moment ago. Several threads may use it. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    /** What several pages ask for within this time is looked up once. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private final ResultsStore store;
    private final CachedRows<RunRow> runRows;
    private final CachedRows<SweepRow> sweepRows;
    private final RunNotes notes;
    private final Map<String, CachedRows<TrialRow>> trialRows = new HashMap<>();
    private Seen seen = new Seen(List.of(), List.of(), Map.of(), Map.of(), Map.of(), new IdentityHashMap<>());
    private long seenAt;
    private boolean hasSeen;

    /**
     * All of it at one time.
     *
     * @param runs the newest first
     * @param sweeps the newest first
     * @param trials by the id of their sweep
     * @param sweepsOf by the id of a run: the sweeps that it is a trial of
     * @param notes by the id of their run
     */
    record Seen(
            List<RunRow> runs,
            List<SweepRow> sweeps,
            Map<String, List<TrialRow>> trials,
            Map<String, TreeSet<String>> sweepsOf,
            Map<String, NoteRow> notes,
            Map<RunRow, SortedMap<String, String>> configurations) {

        Optional<RunRow> run(String id) {
            return runs.stream().filter(run -> run.runId().equals(id)).findFirst();
        }

        Optional<SweepRow> sweep(String id) {
            return sweeps.stream().filter(sweep -> sweep.sweepId().equals(id)).findFirst();
        }

        List<TrialRow> trialsOf(SweepRow sweep) {
            return trials.getOrDefault(sweep.sweepId(), List.of());
        }

        TreeSet<String> sweepsOf(RunRow run) {
            return sweepsOf.getOrDefault(run.runId(), new TreeSet<>());
        }

        /** What people say of a run, which may be nothing. */
        NoteRow note(RunRow run) {
            return notes.getOrDefault(run.runId(), NoteRow.none(run.runId()));
        }

        /** How sure its accuracies are. */
        SortedMap<String, List<Double>> intervals(RunRow run) {
            return Intervals.of(run.model(), configuration(run))
                    .of(run.outcome().measured());
        }

        /** Every key of a run's configuration with its value; nothing where that is no JSON. */
        SortedMap<String, String> configuration(RunRow run) {
            return configurations.getOrDefault(run, new TreeMap<>());
        }
    }

    Watch(ResultsStore store) {
        this.store = store;
        this.runRows = new CachedRows<>(store, RunRow.TABLE);
        this.sweepRows = new CachedRows<>(store, SweepRow.TABLE);
        this.notes = new RunNotes(store);
    }

    ResultsStore store() {
        return store;
    }

    /** @throws UserException if the results cannot be looked into */
    synchronized Seen look() {
        if (!hasSeen || System.nanoTime() - seenAt > MOMENT_NANOS) {
            seen = now(seen.configurations);
            seenAt = System.nanoTime();
            hasSeen = true;
        }
        return seen;
    }

    private Seen now(Map<RunRow, SortedMap<String, String>> known) {
        List<RunRow> runs = runRows.read().stream()
                .sorted(Comparator.comparing(RunRow::startedAt).reversed().thenComparing(RunRow::runId))
                .toList();
        Map<RunRow, SortedMap<String, String>> configurations = new IdentityHashMap<>();
        for (RunRow run : runs) {
            SortedMap<String, String> earlier = known.get(run);
            configurations.put(run, earlier != null ? earlier : configuration(run));
        }
        List<SweepRow> sweeps = sweepRows.read().stream()
                .sorted(Comparator.comparing(SweepRow::startedAt).reversed().thenComparing(SweepRow::sweepId))
                .toList();
        Map<String, List<TrialRow>> trials = new HashMap<>();
        Map<String, TreeSet<String>> sweepsOf = new HashMap<>();
        for (SweepRow sweep : sweeps) {
            List<TrialRow> own = trials(sweep.sweepId());
            trials.put(sweep.sweepId(), own);
            own.forEach(trial -> trial.runId()
                    .ifPresent(run -> sweepsOf.computeIfAbsent(run, key -> new TreeSet<>())
                            .add(sweep.sweepId())));
        }
        return new Seen(runs, sweeps, trials, sweepsOf, notes.all(), configurations);
    }

    private List<TrialRow> trials(String sweepId) {
        try {
            return trialRows
                    .computeIfAbsent(sweepId, id -> new CachedRows<>(store, TrialRow.TABLE, id))
                    .read();
        } catch (UserException e) { // such as of an id in a row that can be none
            LOG.warn("Left out the trials of sweep {}: {}", sweepId, e.getMessage());
            return List.of();
        }
    }

    private static SortedMap<String, String> configuration(RunRow run) {
        try {
            return StoredConfig.of(run.config());
        } catch (IllegalArgumentException e) {
            LOG.warn("Run {} has no configuration that can be read: {}", run.runId(), e.getMessage());
            return new TreeMap<>();
        }
    }
}
