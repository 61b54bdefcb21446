package org.nalsm.engine.liquid.simulation.event;

import java.util.Arrays;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.StepObserver;

/**
 * Initialises a liquid: snapshots are presented one after the other, weights and traces carry over
 * (liquid-semantics, section 5). Sequential by nature.
 */
public final class LiquidInitialiser {
    private static final int RELIST_EVERY = 16;

    private final Network network;
    private final ActiveSynapses synapses;
    private final StepLoop loop;
    private final int[] counts;

    // The pass over postsynaptic spikes is long; it visits only channels whose trace may differ from 0. Channels
    // are added when they receive input and looked through for vanished traces once in a while.
    private final boolean[] listed;
    private int untilRelisting;

    /**
     * Begins with the first snapshot still to come.
     *
     * @param startWeights one a synapse in the network's order; copied
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION when the weights can be too large for the fan-in
     */
    public LiquidInitialiser(Network network, LiquidModel model, float[] startWeights, Kernel kernel) {
        FanInLimit.check(network, model.maxWeight());
        this.network = network;
        this.synapses = new ActiveSynapses(network, true);
        this.counts = new int[network.liquid()];
        this.listed = new boolean[network.inputs()];
        int[] all = new int[network.inputs()];
        for (int channel = 0; channel < all.length; channel++) {
            all[channel] = channel;
        }
        synapses.activate(all, all.length, startWeights);
        this.loop = new StepLoop(
                network, model, model.initialisation(), 1, synapses, StepKernel.of(kernel, model.maxWeight()));
    }

    /**
     * All that later snapshots depend on (liquid-semantics, section 5).
     *
     * @param weights one a synapse in the network's order
     * @param trace trace q of every liquid neuron, then of every input
     * @param calcium calcium c of every liquid neuron; empty for rules without it
     */
    public record State(float[] weights, float[] trace, float[] calcium) {}

    /** Whether the state has calcium. */
    public static boolean hasCalcium(LiquidModel model) {
        return model.initialisation() instanceof Plasticity.ActivityThresholdStdp;
    }

    /** The state between two snapshots; a copy. */
    public State state() {
        return new State(weights(), loop.trace().clone(), loop.calcium().clone());
    }

    /**
     * Goes on from the state of an initialiser of the same network and model, with the same bits.
     *
     * @throws IllegalArgumentException if an array has another length
     */
    public void restore(State state) {
        copy("weights", state.weights, synapses.weights, network.synapses());
        copy("trace", state.trace, loop.trace(), loop.trace().length);
        copy("calcium", state.calcium, loop.calcium(), loop.calcium().length);
        untilRelisting = 0;
    }

    private static void copy(String name, float[] from, float[] to, int length) {
        if (from.length != length) {
            throw new IllegalArgumentException(
                    "the state has " + from.length + " values of " + name + ", not " + length);
        }
        System.arraycopy(from, 0, to, 0, length);
    }

    /** Presents one snapshot of so many ms, with times from 0; the observer sees every step. */
    public void present(InputSpikes input, int durationMs, StepObserver observer) {
        listInputs(input);
        loop.reset();
        loop.run(input, input.channels(), durationMs, counts, observer);
    }

    private void listInputs(InputSpikes input) {
        if (untilRelisting-- == 0) {
            untilRelisting = RELIST_EVERY - 1;
            synapses.unlistInputs();
            for (int channel = 0; channel < listed.length; channel++) {
                listed[channel] = loop.trace()[network.liquid() + channel] != 0;
                if (listed[channel]) {
                    synapses.listInput(channel);
                }
            }
        }
        for (int k = 0; k < input.channelCount(); k++) {
            int channel = input.channels()[k];
            if (!listed[channel]) {
                listed[channel] = true;
                synapses.listInput(channel);
            }
        }
    }

    /** The weights as they are now, in synapse order; a copy. */
    public float[] weights() {
        float[] weights = Arrays.copyOf(synapses.weights, network.synapses());
        for (int s = 0; s < weights.length; s++) {
            weights[s] += 0f; // -0 becomes 0, so that equal weights have equal bytes
        }
        return weights;
    }

    StepLoop loop() {
        return loop;
    }
}
