package org.nalsm.spark.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.cuda.CudaProvider;
import org.nalsm.engine.liquid.simulation.event.EventDrivenProvider;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.SpikeEncoding;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;

/**
 * Measures simulation in this Java virtual machine, without Spark: warm-up first, then repeated passes over the samples.
 * What has run here before can change how fast the same loops are compiled to be, so a backend wants one of its own.
 */
final class SimulationBenchmark {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WARM_UP_SNAPSHOTS = 2000;

    private final LiquidSettings settings;
    private final SampleSource source;
    private final Load load;
    private final LiquidModel model;
    private final Network network;
    private final double generationSeconds;
    private float[] weights;
    private @Nullable Initialisation initialisation;

    /**
     * Generates the network.
     *
     * @param load of samples that the experiment has
     */
    SimulationBenchmark(Experiment experiment, SampleSource source, Load load) {
        this.source = source;
        this.load = load;
        this.settings = LiquidSettings.of(experiment);
        this.model = settings.model();
        long start = System.nanoTime();
        this.network = new NetworkGenerator(settings.network()).generate();
        this.generationSeconds = secondsSince(start);
        this.weights = network.weights(model.initialAbsoluteWeight());
    }

    /** The network that is simulated. */
    Network network() {
        return network;
    }

    /**
     * Initialises the liquid for the measurement that follows, once for warming up and then as often as the load says;
     * does nothing for a model without initialisation, or without snapshots.
     */
    void initialise(Kernel kernel) {
        if (!model.initialisation().changesWeights() || load.snapshots() == 0) {
            return;
        }
        present(kernel, Math.min(load.snapshots(), WARM_UP_SNAPSHOTS));
        double[] millis = new double[load.initialisations()];
        double[] cpuMillis = new double[load.initialisations()];
        for (int k = 0; k < millis.length; k++) {
            long start = System.nanoTime();
            double cpuStart = BenchmarkTask.cpuSeconds();
            weights = present(kernel, load.snapshots());
            millis[k] = 1e3 * secondsSince(start) / load.snapshots();
            cpuMillis[k] = 1e3 * (BenchmarkTask.cpuSeconds() - cpuStart) / load.snapshots();
        }
        initialisation = new Initialisation(Spread.of(millis), Spread.of(cpuMillis));
    }

    private float[] present(Kernel kernel, int snapshots) {
        SampleInputs inputs = SpikeEncoding.of(settings).inputs(source);
        InitialisationSequence sequence = new InitialisationSequence(
                settings.runSeed(), settings.experiment().config().data().trainSamples(), snapshots);
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network, model, network.weights(model.initialAbsoluteWeight()), kernel);
        for (int k = 0; k < sequence.length(); k++) {
            initialiser.present(
                    inputs.snapshot(sequence.sample(k), k),
                    settings.config().initialisation().snapshotMs(),
                    StepObserver.NONE);
        }
        return initialiser.weights();
    }

    /**
     * Simulates the samples once to count spikes, then for warming up and measuring.
     *
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION if the backend cannot be used here
     */
    VariantResult measure(Backend backend) {
        SimulatorProvider provider = backend.choose(gpu(backend));
        List<BenchmarkTask> tasks = IntStream.range(0, load.threads())
                .mapToObj(
                        k -> new BenchmarkTask(settings, () -> provider.open(network, model, weights), source, k, load))
                .toList();
        double[] millis = new double[load.passes()];
        double[] cpuMillis = new double[load.passes()];
        int[][] counts = new int[load.samples()][network.liquid()];
        BenchmarkTask.Totals totals;
        ExecutorService pool = Executors.newFixedThreadPool(load.threads());
        try {
            SynapticUpdates updates =
                    new SynapticUpdates(network, model.sample().changesWeights());
            totals = runAll(
                    pool,
                    tasks.stream().map(task -> task.counting(updates, counts)).toList());
            for (int pass = -load.warmUp(); pass < load.passes(); pass++) {
                long start = System.nanoTime();
                BenchmarkTask.Totals timed =
                        runAll(pool, tasks.stream().map(BenchmarkTask::timed).toList());
                if (pass >= 0) {
                    millis[pass] = 1e3 * secondsSince(start) * load.threads() / load.samples();
                    cpuMillis[pass] = 1e3 * timed.cpuSeconds() / load.samples();
                }
            }
        } finally {
            pool.shutdownNow();
        }
        boolean onHeap = provider instanceof EventDrivenProvider;
        double samples = load.samples();
        Measurement measurement = new Measurement(
                backend.toString(),
                loops(backend, provider),
                load.threads(),
                Spread.of(millis),
                Spread.of(cpuMillis),
                totals.liquidSpikes() / samples,
                totals.inputSpikes() / samples,
                totals.updates() / samples,
                onHeap ? tasks.get(0).heapBytes() : null);
        return new VariantResult(
                BenchmarkedLiquid.of(network, generationSeconds), initialisation, weights, measurement, counts);
    }

    /** What ran the inner loops; empty where there are none to choose from. */
    private static String loops(Backend backend, SimulatorProvider provider) {
        if (provider instanceof EventDrivenProvider) {
            return backend.kernel().toString().toLowerCase(Locale.ROOT);
        }
        return provider instanceof CudaProvider ? provider.device() : "";
    }

    /** The first that is named; where it has to be a GPU, the first that there is. */
    private Optional<String> gpu(Backend backend) {
        Optional<String> named =
                settings.config().simulation().gpuDevices().stream().findFirst();
        return backend == Backend.CUDA ? named.or(() -> Optional.of("0")) : named;
    }

    private static BenchmarkTask.Totals runAll(ExecutorService pool, List<Callable<BenchmarkTask.Totals>> parts) {
        BenchmarkTask.Totals totals = BenchmarkTask.Totals.NONE;
        try {
            for (Future<BenchmarkTask.Totals> part : pool.invokeAll(parts)) {
                totals = totals.plus(part.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulation failed", e.getCause());
        }
        return totals;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
