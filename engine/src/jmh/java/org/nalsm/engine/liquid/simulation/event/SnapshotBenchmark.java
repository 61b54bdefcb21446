package org.nalsm.engine.liquid.simulation.event;

import java.util.concurrent.TimeUnit;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.random.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One snapshot of 20 ms of a liquid's initialisation that goes on and on, its encoding included; NALSM. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class SnapshotBenchmark {
    /** Inner loops. */
    @Param({"SCALAR", "VECTOR"})
    public Kernel kernel;

    /** Neurons along an edge of the cube. */
    @Param("10")
    public int edge;

    private BenchmarkLiquid liquid;
    private LiquidInitialiser initialiser;
    private RateSpikes spikes;
    private int snapshot;

    /** Shows the first 2000 snapshots. */
    @Setup
    public void prepare() {
        liquid = new BenchmarkLiquid("nalsm", edge);
        initialiser = liquid.initialised(kernel);
        spikes = liquid.spikes(Stream.INITIALISATION_SPIKES);
    }

    /** Presents the next snapshot. */
    @Benchmark
    public void present() {
        initialiser.present(liquid.present(spikes, snapshot++), BenchmarkLiquid.SNAPSHOT_MS, StepObserver.NONE);
    }
}
