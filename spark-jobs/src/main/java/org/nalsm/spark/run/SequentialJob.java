package org.nalsm.spark.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.spark.cluster.ClusterTrouble;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.table.CheckpointRow;
import org.nalsm.spark.table.ResultsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does {@link SequentialWork} as one task on an executor and stores its state every so many steps, so that a task that
 * is lost, or a driver that is killed, costs no more than these: the next attempt goes on from the newest state, with
 * the same bits.
 *
 * @param <R> the work's result
 */
public final class SequentialJob<R> {
    private static final Logger LOG = LoggerFactory.getLogger(SequentialJob.class);
    /** Parts of the work after which the display learns of it. */
    private static final int REPORTS = 200;

    private final JavaSparkContext spark;
    private final Checkpoints checkpoints;
    private final SequentialWork<R> work;
    private final long checkpointEvery;

    /**
     * @param runId whose work it is
     * @param phase names the states on disk
     * @param checkpointEvery steps between two stored states, at least 1
     */
    public SequentialJob(
            JavaSparkContext spark,
            ResultsStore store,
            String runId,
            String phase,
            SequentialWork<R> work,
            long checkpointEvery) {
        this.spark = spark;
        this.checkpoints = new Checkpoints(store, runId, phase);
        this.work = work;
        this.checkpointEvery = checkpointEvery;
    }

    /**
     * How many threads the task may keep busy by itself: with a local master nothing else runs.
     *
     * @param configured what the user wants; 0 for what there is
     */
    public static int threads(JavaSparkContext spark, int configured) {
        if (configured > 0) {
            return configured;
        }
        return spark.isLocal() ? spark.defaultParallelism() : spark.getConf().getInt("spark.task.cpus", 1);
    }

    /**
     * Does the steps that are left.
     *
     * @param title what is done, for the display and for Spark's pages
     * @param unit of the steps
     */
    public R run(String title, String unit, Progress progress) {
        while (true) {
            long from = checkpoints.latestStep();
            try {
                return runOnce(title, unit, progress);
            } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
                long reached = checkpoints.latestStep();
                if (!ClusterTrouble.isLossOfExecutors(e) || reached <= from) {
                    throw e;
                }
                LOG.warn(
                        "Executors were lost too often for one job; as the work got from step {} to {} meanwhile, it"
                                + " goes on with another one",
                        from,
                        reached);
            }
        }
    }

    /** Deletes the stored states of a run. To be called when the result is on disk. */
    public static void clearCheckpoints(ResultsStore store, String runId) {
        store.deletePartition(CheckpointRow.TABLE, runId);
    }

    private R runOnce(String title, String unit, Progress progress) {
        try (TaskProgress follow =
                TaskProgress.follow(spark.sc(), progress, title, work.steps(), unit, checkpoints::latestStep)) {
            Task<R> task = new Task<>(work, checkpoints, checkpointEvery, follow.counter(), follow.validMillionths());
            Supplier<R> job =
                    () -> spark.parallelize(List.of(0), 1).map(task).collect().get(0);
            return JobTitle.during(spark, title + ", " + work.steps() + " " + unit, job);
        }
    }

    /** Runs on an executor. */
    private record Task<R>(
            SequentialWork<R> work,
            Checkpoints checkpoints,
            long checkpointEvery,
            LongAccumulator done,
            LongAccumulator validMillionths)
            implements Function<Integer, R> {

        @Override
        public R call(Integer ignored) {
            Optional<Checkpoints.Checkpoint> last = checkpoints.latest();
            SequentialWork.Computation<R> computation;
            long step;
            try {
                computation = work.begin(last.map(Checkpoints.Checkpoint::state));
                step = last.map(Checkpoints.Checkpoint::step).orElse(0L);
            } catch (IllegalArgumentException e) {
                LOG.warn("A stored state is not one of this work, which begins anew: {}", e.getMessage());
                checkpoints.clear();
                computation = work.begin(Optional.empty());
                step = 0;
            }
            long reported = 0;
            long reportEvery = Math.max(1, work.steps() / REPORTS);
            while (step < work.steps()) {
                computation.advance(step++);
                if (step % reportEvery == 0 || step == work.steps()) {
                    done.add(step - reported);
                    reported = step;
                    if (!Double.isNaN(computation.validAccuracy())) {
                        validMillionths.setValue(Math.round(1e6 * computation.validAccuracy()));
                    }
                }
                if (step % checkpointEvery == 0 && step < work.steps()) {
                    checkpoints.write(step, computation.state());
                }
            }
            return computation.result();
        }
    }
}
