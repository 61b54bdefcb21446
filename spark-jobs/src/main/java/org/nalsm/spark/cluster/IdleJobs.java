package org.nalsm.spark.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Gives jobs up of which no task is at work for too long: no executor has come, or none of those there are has what a task
 * asks for. Spark warns of it every fifteen seconds, and waits for ever. Its listener's events and the timer come on threads
 * of their own.
 */
final class IdleJobs extends SparkListener {
    /** Begins the reason that the jobs are ended with. */
    static final String REASON = "no task could begin";
    /** The setting of Spark's that says how long is too long. */
    static final String WAIT = "spark.nalsm.executorWait";

    static final String USUAL_WAIT = "10min";
    private static final long LOOK_MS = 1000;

    private final long waitMs;
    private final LongSupplier clockMs;
    private final BiConsumer<Integer, String> cancelJob;
    private final Timer timer = new Timer("idle-jobs", true);
    private final Set<Integer> jobs = new TreeSet<>();
    private final Set<String> executors = new HashSet<>();
    private final Map<Long, String> tasks = new HashMap<>();
    private long idleSinceMs;

    /**
     * @param waitMs how long jobs may be idle
     * @param clockMs a time that never goes back
     * @param cancelJob ends a job for a reason
     */
    IdleJobs(long waitMs, LongSupplier clockMs, BiConsumer<Integer, String> cancelJob) {
        this.waitMs = waitMs;
        this.clockMs = clockMs;
        this.cancelJob = cancelJob;
    }

    /** Looks every second from now on, until the application ends. */
    IdleJobs watched() {
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                look();
            }
        };
        timer.schedule(task, LOOK_MS, LOOK_MS);
        return this;
    }

    synchronized void look() {
        if (jobs.isEmpty() || !tasks.isEmpty() || clockMs.getAsLong() - idleSinceMs < waitMs) {
            return;
        }
        String why = "%s within %d s: %s"
                .formatted(
                        REASON,
                        waitMs / 1000,
                        executors.isEmpty()
                                ? "the cluster has given no executor"
                                : "none of " + executors.size() + " executors has what a task asks for");
        jobs.forEach(job -> cancelJob.accept(job, why));
        jobs.clear();
    }

    private void begin() {
        idleSinceMs = clockMs.getAsLong();
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart event) {
        if (jobs.isEmpty()) {
            begin();
        }
        jobs.add(event.jobId());
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd event) {
        jobs.remove(event.jobId());
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        tasks.put(event.taskInfo().taskId(), event.taskInfo().executorId());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        tasks.remove(event.taskInfo().taskId());
        begin();
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded event) {
        executors.add(event.executorId());
        begin();
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        executors.remove(event.executorId());
        tasks.values().removeIf(event.executorId()::equals);
        begin();
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
        timer.cancel();
    }
}
