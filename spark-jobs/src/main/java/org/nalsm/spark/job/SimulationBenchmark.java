package org.nalsm.spark.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nalsm.engine.encoding.SampleInputs;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.network.NetworkGenerator;
import org.nalsm.engine.simulation.InitialisationSequence;
import org.nalsm.engine.simulation.LiquidSimulator;
import org.nalsm.engine.simulation.StepObserver;
import org.nalsm.engine.simulation.event.LiquidInitialiser;

/**
 * Measures simulation on this machine, without Spark: the same network and the same samples for every backend,
 * warm-up first, then repeated passes over the samples.
 */
public final class SimulationBenchmark {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Experiment experiment;
    private final SampleSource samples;
    private final LiquidModel model;
    private final Network network;
    private float[] weights;

    public SimulationBenchmark(Experiment experiment, SampleSource samples) {
        this.experiment = experiment;
        this.samples = samples;
        this.model = experiment.model();
        this.network = new NetworkGenerator(experiment.network(samples.channels())).generate();
        this.weights = network.weights(model.initialAbsoluteWeight());
    }

    /**
     * Measured passes of a backend.
     *
     * @param backend what simulated
     * @param kernel inner loops; empty for backends that have none
     * @param threads samples simulated at a time
     * @param samples samples of a pass
     * @param secondsPerPass wall time of every measured pass, s
     * @param liquidSpikes mean liquid spikes of a sample
     * @param synapticUpdates mean visits of a synapse in a sample: deliveries, and weight changes at
     *     postsynaptic spikes
     * @param bytesPerTask heap that one simulator takes, bytes
     */
    public record Measurement(String backend, String kernel, int threads, int samples, double[] secondsPerPass,
            double liquidSpikes, double synapticUpdates, long bytesPerTask) {
        /** Wall time of a sample on one core, ms, of a pass that took so many seconds. */
        public double millisPerSample(double seconds) {
            return 1e3 * seconds * threads / samples;
        }

        /** The median pass, s. */
        public double medianSeconds() {
            double[] sorted = secondsPerPass.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }

        /** Time of one synaptic update in the median pass, ns. */
        public double nanosPerUpdate() {
            return medianSeconds() * threads * NANOS_PER_SECOND / (synapticUpdates * samples);
        }
    }

    /** Neurons of the liquid. */
    public int neurons() {
        return network.liquid();
    }

    /**
     * Initialises the liquid, once before any measurement of samples.
     *
     * @return wall time, s; 0 for a model without initialisation
     */
    public double initialise(Backend backend, int snapshots) {
        if (!model.initialisation().changesWeights()) {
            return 0;
        }
        long seed = experiment.config().run().seed();
        SampleInputs inputs = samples.inputs(seed);
        InitialisationSequence sequence =
                new InitialisationSequence(seed, experiment.config().data().trainSamples(), snapshots);
        LiquidInitialiser initialiser = new LiquidInitialiser(network, model,
                network.weights(model.initialAbsoluteWeight()), backend.kernel());
        long start = System.nanoTime();
        for (int k = 0; k < sequence.length(); k++) {
            initialiser.present(inputs.snapshot(sequence.sample(k), k),
                    experiment.config().initialisation().snapshotMs(), StepObserver.NONE);
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        weights = initialiser.weights();
        return seconds;
    }

    /** Simulates the first {@code count} training samples {@code warmUp + passes} times. */
    public Measurement measure(Backend backend, int threads, int count, int warmUp, int passes) {
        long before = usedHeap();
        List<LiquidSimulator> simulators = new ArrayList<>();
        for (int k = 0; k < threads; k++) {
            simulators.add(backend.newSimulator(network, model, weights));
        }
        long bytes = Math.max(0, usedHeap() - before) / threads;
        double[] seconds = new double[passes];
        long[] totals = new long[2];
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int pass = -warmUp; pass < passes; pass++) {
                long start = System.nanoTime();
                totals = pass(pool, simulators, count);
                if (pass >= 0) {
                    seconds[pass] = (System.nanoTime() - start) / NANOS_PER_SECOND;
                }
            }
        } finally {
            pool.shutdownNow();
        }
        return new Measurement(backend.toString(), backend == Backend.DENSE ? "" : backend.kernel().toString(),
                threads, count, seconds, (double) totals[0] / count, (double) totals[1] / count, bytes);
    }

    /** Returns liquid spikes and synaptic updates of all samples. */
    private long[] pass(ExecutorService pool, List<LiquidSimulator> simulators, int count) {
        List<Callable<long[]>> parts = new ArrayList<>();
        for (int k = 0; k < simulators.size(); k++) {
            int first = k;
            LiquidSimulator simulator = simulators.get(k);
            parts.add(() -> simulateEvery(simulators.size(), first, count, simulator));
        }
        long[] totals = new long[2];
        try {
            for (Future<long[]> part : pool.invokeAll(parts)) {
                totals[0] += part.get()[0];
                totals[1] += part.get()[1];
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulation failed", e.getCause());
        }
        return totals;
    }

    private long[] simulateEvery(int stride, int first, int count, LiquidSimulator simulator) {
        SampleInputs inputs = samples.inputs(experiment.config().run().seed());
        int[] counts = new int[network.liquid()];
        long[] totals = new long[2];
        for (int id = first; id < count; id += stride) {
            int inputSpikes = simulator.simulate(inputs.sample(id), experiment.config().simulation().durationMs(),
                    counts, StepObserver.NONE);
            long fanOut = (network.synapses() - network.liquidSynapses()) / network.inputs();
            totals[1] += inputSpikes * fanOut;
            for (int n = 0; n < counts.length; n++) {
                totals[0] += counts[n];
                int row = network.rowStart(n + 1) - network.rowStart(n);
                totals[1] += (long) counts[n] * row;
            }
            if (model.sample().changesWeights()) {
                totals[1] += postsynapticVisits(inputs.sample(id).channelCount(), counts);
            }
        }
        return totals;
    }

    /** A postsynaptic spike visits all liquid synapses and those of the active channels, here at their mean. */
    private long postsynapticVisits(int activeChannels, int[] counts) {
        double liquidFanIn = (double) network.liquidSynapses() / network.liquid();
        double inputFanIn = (double) (network.synapses() - network.liquidSynapses()) / network.liquid()
                * activeChannels / network.inputs();
        return Math.round(Arrays.stream(counts).sum() * (liquidFanIn + inputFanIn));
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
