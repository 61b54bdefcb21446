package org.nalsm.spark.run;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows a counter that tasks increase: executors report the running tasks' share with every heartbeat, and
 * the rest when a task ends. The display only; no result depends on it.
 */
public final class TaskProgress extends SparkListener implements AutoCloseable {
    private final SparkContext context;
    private final Progress progress;
    private final LongAccumulator counter;
    private final Map<Long, Long> running = new HashMap<>();
    private long ended;

    private TaskProgress(SparkContext context, Progress progress, LongAccumulator counter) {
        this.context = context;
        this.progress = progress;
        this.counter = counter;
    }

    /** Follows a phase until it is closed. */
    public static TaskProgress follow(SparkContext context, Progress progress, String phase, long total, String unit) {
        progress.begin(phase, total, unit);
        TaskProgress listener = new TaskProgress(context, progress, context.longAccumulator(phase));
        context.addSparkListener(listener);
        return listener;
    }

    /** The counter that tasks increase. */
    public LongAccumulator counter() {
        return counter;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        CollectionConverters.asJava(update.accumUpdates())
                .forEach(task -> CollectionConverters.asJava(task._4()).forEach(info -> note((Long) task._1(), info)));
        show();
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            CollectionConverters.asJava(end.taskInfo().accumulables())
                    .forEach(info -> note(end.taskInfo().taskId(), info));
            ended += running.getOrDefault(end.taskInfo().taskId(), 0L);
        }
        running.remove(end.taskInfo().taskId());
        show();
    }

    private void note(long task, AccumulableInfo info) {
        if (info.id() == counter.id()
                && info.update().isDefined()
                && info.update().get() instanceof Long value) {
            running.put(task, value);
        }
    }

    private void show() {
        progress.at(ended + running.values().stream().mapToLong(Long::longValue).sum(), "");
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
        progress.end();
    }
}
