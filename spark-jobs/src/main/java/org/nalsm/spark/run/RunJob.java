package org.nalsm.spark.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cluster.ClusterTrouble;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run: the phases of its model family, one after the other, and its row, which says after each of them how far it is.
 * A phase whose result is on disk is not repeated, so a run that was killed goes on where it stopped.
 */
public final class RunJob {
    private static final Logger LOG = LoggerFactory.getLogger(RunJob.class);
    private static final String JOB_GROUP = "spark.jobGroup.id";
    private static final double NANOS = 1e-9;

    private final RunContext context;
    private final Experiment experiment;
    private final ModelFamily family;
    private final ResultsStore store;
    private final RunCatalog runs;
    private final NotedProgress progress;

    private final SortedMap<String, Double> seconds = new TreeMap<>();
    private final SortedMap<String, Double> measured = new TreeMap<>();
    private final SortedMap<String, String> devices = new TreeMap<>();
    private double secondsBefore;
    private long start;
    /** Null until the run has begun. */
    private @Nullable RunRow row;

    /** Whether no earlier attempt has left a row. */
    private boolean isFirst;

    private boolean stopping;

    /**
     * A run by itself.
     *
     * @param samples the dataset
     * @param store where results go
     */
    public RunJob(
            JavaSparkContext spark,
            ModelFamily family,
            Experiment experiment,
            SampleSource samples,
            ResultsStore store,
            Progress progress) {
        this(
                family,
                new RunContext(spark, experiment, spark.broadcast(samples), store, new SharedWork(store)),
                progress);
    }

    /** A run among others, which share what is in the context; the broadcast dataset is the caller's to destroy. */
    public RunJob(ModelFamily family, RunContext context, Progress progress) {
        this.family = family;
        this.context = context;
        this.experiment = context.experiment();
        this.store = context.store();
        this.runs = new RunCatalog(store);
        this.progress = new NotedProgress(progress);
        family.check(experiment);
    }

