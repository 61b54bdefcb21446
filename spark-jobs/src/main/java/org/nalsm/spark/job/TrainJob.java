package org.nalsm.spark.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.network.NetworkGenerator;
import org.nalsm.engine.network.NetworkParameters;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunRow.PhaseSeconds;
import org.nalsm.spark.table.RunRow.Scores;
import org.nalsm.spark.table.RunStatus;

/**
 * A whole experiment: network, liquid initialisation, simulation, readout, tables. Every step leaves its result
 * on disk and is not repeated when it finds it there, so a run that was killed goes on where it stopped.
 */
public final class TrainJob {
    private final JavaSparkContext spark;
    private final Experiment experiment;
    private final SampleSource samples;
    private final ResultsStore store;
    private final RunCatalog runs;
    private final Progress progress;
    private final Backend backend;
    private final Stopwatch watch = new Stopwatch();

    /**
     * @param samples the dataset
     * @param store where results go
     */
    public TrainJob(JavaSparkContext spark, Experiment experiment, SampleSource samples, ResultsStore store,
            Progress progress) {
        this.spark = spark;
        this.experiment = experiment;
        this.samples = samples;
        this.store = store;
        this.runs = store.runs();
        this.progress = progress;
        this.backend = Backend.of(experiment.config().simulation().backend());
    }

    /**
     * The finished run of an experiment, if there is one.
     *
     * @throws UserException CANNOT_WRITE if a run of that name has another configuration
     */
    public static Optional<TrainResult> findComplete(Experiment experiment, ResultsStore store) {
        Optional<RunRow> row = store.runs().find(experiment.runId());
        if (row.isPresent() && !experiment.sameResultsAs(row.get().config())) {
            throw new UserException(UserException.Kind.CANNOT_WRITE, ("run %s in %s was made with another "
                    + "configuration; use another output.dir, or --overwrite to replace it")
                    .formatted(experiment.runId(), store.root()));
        }
        return row.filter(r -> store.runs().isComplete(experiment.runId()))
                .map(r -> new TrainResult(r, true, sampleCount(experiment), store.root()));
    }

    /** Runs what is missing. A failure is noted in the run's row. */
    public TrainResult run() {
        RunRow row = firstRow();
        runs.write(row);
        try {
            RunRow complete = complete(row);
            runs.write(complete);
            runs.writeManifest(experiment.runId(), experiment.json());
            return new TrainResult(complete, false, sampleCount(experiment), store.root());
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            runs.write(row.with(RunStatus.FAILED, Optional.of(Instant.now()), PhaseSeconds.UNKNOWN, Scores.UNKNOWN));
            throw e;
        }
    }

    private RunRow complete(RunRow row) {
        Broadcast<SampleSource> source = spark.broadcast(samples);
        Network network = watch.time("network", this::generateNetwork);
        float[] weights = watch.time("initialisation", () -> initialise(network, source));
        long simulated = watch.time("simulation", () -> simulate(network, weights, source));
        ReadoutJob.Outcome readout = watch.time("readout",
                () -> new ReadoutJob(experiment, store, network.liquid()).run(progress));
        source.destroy();
        double rate = simulated == 0 ? Double.NaN : simulated / watch.seconds("simulation");
        return row.with(RunStatus.COMPLETE, Optional.of(Instant.now()),
                new PhaseSeconds(watch.seconds("network"), watch.seconds("initialisation"),
                        watch.seconds("simulation"), watch.seconds("readout"), watch.total()),
                readout.scores(rate));
    }

    private Network generateNetwork() {
        progress.begin("generate network", 1, "network");
        NetworkParameters parameters = networkParameters();
        Network network = new NetworkGenerator(parameters).generate();
        new NetworkTables(parameters, network).writeTo(store);
        progress.end();
        return network;
    }

    private float[] initialise(Network network, Broadcast<SampleSource> source) {
        if (store.hasLiquidWeights(experiment.runId())) {
            return store.readLiquidWeights(experiment.runId());
        }
        LiquidModel model = experiment.model();
        float[] weights = model.initialisation().changesWeights()
                ? learnedWeights(network, model, source)
                : network.weights(model.initialAbsoluteWeight());
        int[] pre = new int[weights.length];
        int[] post = new int[weights.length];
        for (int neuron = 0; neuron < network.liquid() + network.inputs(); neuron++) {
            for (int s = network.rowStart(neuron); s < network.rowStart(neuron + 1); s++) {
                pre[s] = neuron;
                post[s] = network.post(s);
            }
        }
        store.writeLiquidWeights(experiment.runId(), pre, post, weights);
        return weights;
    }

    private float[] learnedWeights(Network network, LiquidModel model, Broadcast<SampleSource> source) {
        Broadcast<Network> topology = spark.broadcast(network);
        var plan = new InitialiseJob.Plan(experiment.config().run().seed(), experiment.config().data().trainSamples(),
                experiment.config().initialisation().snapshots(), experiment.config().initialisation().snapshotMs());
        float[] weights = new InitialiseJob(spark, source, topology, model, backend, plan).run(progress);
        topology.destroy();
        return weights;
    }

    /** Simulates the blocks that are not on disk. */
    private long simulate(Network network, float[] weights, Broadcast<SampleSource> source) {
        List<SampleBlock> missing = experiment.blocks().stream().filter(block -> !isFinished(block)).toList();
        Broadcast<Liquid> liquid = spark.broadcast(
                new Liquid(experiment.runId(), network, experiment.model(), weights, backend));
        var simulation = experiment.config().simulation();
        var plan = new SimulateJob.Plan(experiment.config().run().seed(), simulation.durationMs(),
                simulation.batchSize(), simulation.recordedSamples());
        long simulated = new SimulateJob(spark, source, liquid, store, plan).run(missing, missing.size(), progress);
        liquid.destroy();
        return simulated;
    }

    private boolean isFinished(SampleBlock block) {
        SortedSet<Integer> finished = store.finishedBlocks(experiment.runId(), block.split().label());
        return finished.contains(block.index());
    }

    private NetworkParameters networkParameters() {
        return experiment.network(samples.channels());
    }

    private RunRow firstRow() {
        return new RunRow(experiment.runId(), RunStatus.RUNNING, experiment.model().name(), samples.name(),
                experiment.json(), Experiment.networkId(networkParameters()), experiment.config().network().seed(),
                experiment.config().run().seed(), experiment.codeVersion(), spark.version(), backend.toString(),
                Instant.now(), Optional.empty(), PhaseSeconds.UNKNOWN, Scores.UNKNOWN);
    }

    private static int sampleCount(Experiment experiment) {
        int count = 0;
        for (Split split : Split.values()) {
            count += experiment.samples().get(split);
        }
        return count;
    }
}
