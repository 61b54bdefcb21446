package org.nalsm.spark.cluster;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an application has done so far, for Spark's metrics system: its servlets ({@code /metrics/json} and
 * {@code /metrics/prometheus} of the application's page) and whatever sinks a cluster has. It adds up the accumulators of
 * tasks that ended well, by their names; no result depends on it.
 */
public final class WorkMetrics extends SparkListener implements Source {
    /** Name of accumulators that count samples of any work. */
    public static final String SAMPLES = "samples";
    /** Name of accumulators that count spikes of simulated neurons, those of the input left out. */
    public static final String SPIKES = "spikes";
    /** Name of accumulators that count the visits of synapses which these spikes cause. */
    public static final String SYNAPTIC_UPDATES = "synaptic updates";
    /** Name of accumulators that tasks set to the taken memory of their GPU, bytes. */
    public static final String DEVICE_BYTES = "GPU memory, bytes";

    private static final String PREFIX = "nalsm";

    private final MetricRegistry registry = new MetricRegistry();
    private final Meter samples = registry.meter("samples");
    private final Map<String, Counter> counters = Map.of(
            SPIKES, registry.counter("spikes"),
            SYNAPTIC_UPDATES, registry.counter("synapticUpdates"));
    private final AtomicLong deviceBytes = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    /** By stage, the tasks that have not begun. */
    private final Map<Integer, Integer> waiting = new HashMap<>();

    WorkMetrics() {
        gauge("tasksWaiting", this::tasksWaiting);
        gauge("tasksRunning", running::get);
        gauge("deviceBytes", deviceBytes::get);
    }

    /** Tells the application's metrics system. */
    static void register(JavaSparkContext spark) {
        WorkMetrics metrics = new WorkMetrics();
        SparkEnv.get().metricsSystem().registerSource(metrics);
        spark.sc().addSparkListener(metrics);
    }

    private <N extends Number> void gauge(String name, Gauge<N> value) {
        registry.register(name, value);
    }

    @Override
    public String sourceName() {
        return PREFIX;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    private synchronized int tasksWaiting() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
        waiting.put(event.stageInfo().stageId(), event.stageInfo().numTasks());
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
        waiting.remove(event.stageInfo().stageId());
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart event) {
        running.incrementAndGet();
        // A speculative task is one more of a partition that has begun.
        if (!event.taskInfo().speculative()) {
            waiting.computeIfPresent(event.stageId(), (stage, tasks) -> Math.max(0, tasks - 1));
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
        running.decrementAndGet();
        if (event.taskInfo().successful()) {
            CollectionConverters.asJava(event.taskInfo().accumulables()).forEach(this::note);
        } else {
            waiting.computeIfPresent(event.stageId(), (stage, tasks) -> tasks + 1);
        }
    }

    private void note(AccumulableInfo info) {
        if (info.name().isEmpty() || info.update().isEmpty() || !(info.update().get() instanceof Long update)) {
            return;
        }
        String name = info.name().get();
        if (name.equals(SAMPLES)) {
            samples.mark(update);
        } else if (name.equals(DEVICE_BYTES)) {
            deviceBytes.set(update);
        } else if (counters.containsKey(name)) {
            counters.get(name).inc(update);
        }
    }
}
