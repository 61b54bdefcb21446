package org.nalsm.spark.job;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.network.NetworkGenerator;
import org.nalsm.engine.network.NetworkParameters;
import org.nalsm.spark.table.ResultsStore;

/**
 * Makes an experiment's liquid: generates the network and initialises the weights, or reads them where an
 * earlier run has left them. Both end up in tables.
 */
final class LiquidPreparation {
    private final JavaSparkContext spark;
    private final Experiment experiment;
    private final ResultsStore store;
    private final Backend backend;
    private final Progress progress;

    LiquidPreparation(JavaSparkContext spark, Experiment experiment, ResultsStore store, Backend backend,
            Progress progress) {
        this.spark = spark;
        this.experiment = experiment;
        this.store = store;
        this.backend = backend;
        this.progress = progress;
    }

    /** The network for so many input channels. */
    Network network(int channels) {
        progress.begin("generate network", 1, "network");
        NetworkParameters parameters = experiment.network(channels);
        Network network = new NetworkGenerator(parameters).generate();
        new NetworkTables(parameters, network).writeTo(store);
        progress.end();
        return network;
    }

    /** The weights of the initialised liquid in synapse order. */
    float[] weights(Network network, Broadcast<SampleSource> source) {
        if (store.hasLiquidWeights(experiment.runId())) {
            return store.readLiquidWeights(experiment.runId());
        }
        LiquidModel model = experiment.model();
        float[] weights = model.initialisation().changesWeights()
                ? learn(network, model, source)
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

    private float[] learn(Network network, LiquidModel model, Broadcast<SampleSource> source) {
        Broadcast<Network> topology = spark.broadcast(network);
        var plan = new InitialiseJob.Plan(experiment.config().run().seed(), experiment.config().data().trainSamples(),
                experiment.config().initialisation().snapshots(), experiment.config().initialisation().snapshotMs());
        float[] weights = new InitialiseJob(spark, source, topology, model, backend, plan).run(progress);
        topology.destroy();
        return weights;
    }
}
