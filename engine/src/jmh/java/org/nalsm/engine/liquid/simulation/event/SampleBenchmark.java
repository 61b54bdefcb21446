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

/** One sample of 250 ms from rest, its encoding included; one sample after the other, 50 digits in turn. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class SampleBenchmark {
    private static final int SAMPLE_MS = 250;

    /** Inner loops. */
    @Param({"SCALAR", "VECTOR"})
    public Kernel kernel;

    /** Liquid model. */
    @Param({"nalsm", "lsm"})
    public String model;

    /** Neurons along an edge of the cube. */
    @Param("10")
    public int edge;

    private BenchmarkLiquid liquid;
    private EventDrivenSimulator simulator;
    private RateSpikes spikes;
    private int[] counts;
    private int sample;

    /** Initialises the liquid. */
    @Setup
    public void prepare() {
        liquid = new BenchmarkLiquid(model, edge);
        float[] weights = liquid.initialised(kernel).weights();
        simulator = new EventDrivenSimulator(liquid.network, liquid.model, weights, kernel);
        spikes = liquid.spikes(Stream.SAMPLE_SPIKES);
        counts = new int[liquid.network.liquid()];
    }

    /** Returns the number of input spikes. */
    @Benchmark
    public int simulate() {
        return simulator.simulate(liquid.present(spikes, sample++), SAMPLE_MS, counts, StepObserver.NONE);
    }
}
