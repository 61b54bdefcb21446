package org.nalsm.spark.tracking;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** Makes of what is heard of a run what the server is to know, and hands it on. */
final class TrackedProgress implements Progress {
    /** Apart from the results of the same names. */
    private static final String WHILE_TRAINING = "training/";

    private final Outbox outbox;
    private final Optional<MlflowRun> parent;
    private final Described what;
    private final SortedMap<String, String> tags;
    private final Progress shown;
    private final Map<String, Double> known = new HashMap<>();
    /** Null before the run has a row. */
    private @Nullable MlflowRun run;

    private long done;

    /**
     * @param parent of which it is a trial
     * @param tags beside those of every run
     */
    TrackedProgress(
            Outbox outbox, Optional<MlflowRun> parent, Described what, SortedMap<String, String> tags, Progress shown) {
        this.outbox = outbox;
        this.parent = parent;
        this.what = what;
        this.tags = tags;
        this.shown = shown;
    }

    @Override
    public void begin(String phase, long total, String unit) {
        synchronized (this) {
            done = 0;
        }
        shown.begin(phase, total, unit);
    }

    @Override
    public void resume(long alreadyDone) {
        synchronized (this) {
            done = alreadyDone;
        }
        shown.resume(alreadyDone);
    }

    @Override
    public void at(long nowDone, String detail) {
        synchronized (this) {
            done = Math.max(done, nowDone);
        }
        shown.at(nowDone, detail);
    }

    @Override
    public void end() {
        shown.end();
    }

    @Override
    public void measured(String metric, double value) {
        synchronized (this) {
            // The display hears of the same value again and again.
            if (run != null && isNew(WHILE_TRAINING + metric, value)) {
                run.point(WHILE_TRAINING + metric, value, done);
                outbox.changed(run);
            }
        }
        shown.measured(metric, value);
    }

    @Override
    public void row(RunRow row) {
        synchronized (this) {
            if (run == null) {
                run = begun(row);
            }
            tell(run, row);
            outbox.changed(run);
        }
        shown.row(row);
    }

    private MlflowRun begun(RunRow row) {
        SortedMap<String, String> identity = new TreeMap<>();
        identity.put("nalsm.run_id", row.runId());
        identity.put("nalsm.started_at", row.startedAt().toString()); // another one after --overwrite
        SortedMap<String, String> all = new TreeMap<>(tags);
        all.put("mlflow.source.name", parent.isPresent() ? "nalsm sweep" : "nalsm train");
        all.put("mlflow.source.type", "LOCAL");
        if (!row.provenance().codeCommit().isEmpty()) {
            all.put("mlflow.source.git.commit", row.provenance().codeCommit());
        }
        all.put("nalsm.version", row.provenance().codeVersion());
        row.provenance()
                .resultsVersion()
                .ifPresent(version -> all.put("nalsm.results_version", Integer.toString(version)));
        all.put("nalsm.spark_version", row.provenance().sparkVersion());
        all.put("nalsm.model", row.model());
        all.put("nalsm.dataset", row.dataset());
        all.put("nalsm.seed", Long.toString(row.parts().runSeed()));
        return new MlflowRun(parent, what, identity, all, row.startedAt().toEpochMilli());
    }

    private void tell(MlflowRun to, RunRow row) {
        SortedMap<String, Double> values = new TreeMap<>(row.outcome().measured());
        Intervals.of(row).of(row.outcome().measured()).forEach((metric, ends) -> {
            values.put(metric + "_low_95", ends.get(0));
            values.put(metric + "_high_95", ends.get(1));
        });
        row.outcome().seconds().forEach((phase, seconds) -> values.put("seconds/" + phase, seconds));
        if (row.status() != RunStatus.RUNNING) {
            values.put("total_seconds", row.outcome().totalSeconds());
        }
        values.forEach((key, value) -> {
            if (isNew(key, value)) {
                to.point(key, value, 0);
            }
        });
        to.status(row.status());
    }

    private boolean isNew(String key, double value) {
        Double earlier = known.put(key, value);
        return earlier == null || Double.compare(earlier, value) != 0;
    }
}
