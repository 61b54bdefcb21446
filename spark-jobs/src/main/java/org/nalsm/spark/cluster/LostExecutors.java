package org.nalsm.spark.cluster;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Gives jobs up whose executors are lost again and again while no task ends well. Spark replaces executors for ever where
 * their loss is not the tasks' fault, and a driver would sit there for days.
 */
final class LostExecutors extends SparkListener {
    /** Begins the reason that the jobs are ended with. */
    static final String REASON = "executors were lost again and again";
    /** Losses without a task that ended well, whatever the size of the cluster. */
    private static final int LOSSES = 8;
    /** And so many for each of the executors that there were at the same time: a whole cluster may restart. */
    private static final int LOSSES_OF_EACH = 4;

    private final BiConsumer<Integer, String> cancelJob;
    private final Set<Integer> jobs = new TreeSet<>();
    private final Set<String> executors = new HashSet<>();
    private int mostExecutors;
    private int losses;

    /** @param cancelJob ends a job for a reason */
    LostExecutors(BiConsumer<Integer, String> cancelJob) {
        this.cancelJob = cancelJob;
    }

    @Override
    public void onJobStart(SparkListenerJobStart event) {
        jobs.add(event.jobId());
        losses = jobs.size() == 1 ? 0 : losses;
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd event) {
        jobs.remove(event.jobId());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd event) {
        if (event.taskInfo().successful()) {
            losses = 0;
        }
    }

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded event) {
        executors.add(event.executorId());
        mostExecutors = Math.max(mostExecutors, executors.size());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
        executors.remove(event.executorId());
        String reason = ClusterTrouble.firstLine(event.reason());
        if (isWanted(reason) || ++losses < Math.max(LOSSES, LOSSES_OF_EACH * mostExecutors)) {
            return;
        }
        String why = REASON + ", " + losses + " times without a task that ended well, the last one: " + reason;
        jobs.forEach(job -> cancelJob.accept(job, why));
        losses = 0;
    }

    /** Whether Spark itself sent the executor away: too many for the work, or their machine is to go. */
    private static boolean isWanted(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        return lower.contains("killed by driver") || lower.contains("decommission");
    }
}
