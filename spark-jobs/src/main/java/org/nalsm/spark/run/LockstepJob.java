package org.nalsm.spark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.table.ResultsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does {@link LockstepWork} as one task on an executor. Each run's state is stored every so many of its steps, where
 * {@link SequentialJob} stores and finds it, too.
 *
 * @param <R> the result of a run
 */
public final class LockstepJob<R> {
    private static final Logger LOG = LoggerFactory.getLogger(LockstepJob.class);
    /** Steps of a run that are done together at most. */
    private static final int STRIDE = 250;

    private final JavaSparkContext spark;
    private final List<Checkpoints> checkpoints;
    private final LockstepWork<R> work;
    private final long checkpointEvery;
    private final Optional<ResourceProfile> resources;

    /**
     * @param runIds the runs, in the order of the work
     * @param phase names the states on disk
     * @param checkpointEvery steps between two stored states, at least 1
     * @param resources what the task asks for, if for anything in particular
     */
    public LockstepJob(
            JavaSparkContext spark,
            ResultsStore store,
            List<String> runIds,
            String phase,
            LockstepWork<R> work,
            long checkpointEvery,
            Optional<ResourceProfile> resources) {
        this.spark = spark;
        this.checkpoints = runIds.stream()
                .map(runId -> new Checkpoints(store, runId, phase))
                .toList();
        this.work = work;
        this.checkpointEvery = checkpointEvery;
        this.resources = resources;
    }

    /**
     * Does the steps that are left.
     *
     * @param title what is done, for the display and for Spark's pages
     * @param unit of the steps
     * @return the results in the order of the runs
     */
    public List<R> run(String title, String unit, Progress progress) {
        long steps =
                LongStream.range(0, work.runs()).map(k -> work.steps((int) k)).sum();
        try (TaskProgress follow = TaskProgress.follow(spark.sc(), progress, title, steps, unit, this::kept)) {
            Task<R> task = new Task<>(work, checkpoints, checkpointEvery, follow.counter());
            Supplier<List<R>> job = () -> assigned(spark.parallelize(List.of(0), 1))
                    .map(task)
                    .collect()
                    .get(0);
            return JobTitle.during(spark, title + ", " + steps + " " + unit, job);
        }
    }

    private JavaRDD<Integer> assigned(JavaRDD<Integer> single) {
        return resources.isPresent() ? single.withResources(resources.get()) : single;
    }

    private long kept() {
        return checkpoints.stream().mapToLong(Checkpoints::latestStep).sum();
    }

    /** Runs on an executor. */
    private record Task<R>(
            LockstepWork<R> work, List<Checkpoints> checkpoints, long checkpointEvery, LongAccumulator done)
            implements Function<Integer, List<R>> {
        Task {
            checkpoints = new ArrayList<>(checkpoints); // a serializable one
        }

        @Override
        public List<R> call(Integer ignored) {
            long[] step = new long[work.runs()];
            try (LockstepWork.Computation<R> computation = begin(step)) {
                long[] next = next(step);
                while (LongStream.range(0, step.length).anyMatch(k -> step[(int) k] < next[(int) k])) {
                    computation.advance(step, next);
                    done.add(LongStream.of(next).sum() - LongStream.of(step).sum());
                    for (int k = 0; k < step.length; k++) {
                        if (next[k] > step[k] && next[k] % checkpointEvery == 0 && next[k] < work.steps(k)) {
                            checkpoints.get(k).write(next[k], computation.state(k));
                        }
                        step[k] = next[k];
                    }
                    System.arraycopy(next(step), 0, next, 0, next.length);
                }
                List<R> results = new ArrayList<>();
                for (int k = 0; k < step.length; k++) {
                    results.add(computation.result(k));
                }
                return results;
            }
        }

        /** Begins where each run was left, and says so in {@code step}. */
        private LockstepWork.Computation<R> begin(long[] step) {
            List<Optional<PhaseState>> states = new ArrayList<>();
            for (int k = 0; k < step.length; k++) {
                Optional<Checkpoints.Checkpoint> last = checkpoints.get(k).latest();
                step[k] = last.map(Checkpoints.Checkpoint::step).orElse(0L);
                states.add(last.map(Checkpoints.Checkpoint::state));
            }
            try {
                return work.begin(states);
            } catch (IllegalArgumentException e) {
                LOG.warn("A stored state is not one of this work, which begins anew: {}", e.getMessage());
                checkpoints.forEach(Checkpoints::clear);
                states.replaceAll(state -> Optional.empty());
                Arrays.fill(step, 0);
                return work.begin(states);
            }
        }

        /** A stride further, but not past the next state to store, nor the end. */
        private long[] next(long[] step) {
            long[] next = new long[step.length];
            for (int k = 0; k < step.length; k++) {
                long store = (step[k] / checkpointEvery + 1) * checkpointEvery;
                next[k] = Math.min(Math.min(step[k] + STRIDE, store), work.steps(k));
            }
            return next;
        }
    }
}
