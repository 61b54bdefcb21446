package org.nalsm.engine.liquid.simulation.event;

import java.util.Arrays;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.SequentialSimulator;
import org.nalsm.engine.liquid.simulation.StepObserver;

/**
 * Simulates samples event by event on one CPU core (liquid-semantics, bit for bit). Holds a copy of the
 * topology that fits the sample at hand; the initialised weights are shared and never written.
 */
public final class EventDrivenSimulator implements SequentialSimulator {
    private final Network network;
    private final float[] initialisedWeights;
    private final ActiveSynapses synapses;
    private final StepLoop loop;

    /**
     * @param initialisedWeights weights of the initialised liquid in synapse order; length
     *     {@code network.synapses()}; shared, not copied
     * @param kernel which inner loops to use
     * @throws IllegalArgumentException when the weights do not fit the network, or its fan-in is too large
     */
    public EventDrivenSimulator(Network network, LiquidModel model, float[] initialisedWeights, Kernel kernel) {
        FanInLimit.check(network, model.maxWeight());
        if (initialisedWeights.length != network.synapses()) {
            throw new IllegalArgumentException(
                    initialisedWeights.length + " weights for " + network.synapses() + " synapses");
        }
        this.network = network;
        this.initialisedWeights = initialisedWeights;
        this.synapses = new ActiveSynapses(network, model.sample().changesWeights());
        this.loop = new StepLoop(
                network, model, model.sample(), model.rateDecay(), synapses, StepKernel.of(kernel, model.maxWeight()));
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public int simulate(InputSpikes input, int durationMs, int[] counts, StepObserver observer) {
        if (counts.length != network.liquid()) {
            throw new IllegalArgumentException(counts.length + " counts for " + network.liquid() + " neurons");
        }
        Arrays.fill(counts, 0);
        synapses.activate(input.channels(), input.channelCount(), initialisedWeights);
        loop.reset();
        loop.resetTrace();
        return loop.run(input, null, durationMs, counts, observer);
    }

    /** Weights after the last sample in network order; synapses of silent channels as initialised. */
    float[] currentWeights(InputSpikes lastInput) {
        return synapses.inNetworkOrder(lastInput.channels(), initialisedWeights);
    }

    StepLoop loop() {
        return loop;
    }
}