    /**
     * The finished run of an experiment, if there is one.
     *
     * @throws UserException CANNOT_WRITE if a run of that name has other recordings
     */
    public static Optional<RunResult> findComplete(Experiment experiment, ResultsStore store) {
        RunCatalog runs = new RunCatalog(store);
        Optional<RunRow> row = runs.find(experiment.runId());
        row.filter(r -> !experiment.sameDataAs(r.parts().dataHash())).ifPresent(r -> {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    ("run %s in %s was made with other recordings of %s (content %s, here %s); use another "
                                    + "output.dir, or --overwrite to replace it")
                            .formatted(
                                    experiment.runId(),
                                    store.root(),
                                    r.dataset(),
                                    r.parts().dataHash(),
                                    experiment.dataHash()));
        });
        return row.filter(r -> runs.isComplete(experiment.runId()))
                .map(r -> new RunResult(r, true, experiment.sampleCount(), store.root()));
    }

    /**
     * Runs what is missing. A failure is noted in the run's row; a configuration that the first phase refuses leaves none.
     *
     * @throws UserException CANNOT_WRITE if another driver writes the run or has taken it over, UNAVAILABLE if the cluster fails
     */
    public RunResult run() {
        family.check(context);
        RunLease lease = RunLease.take(store, experiment.runId());
        lease.showing(progress::current);
        try (lease) {
            return run(lease);
        }
    }

    private RunResult run(RunLease lease) {
        boolean ownGroup = context.spark().getLocalProperty(JOB_GROUP) == null;
        if (ownGroup) {
            context.spark().setJobGroup(experiment.runId(), "run " + experiment.runId(), true);
        }
        try {
            begin();
            for (Phase phase : family.phases(context)) {
                if (!(seconds.containsKey(phase.name()) && phase.isDone())) {
                    run(phase, lease);
                }
            }
            lease.requireHeld();
            return end();
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            Optional<UserException> trouble = ClusterTrouble.find(context.spark(), e);
            if (!lease.isLost()) {
                noteFailure(e, trouble.isPresent());
            }
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            throw e;
        } finally {
            if (ownGroup) {
                context.spark().clearJobGroup();
            }
        }
    }

    /** From now on a failure is none: the run was interrupted in good order. Called by another thread. */
    public synchronized void stop() {
        stopping = true;
        if (row != null && row.status() == RunStatus.RUNNING) {
            write(RunStatus.STOPPED);
        }
    }

    private synchronized void begin() {
        start = System.nanoTime();
        int leftovers = runs.deleteLeftovers(experiment.runId());
        LOG.debug("{} unfinished files of earlier attempts deleted", leftovers);
        runs.deleteChangedFiles(experiment.runId())
                .forEach(path -> LOG.warn("{} is not what the run had written and is made anew", path));
        Optional<RunRow> earlier = runs.find(experiment.runId());
        isFirst = earlier.isEmpty();
        earlier.ifPresent(before -> {
            seconds.putAll(before.outcome().seconds());
            measured.putAll(before.outcome().measured());
            devices.putAll(before.outcome().devicesByPhase());
            secondsBefore = Double.isNaN(before.outcome().totalSeconds())
                    ? 0
                    : before.outcome().totalSeconds();
        });
        RunRow first = firstRow(earlier.map(RunRow::startedAt).orElseGet(RunJob::now));
        row = first;
        context.shared().announce(first);
        write(RunStatus.RUNNING);
    }

    private void run(Phase phase, RunLease lease) {
        long from = System.nanoTime();
        Map<String, Double> result = phase.run(progress);
        lease.requireHeld();
        synchronized (this) {
            measured.putAll(result);
            seconds.put(phase.name(), (System.nanoTime() - from) * NANOS);
            phase.devices().ifPresent(computed -> devices.put(phase.name(), computed));
            if (!stopping) {
                write(RunStatus.RUNNING);
            }
        }
    }

    private synchronized RunResult end() {
        runs.deleteLeftovers(experiment.runId()); // of executors that died on the way
        RunRow complete = write(RunStatus.COMPLETE);
        runs.writeManifest(complete);
        return new RunResult(complete, false, experiment.sampleCount(), store.root());
    }

    /** A cluster that fails stops a run as Ctrl-C does; the run itself has not failed. */
    private synchronized void noteFailure(Exception failure, boolean isTroubleOfCluster) {
        if (row == null) {
            return;
        }
        try {
            write(stopping || isTroubleOfCluster ? RunStatus.STOPPED : RunStatus.FAILED);
            if (!stopping && isRefusal(failure)) { // a row that cannot be deleted says "failed"
                runs.delete(experiment.runId());
            }
        } catch (UserException e) {
            failure.addSuppressed(e);
        }
    }

    /** Whether a configuration turned out to be impossible before anything was computed: such a run has never been one. */
    private boolean isRefusal(Exception failure) {
        return isFirst
                && seconds.isEmpty()
                && failure instanceof UserException mistake
                && mistake.kind() == UserException.Kind.BAD_CONFIGURATION;
    }

    private RunRow write(RunStatus status) {
        Optional<Instant> finished = status == RunStatus.RUNNING ? Optional.empty() : Optional.of(now());
        RunRow changed = Objects.requireNonNull(row, "the run has begun")
                .with(
                        status,
                        finished,
                        RunRow.Outcome.of(seconds, secondsBefore + (System.nanoTime() - start) * NANOS, measured)
                                .on(devices));
        row = changed;
        runs.write(changed);
        progress.row(changed);
        return changed;
    }

    /** To the microsecond, which is what tables hold. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private RunRow firstRow(Instant startedAt) {
        SampleSource samples = context.samples().value();
        return new RunRow(
                experiment.runId(),
                RunStatus.RUNNING,
                experiment.config().model(),
                samples.name(),
                experiment.json(),
                family.parts(experiment, samples),
                new RunRow.Provenance(
                        OptionalInt.of(ResultsVersion.CURRENT),
                        CodeVersion.current(),
                        CodeVersion.commit(),
                        context.spark().version(),
                        family.backend(experiment)),
                startedAt,
                Optional.empty(),
                RunRow.Outcome.NONE);
    }

    /** Hands on what it hears, and remembers it for the lease. */
    private static final class NotedProgress implements Progress {
        private final Progress shown;
        private final PhaseProgress.Clock clock = new PhaseProgress.Clock(System::nanoTime);
        private boolean inPhase;

        private NotedProgress(Progress shown) {
            this.shown = shown;
        }

        private synchronized Optional<PhaseProgress> current() {
            return inPhase ? Optional.of(clock.last()) : Optional.empty();
        }

        @Override
        public void begin(String phase, long total, String unit) {
            synchronized (this) {
                clock.begin(phase, total, unit);
                inPhase = true;
            }
            shown.begin(phase, total, unit);
        }

        @Override
        public void resume(long done) {
            synchronized (this) {
                clock.resume(done);
            }
            shown.resume(done);
        }

        @Override
        public void at(long done, String detail) {
            synchronized (this) {
                clock.at(done, detail);
            }
            shown.at(done, detail);
        }

        @Override
        public void measured(String metric, double value) {
            shown.measured(metric, value);
        }

        @Override
        public void row(RunRow row) {
            shown.row(row);
        }

        @Override
        public void end() {
            synchronized (this) {
                inPhase = false;
            }
            shown.end();
        }
    }
}
