package org.nalsm.engine.simulation.event;

import java.util.Arrays;
import org.nalsm.engine.encoding.InputSpikes;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.simulation.StepObserver;

/**
 * Initialises a liquid: snapshots are presented one after the other, weights and traces carry over
 * (liquid-semantics, section 5). Sequential by nature.
 */
public final class LiquidInitialiser {
    private final Network network;
    private final ActiveSynapses synapses;
    private final StepLoop loop;
    private final int[] counts;

    /** @throws IllegalArgumentException when the network's fan-in is too large */
    public LiquidInitialiser(Network network, LiquidModel model, float[] startWeights, Kernel kernel) {
        FanInLimit.check(network, model.maxWeight());
        this.network = network;
        this.synapses = new ActiveSynapses(network, true);
        this.counts = new int[network.liquid()];
        int[] all = new int[network.inputs()];
        for (int channel = 0; channel < all.length; channel++) {
            all[channel] = channel;
        }
        synapses.activate(all, all.length, startWeights);
        this.loop = new StepLoop(network, model, model.initialisation(), 1, synapses, kernel.loops(model.maxWeight()));
    }

    /** Presents one snapshot. */
    public void present(InputSpikes input, int durationMs, StepObserver observer) {
        loop.reset();
        loop.run(input, input.channels(), durationMs, counts, observer);
    }

    /** The weights as they are now, in synapse order; a copy. */
    public float[] weights() {
        float[] weights = Arrays.copyOf(synapses.weights, network.synapses());
        for (int s = 0; s < weights.length; s++) {
            weights[s] += 0f; // -0 becomes 0, so that equal weights have equal bytes
        }
        return weights;
    }

    /** Spikes of every liquid neuron in all snapshots so far; a copy. */
    public int[] counts() {
        return counts.clone();
    }

    /** Number of liquid neurons. */
    public int neurons() {
        return network.liquid();
    }

    StepLoop loop() {
        return loop;
    }
}
