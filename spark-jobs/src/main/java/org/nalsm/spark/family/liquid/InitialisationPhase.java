package org.nalsm.spark.family.liquid;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SequentialJob;
import org.nalsm.spark.run.SharedWork;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;

/**
 * Initialises the liquid: shows snapshots of training samples in a fixed order, one after the other, as one task on an
 * executor (liquid-semantics, section 5); or takes the weights from where a run has left them.
 */
final class InitialisationPhase implements Phase {
    static final String NAME = "initialisation";

    private final LiquidRun run;
    private final RunContext context;
    private Optional<String> devices = Optional.empty();

    InitialisationPhase(LiquidRun run) {
        this.run = run;
        this.context = run.context();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> devices() {
        return devices;
    }

    @Override
    public boolean isDone() {
        return isDone(run.settings(), context.store());
    }

    private static boolean isDone(LiquidSettings settings, ResultsStore store) {
        return LiquidWeights.has(store, settings.experiment().runId());
    }

    /**
     * Whether the liquid needs training samples: it must be initialised, and no run has done that. Takes the weights over
     * where one has, as it is certain only then that they can be read.
     */
    static boolean needsSamples(LiquidSettings settings, ResultsStore store, SharedWork shared) {
        takeFromOthers(settings, store, shared);
        return !isDone(settings, store) && settings.model().initialisation().changesWeights();
    }

    /** Initialises the liquid unless another run of the same driver does, or has done. */
    @Override
    public Map<String, Double> run(Progress progress) {
        return context.shared().alone(run.settings().liquidId(), () -> {
            takeFromOthers(run.settings(), context.store(), context.shared());
            if (!isDone()) {
                initialise(progress);
            }
            SequentialJob.clearCheckpoints(context.store(), run.runId());
            return Map.of();
        });
    }

    private static void takeFromOthers(LiquidSettings settings, ResultsStore store, SharedWork shared) {
        Experiment experiment = settings.experiment();
        for (String other : shared.others(experiment, RunRow.Parts::liquidId, settings.liquidId())) {
            if (isDone(settings, store)) {
                return;
            }
            store.copyPartition(LiquidWeightRow.TABLE, other, experiment.runId());
        }
    }

    private void initialise(Progress progress) {
        Network network = run.network();
        LiquidModel model = run.settings().model();
        if (!model.initialisation().changesWeights()) {
            LiquidWeights.write(context.store(), run.runId(), network, network.weights(model.initialAbsoluteWeight()));
            return;
        }
        Broadcast<Network> topology = context.spark().broadcast(network);
        var config = run.settings().config().initialisation();
        Snapshots work = new Snapshots(
                context.samples(),
                topology,
                model,
                run.backend(),
                SpikeEncoding.of(run.settings()),
                context.experiment().config().data().trainSamples(),
                config.snapshots(),
                config.snapshotMs());
        float[] weights = weights(work, config.checkpointSnapshots(), progress);
        LiquidWeights.write(context.store(), run.runId(), network, weights);
        topology.destroy();
    }

    /** By a core of an executor; of several runs at once, by the GPU that does all of them in the time of one. */
    private float[] weights(Snapshots work, int checkpointEvery, Progress progress) {
        if (context.shared().runsAtOnce() > 1 && run.backend().mayFindGpu(context.spark())) {
            GpuSnapshots.Initialised initialised = context.shared()
                    .object("gathered initialisations", GatheredInitialisations::new)
                    .initialise(context, work, checkpointEvery, progress);
            devices = Optional.of(initialised.device());
            return initialised.weights();
        }
        return new SequentialJob<>(context.spark(), context.store(), run.runId(), NAME, work, checkpointEvery)
                .run("initialise liquid", "snapshots", progress);
    }
}
