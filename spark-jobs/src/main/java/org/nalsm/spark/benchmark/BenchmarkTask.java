package org.nalsm.spark.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.SpikeEncoding;
import org.nalsm.spark.sample.SampleSource;

/** One of the threads of a benchmark, with what a Spark task has for itself: a simulator and an encoder. */
final class BenchmarkTask {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_SECOND = 1e9;

    private final LiquidSimulator simulator;
    private final SampleInputs inputs;
    private final int durationMs;
    private final int first;
    private final Load load;
    private final long heapBytes;

    /**
     * @param newSimulator makes its simulator
     * @param first its first sample; its others follow in steps of the number of threads
     */
    BenchmarkTask(
            LiquidSettings settings,
            Supplier<LiquidSimulator> newSimulator,
            SampleSource source,
            int first,
            Load load) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        this.simulator = newSimulator.get();
        this.inputs = SpikeEncoding.of(settings).inputs(source);
        this.durationMs = settings.config().simulation().durationMs();
        this.first = first;
        this.load = load;
        this.heapBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Sums over samples.
     *
     * @param cpuSeconds CPU time of the thread, s
     */
    record Totals(double cpuSeconds, long liquidSpikes, long inputSpikes, double updates) {
        static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(
                    cpuSeconds + other.cpuSeconds,
                    liquidSpikes + other.liquidSpikes,
                    inputSpikes + other.inputSpikes,
                    updates + other.updates);
        }
    }

    /** Bytes on the heap that making it took. */
    long heapBytes() {
        return heapBytes;
    }

    /** CPU time of this thread so far, s. */
    static double cpuSeconds() {
        return THREADS.getCurrentThreadCpuTime() / NANOS_PER_SECOND;
    }

    /** Simulates its samples and does nothing else. */
    Callable<Totals> timed() {
        return () -> {
            double start = cpuSeconds();
            simulator.simulate(batch(), (position, counts, inputSpikes, recording) -> {});
            return new Totals(cpuSeconds() - start, 0, 0, 0);
        };
    }

    /** Simulates its samples, and keeps their spike counts in {@code allCounts}, [samples x neurons]. */
    Callable<Totals> counting(SynapticUpdates updates, int[][] allCounts) {
        return () -> {
            Totals totals = Totals.NONE;
            int[] inputSpikes = new int[load.samples()];
            SampleBatch batch = batch();
            simulator.simulate(batch, (position, counts, spikes, recording) -> {
                int id = batch.sampleIds()[position];
                allCounts[id] = counts.clone();
                inputSpikes[id] = spikes;
            });
            for (int id : batch.sampleIds()) {
                totals = totals.plus(new Totals(
                        0,
                        Arrays.stream(allCounts[id]).sum(),
                        inputSpikes[id],
                        updates.of(inputs.sample(id), inputSpikes[id], allCounts[id])));
            }
            return totals;
        };
    }

    /** Its samples. */
    private SampleBatch batch() {
        int[] ids = IntStream.iterate(first, id -> id < load.samples(), id -> id + load.threads())
                .toArray();
        return new SampleBatch(inputs, ids, durationMs, position -> false);
    }
}
