package org.nalsm.spark.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows a counter that tasks increase: executors report the running tasks' share with every heartbeat, and
 * the rest when a task ends. The display only; no result depends on it.
 */
public final class TaskProgress extends SparkListener implements AutoCloseable {
    private static final double GIB = 1 << 30;

    private final SparkContext context;
    private final Progress progress;
    private final LongAccumulator counter;
    private final Map<Long, Long> running = new HashMap<>();
    private final LongSupplier kept;
    /** Null where no task uses a device. */
    private @Nullable LongAccumulator deviceBytes;

    /** What the one task of a sequential job has set last; Spark's zero where it has set nothing. */
    private final LongAccumulator validMillionths;

    private long lastValidMillionths;
    private long mostDeviceBytes;
    private long ended;
    private long least;

    private TaskProgress(SparkContext context, Progress progress, LongAccumulator counter, LongSupplier kept) {
        this.context = context;
        this.progress = progress;
        this.counter = counter;
        this.kept = kept;
        this.validMillionths = context.longAccumulator(counter.name().get() + ", validation accuracy");
    }

    /** Follows a phase until it is closed. */
    public static TaskProgress follow(SparkContext context, Progress progress, String phase, long total, String unit) {
        return follow(context, progress, phase, total, unit, () -> 0);
    }

    /**
     * Likewise for a task whose work is kept now and then.
     *
     * @param kept how much of the phase's work is kept; asked at the beginning and when a task is lost
     */
    static TaskProgress follow(
            SparkContext context, Progress progress, String phase, long total, String unit, LongSupplier kept) {
        progress.begin(phase, total, unit);
        TaskProgress listener = new TaskProgress(context, progress, context.longAccumulator(unit), kept);
        listener.resume();
        context.addSparkListener(listener);
        return listener;
    }

    /** Shows the largest of what tasks set here: bytes that are taken of a device's memory. */
    synchronized void showDeviceMemory(LongAccumulator bytes) {
        deviceBytes = bytes;
    }

    /** The counter that tasks increase. */
    public LongAccumulator counter() {
        return counter;
    }

    /** Where a task sets its validation accuracy, in millionths, to have it shown. */
    LongAccumulator validMillionths() {
        return validMillionths;
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
        if (!end.taskInfo().successful()) {
            resume();
        }
        show();
    }

    /** Says where the work goes on, if some of it is kept. */
    private void resume() {
        least = kept.getAsLong();
        if (least > 0) {
            progress.resume(least);
        }
    }

    private void note(long task, AccumulableInfo info) {
        if (deviceBytes != null
                && info.id() == deviceBytes.id()
                && info.update().isDefined()
                && info.update().get() instanceof Long bytes) {
            mostDeviceBytes = Math.max(mostDeviceBytes, bytes);
        }
        if (info.id() == validMillionths.id()
                && info.update().isDefined()
                && info.update().get() instanceof Long millionths
                && millionths > 0) {
            lastValidMillionths = millionths;
        }
        if (info.id() == counter.id()
                && info.update().isDefined()
                && info.update().get() instanceof Long value) {
            running.put(task, value);
        }
    }

    private void show() {
        long done = ended + running.values().stream().mapToLong(Long::longValue).sum();
        progress.at(Math.max(least, done), remark());
        if (lastValidMillionths > 0) {
            progress.measured(Metric.VALID_ACCURACY.name(), lastValidMillionths / 1e6);
        }
    }

    private String remark() {
        List<String> remarks = new ArrayList<>();
        if (lastValidMillionths > 0) {
            remarks.add(String.format(Locale.ROOT, "validation %.2f %%", lastValidMillionths / 1e4));
        }
        if (mostDeviceBytes > 0) {
            remarks.add(String.format(Locale.ROOT, "GPU memory %.1f GiB", mostDeviceBytes / GIB));
        }
        return String.join(", ", remarks);
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
        progress.end();
    }
}
