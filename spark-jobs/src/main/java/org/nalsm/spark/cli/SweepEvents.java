package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nalsm.spark.cli.console.JsonConsole;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sweep.SweepClock;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** A sweep for machines: an event {@code trial} where one begins or ends, and those of each trial's run. */
final class SweepEvents implements SweepProgress {
    private final JsonConsole console;
    private final TrialIntervals intervals;
    private final SweepClock clock;

    SweepEvents(JsonConsole console, TrialIntervals intervals, SweepClock clock) {
        this.console = console;
        this.intervals = intervals;
        this.clock = clock;
    }

    @Override
    public synchronized void begin(List<TrialRow> trials) {
        trials.forEach(clock::row);
    }

    @Override
    public synchronized Progress trial(TrialRow trial) {
        update(trial);
        return new Heard(trial.trialId(), console.progress(() -> fields(trial.trialId())));
    }

    @Override
    public synchronized void update(TrialRow trial) {
        clock.row(trial);
        Map<String, Object> fields = new LinkedHashMap<>();
        trial.runId().ifPresent(run -> fields.put("run_id", run));
        fields.putAll(fields(trial.trialId()));
        fields.put("status", trial.status().word());
        fields.put("parameters", trial.parameters());
        fields.put("error", trial.error().orElse(null));
        Map<String, Double> metrics = new TreeMap<>(trial.metrics());
        metrics.values().removeIf(value -> CanonicalJson.orNull(value) == null);
        fields.put("metrics", metrics);
        fields.put(
                "intervals_95",
                trial.status() == TrialStatus.COMPLETE ? intervals.of(trial).of(metrics) : Map.of());
        fields.put("seconds", CanonicalJson.orNull(trial.seconds()));
        console.write("trial", fields);
    }

    /** What every line on a trial has. */
    private synchronized Map<String, Object> fields(String trialId) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("trial_id", trialId);
        fields.put("trial", clock.number(trialId));
        fields.put("trials", clock.size());
        fields.put("trials_ended", clock.ended());
        fields.put("sweep_seconds_left", CanonicalJson.orNull(clock.secondsLeft()));
        return fields;
    }

    private synchronized void at(String trialId, PhaseProgress far) {
        clock.at(trialId, far);
    }

    /** Listens to what is shown of a trial, for the time that is left. */
    private final class Heard implements Progress {
        private final String trialId;
        private final Progress shown;
        private final PhaseProgress.Clock phase = new PhaseProgress.Clock(System::nanoTime);

        private Heard(String trialId, Progress shown) {
            this.trialId = trialId;
            this.shown = shown;
        }

        @Override
        public synchronized void begin(String name, long total, String unit) {
            phase.begin(name, total, unit);
            SweepEvents.this.at(trialId, phase.last());
            shown.begin(name, total, unit);
        }

        @Override
        public synchronized void resume(long done) {
            phase.resume(done);
            SweepEvents.this.at(trialId, phase.last());
            shown.resume(done);
        }

        @Override
        public synchronized void at(long done, String detail) {
            phase.at(done, detail);
            SweepEvents.this.at(trialId, phase.last());
            shown.at(done, detail);
        }

        @Override
        public void end() {
            shown.end();
        }

        @Override
        public void measured(String metric, double value) {
            shown.measured(metric, value);
        }

        @Override
        public void row(RunRow row) {
            shown.row(row);
        }
    }
}
