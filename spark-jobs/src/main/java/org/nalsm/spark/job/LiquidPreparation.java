package org.nalsm.spark.job;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.event.FanInLimit;
import org.nalsm.spark.table.ResultsStore;

/**
 * Makes an experiment's liquid: generates the network and initialises the weights, or takes them from where a
 * run has left them. Both end up in tables.
 */
final class LiquidPreparation {
    private final JavaSparkContext spark;
    private final Experiment experiment;
    private final Broadcast<SampleSource> samples;
    private final ResultsStore store;
    private final SharedResults shared;
    private final Progress progress;

    LiquidPreparation(
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
        this.progress = progress;
    }

    /** The network of the experiment. */
    Network network() {
        progress.begin("generate network", 1, "network");
        Network network = shared.network(experiment.network());
        progress.end();
        return network;
    }

    /**
     * The weights of the initialised liquid in synapse order.
     *
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION for weights that are too large for the fan-in
     */
    float[] weights(Network network, Backend backend) {
        FanInLimit.check(network, experiment.model().maxWeight());
        if (!store.hasLiquidWeights(experiment.runId())) {
            shared.takeLiquid(experiment);
        }
        if (store.hasLiquidWeights(experiment.runId())) {
            return store.readLiquidWeights(experiment.runId());
        }
        LiquidModel model = experiment.model();
        float[] weights = model.initialisation().changesWeights()
                ? learn(network, model, backend)
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

    private float[] learn(Network network, LiquidModel model, Backend backend) {
        Broadcast<Network> topology = spark.broadcast(network);
        var plan = new InitialiseJob.Plan(
                experiment.config().run().seed(),
                experiment.config().data().trainSamples(),
                experiment.config().initialisation().snapshots(),
                experiment.config().initialisation().snapshotMs());
        float[] weights = new InitialiseJob(spark, samples, topology, model, backend, plan).run(progress);
        topology.destroy();
        return weights;
    }
}
