package org.nalsm.spark.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.Kernel;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.SpikeEncoding;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;

/**
 * Measures simulation on this machine, without Spark: the same network, the same initialised liquid and the same
 * samples for every backend, warm-up first, then repeated passes over the samples.
 */
public final class SimulationBenchmark {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WARM_UP_SNAPSHOTS = 2000;

    private final LiquidSettings settings;
    private final SampleSource source;
    private final Load load;
    private final LiquidModel model;
    private final Network network;
    private final double generationSeconds;
    private final SpikeAgreement agreement = new SpikeAgreement();
    private float[] weights;
    private boolean initialised;

    /**
     * Generates the network.
     *
     * @throws UserException USAGE if the experiment has fewer training samples than the load asks for
     */
    public SimulationBenchmark(Experiment experiment, SampleSource source, Load load) {
        int available = experiment.config().data().trainSamples();
        if (load.samples() > available) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--samples is %d, but data.train-samples is only %d".formatted(load.samples(), available));
        }
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
    public Network network() {
        return network;
    }

    /** Wall time of generating the network, s. */
    public double generationSeconds() {
        return generationSeconds;
    }

    /** What all tasks of an executor share, bytes: the topology and one weight a synapse. The samples come on top. */
    public long sharedBytes() {
        int neurons = network.liquid() + network.inputs();
        long rows = (long) Integer.BYTES * (neurons + 1);
        long cells = (long) Integer.BYTES * network.liquid();
        long synapse = Character.BYTES + Byte.BYTES + Float.BYTES;
        return rows + cells + synapse * network.synapses();
    }

    /**
     * Initialises the liquid for the measurements that follow, once for warming up and then as often as the load says.
     * All kernels must come to the same weights.
     *
     * @return empty for a model without initialisation, or without snapshots
     * @throws IllegalStateException if another kernel came to other weights
     */
    public Optional<Initialisation> initialise(Kernel kernel) {
        if (!model.initialisation().changesWeights() || load.snapshots() == 0) {
            return Optional.empty();
        }
        present(kernel, Math.min(load.snapshots(), WARM_UP_SNAPSHOTS));
        double[] millis = new double[load.initialisations()];
        double[] cpuMillis = new double[load.initialisations()];
        for (int k = 0; k < millis.length; k++) {
            long start = System.nanoTime();
            double cpuStart = BenchmarkTask.cpuSeconds();
            float[] learned = present(kernel, load.snapshots());
            millis[k] = 1e3 * secondsSince(start) / load.snapshots();
            cpuMillis[k] = 1e3 * (BenchmarkTask.cpuSeconds() - cpuStart) / load.snapshots();
            if (initialised && !Arrays.equals(learned, weights)) {
                throw new IllegalStateException(
                        "the kernels disagree: " + kernel + " initialises the liquid to other " + "weights");
            }
            weights = learned;
            initialised = true;
        }
        return Optional.of(new Initialisation(Spread.of(millis), Spread.of(cpuMillis)));
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
     * @throws IllegalStateException if the counts are not those of the backends measured before
     */
    public Measurement measure(Backend backend) {
        SimulatorProvider provider = backend.choose(
                settings.config().simulation().gpuDevices().stream().findFirst());
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
        boolean dense = backend == Backend.DENSE;
        double samples = load.samples();
        return new Measurement(
                backend.toString(),
                dense ? "" : backend.kernel().toString().toLowerCase(Locale.ROOT),
                load.threads(),
                Spread.of(millis),
                Spread.of(cpuMillis),
                totals.liquidSpikes() / samples,
                totals.inputSpikes() / samples,
                totals.updates() / samples,
                dense ? OptionalLong.empty() : OptionalLong.of(tasks.get(0).heapBytes()),
                agreement.check(backend, counts));
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
