package org.nalsm.spark.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrialRow;

/** Tells an MLflow server: a run of it is a run, or a sweep, in which its trials are nested. */
final class MlflowTracking implements Tracking {
    private final Outbox outbox;
    private @Nullable MlflowRun sweepRun;
    private boolean sweepEnded;

    private MlflowTracking(Outbox outbox) {
        this.outbox = outbox;
    }

    /** One that tells nobody, with a warning, if there can be no such server. */
    static Tracking of(Map<String, String> environment, Consumer<String> warn) {
        String address = environment.getOrDefault(SERVER, "").strip();
        if (!address.matches("https?://.+")) {
            warn.accept(SERVER + " is no http or https address, so nothing is sent to MLflow; the work goes on");
            return NONE;
        }
        try {
            String shown = MlflowServer.withoutSecrets(address);
            return new MlflowTracking(new Outbox(new MlflowServer(environment), shown, warn));
        } catch (LinkageError | RuntimeException e) { // the first where the driver's libraries are missing
            warn.accept("nothing is sent to MLflow, the work goes on: " + e);
            return NONE;
        }
    }

    @Override
    public Progress run(Described run, Progress shown) {
        return new TrackedProgress(outbox, Optional.empty(), run, new TreeMap<>(), shown);
    }

    @Override
    public synchronized SweepProgress sweep(Described sweep, SweepProgress shown) {
        MlflowRun run = new MlflowRun(
                Optional.empty(),
                sweep,
                new TreeMap<>(Map.of("nalsm.sweep_id", sweep.id())),
                new TreeMap<>(Map.of(
                        "mlflow.source.name", "nalsm sweep",
                        "mlflow.source.type", "LOCAL",
                        "nalsm.version", CodeVersion.current())),
                System.currentTimeMillis());
        sweepRun = run;
        outbox.changed(run);
        return new TrackedSweep(sweep, run, shown);
    }

    @Override
    public synchronized void ended(RunStatus status) {
        if (sweepRun != null && !sweepEnded) {
            sweepEnded = true;
            sweepRun.status(status);
            outbox.changed(sweepRun);
        }
    }

    @Override
    public void close() {
        ended(RunStatus.STOPPED); // unless the sweep has ended before
        outbox.close();
    }

    private final class TrackedSweep implements SweepProgress {
        private final Described sweep;
        private final MlflowRun run;
        private final SweepProgress shown;
        private final Map<String, TrialRow> trials = new LinkedHashMap<>();

        private TrackedSweep(Described sweep, MlflowRun run, SweepProgress shown) {
            this.sweep = sweep;
            this.run = run;
            this.shown = shown;
        }

        @Override
        public void begin(List<TrialRow> all) {
            synchronized (trials) {
                all.forEach(trial -> trials.put(trial.trialId(), trial));
            }
            shown.begin(all);
        }

        @Override
        public Progress trial(TrialRow trial) {
            return new TrackedProgress(
                    outbox,
                    Optional.of(run),
                    sweep.trial(trial.parameters()),
                    new TreeMap<>(Map.of("nalsm.sweep_id", sweep.id(), "nalsm.trial_id", trial.trialId())),
                    shown.trial(trial));
        }

        @Override
        public void update(TrialRow trial) {
            List<TrialRow> all;
            synchronized (trials) {
                trials.put(trial.trialId(), trial);
                all = new ArrayList<>(trials.values());
            }
            List<Leaderboard.Group> groups = Leaderboard.of(all).groups();
            if (!groups.isEmpty()) {
                int complete =
                        groups.stream().mapToInt(group -> group.trials().size()).sum();
                run.point(
                        "best_" + Leaderboard.RANKED_BY.name(),
                        groups.get(0).statistic(Leaderboard.RANKED_BY).mean(),
                        complete);
                outbox.changed(run);
            }
            shown.update(trial);
        }
    }
}
