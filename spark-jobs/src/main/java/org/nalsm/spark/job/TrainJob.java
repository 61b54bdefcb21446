package org.nalsm.spark.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.network.Network;
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
    private final Broadcast<SampleSource> samples;
    private final ResultsStore store;
    private final SharedResults shared;
    private final RunCatalog runs;
    private final Progress progress;
    private final Backend backend;
    private final Stopwatch watch = new Stopwatch();

    /**
     * A run by itself.
     *
     * @param samples the dataset
     * @param store where results go
     */
    public TrainJob(
            JavaSparkContext spark,
            Experiment experiment,
            SampleSource samples,
            ResultsStore store,
            Progress progress) {
        this(spark, experiment, spark.broadcast(samples), store, new SharedResults(store), progress);
    }

    /**
     * A run among others.
     *
     * @param samples the dataset; the caller's to destroy
     * @param shared what the runs have in common
     */
    public TrainJob(
            JavaSparkContext spark,
            Experiment experiment,
            Broadcast<SampleSource> samples,
            ResultsStore store,
            SharedResults shared,
            Progress progress) {
        this.spark = spark;
        this.experiment = experiment;
        this.samples = samples;
        this.store = store;
        this.shared = shared;
        this.runs = store.runs();
        this.progress = progress;
        this.backend = Backend.of(experiment.config().simulation().backend());
    }

    /**
     * The finished run of an experiment, if there is one.
     *
     * @throws UserException CANNOT_WRITE if a run of that name has another configuration or other recordings
     */
    public static Optional<TrainResult> findComplete(Experiment experiment, ResultsStore store) {
        Optional<RunRow> row = store.runs().find(experiment.runId());
        if (row.isPresent() && !experiment.sameResultsAs(row.get().config())) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    ("run %s in %s was made with another "
                                    + "configuration; use another output.dir, or --overwrite to replace it")
                            .formatted(experiment.runId(), store.root()));
        }
        if (row.isPresent() && !experiment.sameDataAs(row.get().dataHash())) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    ("run %s in %s was made with other recordings of "
                                    + "%s (content %s, here %s); use another output.dir, or --overwrite to replace it")
                            .formatted(
                                    experiment.runId(),
                                    store.root(),
                                    row.get().dataset(),
                                    row.get().dataHash(),
                                    experiment.dataHash()));
        }
        return row.filter(r -> store.runs().isComplete(experiment.runId()))
                .map(r -> new TrainResult(r, true, sampleCount(experiment), store.root()));
    }

    /** Runs what is missing. A failure is noted in the run's row. */
    public TrainResult run() {
        RunRow row = firstRow();
        runs.deleteLeftovers(experiment.runId());
        runs.write(row);
        try {
            RunRow complete = complete(row);
            runs.write(complete);
            runs.writeManifest(experiment.runId(), experiment.json());
            return new TrainResult(complete, false, sampleCount(experiment), store.root());
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            noteFailure(row, e);
            throw e;
        }
    }

    private void noteFailure(RunRow row, Exception failure) {
        try {
            runs.write(row.with(RunStatus.FAILED, Optional.of(Instant.now()), PhaseSeconds.UNKNOWN, Scores.UNKNOWN));
        } catch (UserException e) {
            failure.addSuppressed(e);
        }
    }

    private RunRow complete(RunRow row) {
        shared.announce(row);
        LiquidPreparation preparation = new LiquidPreparation(spark, experiment, samples, store, shared, progress);
        Network network = watch.time("network", () -> preparation.network());
        float[] weights = watch.time(
                "initialisation",
                () -> shared.alone(experiment.liquidId(), () -> preparation.weights(network, backend)));
        long simulated = watch.time(
                "simulation", () -> shared.alone(experiment.simulationId(), () -> simulate(network, weights)));
        // The readout uses all cores of the driver by itself.
        ReadoutJob.Outcome readout = watch.time(
                "readout",
                () -> shared.alone(
                        "readout",
                        () -> new ReadoutJob(
                                        experiment,
                                        store,
                                        network.liquid(),
                                        samples.value().trainingPixelShare())
                                .run(progress)));
        double rate = simulated == 0 ? Double.NaN : simulated / watch.seconds("simulation");
        return row.with(
                RunStatus.COMPLETE,
                Optional.of(Instant.now()),
                new PhaseSeconds(
                        watch.seconds("network"),
                        watch.seconds("initialisation"),
                        watch.seconds("simulation"),
                        watch.seconds("readout"),
                        watch.total()),
                readout.scores(rate));
    }

    /** Simulates the blocks that are not on disk. */
    private long simulate(Network network, float[] weights) {
        if (!missingBlocks().isEmpty()) {
            shared.takeBlocks(experiment);
        }
        List<SampleBlock> missing = missingBlocks();
        Broadcast<Liquid> liquid =
                spark.broadcast(new Liquid(experiment.runId(), network, experiment.model(), weights, backend));
        long simulated = new SimulateJob(spark, samples, liquid, store, SimulateJob.Plan.of(experiment.config()))
                .run(missing, missing.size(), progress);
        liquid.destroy();
        return simulated;
    }

    private List<SampleBlock> missingBlocks() {
        Map<String, SortedSet<Integer>> finished = new HashMap<>();
        for (Split split : Split.values()) {
            finished.put(split.label(), store.finishedBlocks(experiment.runId(), split.label()));
        }
        return experiment.blocks().stream()
                .filter(block -> !finished.get(block.split()).contains(block.index()))
                .toList();
    }

    private RunRow firstRow() {
        return new RunRow(
                experiment.runId(),
                RunStatus.RUNNING,
                experiment.model().name(),
                samples.value().name(),
                experiment.json(),
                Experiment.networkId(experiment.network()),
                experiment.liquidId(),
                experiment.simulationId(),
                experiment.dataHash(),
                experiment.config().network().seed(),
                experiment.config().run().seed(),
                experiment.codeVersion(),
                spark.version(),
                backend.toString(),
                Instant.now(),
                Optional.empty(),
                PhaseSeconds.UNKNOWN,
                Scores.UNKNOWN);
    }

    private static int sampleCount(Experiment experiment) {
        int count = 0;
        for (Split split : Split.values()) {
            count += experiment.samples().get(split);
        }
        return count;
    }
}
