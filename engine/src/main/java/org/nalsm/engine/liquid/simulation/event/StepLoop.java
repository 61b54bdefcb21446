package org.nalsm.engine.liquid.simulation.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.NeuronParameters;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.StepObserver;

/**
 * The state of a liquid and the order of operations of a step (liquid-semantics, section 3). A presentation
 * begins with {@link #reset()}; the trace q and the weights are carried over unless the caller resets them.
 *
 * <p>Two passes of a plastic step are arranged for speed without changing a result. A presynaptic spike is
 * delivered and changes its synapses in one pass, because the accumulators Y and Z are sums of integers; where the
 * postsynaptic neuron spikes as well, both terms are applied there, with a single clip. The pass over the incoming
 * synapses of a postsynaptic spike then finds a change of 0 for neurons that spike.
 */
final class StepLoop {
    private static final int NEVER = Integer.MIN_VALUE / 2;

    private final NeuronParameters neuron;
    private final StepKernel kernel;
    private final ActiveSynapses synapses;
    private final PlasticityRule rule;
    private final boolean plastic;
    private final float rateDecay;
    private final float maxWeight;
    private final float synapticDecay;
    private final float traceDecay = Plasticity.traceDecay();
    private final int liquid;
    private final int excitatory;

    private final float[] membrane;
    private final float[] activation;
    private final float[] trace;
    private final int[] lastSpike;
    private final long[] current;

    private final int[] spiking;
    private final int[] inputEvents;
    private final long[] changes;
    private final float[] ownChange;
    private final float[] gatedPotentiation;
    private final float[] gatedDepression;
    private int spikingCount;
    private int liquidSpikes;

    StepLoop(
            Network network,
            LiquidModel model,
            Plasticity plasticity,
            float rateDecay,
            ActiveSynapses synapses,
            StepKernel kernel) {
        this.neuron = model.neuron();
        this.synapticDecay = neuron.synapticDecay();
        this.kernel = kernel;
        this.synapses = synapses;
        this.plastic = plasticity.changesWeights();
        this.rule = PlasticityRule.of(plasticity, network.liquid());
        this.rateDecay = rateDecay;
        this.maxWeight = model.maxWeight();
        this.liquid = network.liquid();
        this.excitatory = network.excitatory();
        int neurons = liquid + network.inputs();
        membrane = new float[neurons];
        activation = new float[neurons];
        trace = new float[neurons];
        lastSpike = new int[neurons];
        spiking = new int[neurons];
        changes = new long[neurons];
        ownChange = new float[neurons];
        inputEvents = new int[network.inputs()];
        current = new long[liquid];
        gatedPotentiation = new float[rule.gated() ? liquid : 0];
        gatedDepression = new float[rule.gated() ? liquid : 0];
    }

    /** Puts everything but the trace and the weights at the start of a presentation. */
    void reset() {
        int n = synapses.neurons();
        Arrays.fill(membrane, 0, n, 0);
        Arrays.fill(activation, 0, n, 0);
        Arrays.fill(lastSpike, 0, n, NEVER);
        Arrays.fill(current, 0);
        rule.startPresentation();
    }

    /** Sets every trace to 0. */
    void resetTrace() {
        Arrays.fill(trace, 0);
    }

    /** Trace q by local neuron; the live array. */
    float[] trace() {
        return trace;
    }

    /** Calcium of AP-STDP by liquid neuron; the live array, empty for other rules. */
    float[] calcium() {
        return rule.calcium();
    }

    /** Membrane potential V by local neuron; the live array. */
    float[] membrane() {
        return membrane;
    }

    /**
     * Runs one presentation.
     *
     * @param localChannel maps a position in {@code input.channels()} to a local channel; null for the identity
     * @param counts spikes of every liquid neuron are added here
     * @return number of input neuron spikes
     */
    int run(InputSpikes input, int @Nullable [] localChannel, int durationMs, int[] counts, StepObserver observer) {
        int inputSpikes = 0;
        for (int t = 0; t < durationMs; t++) {
            findSpikes(t, counts);
            rule.spiked(spiking, liquidSpikes);
            kernel.decayCurrent(current, liquid, synapticDecay);
            kernel.decay(activation, synapses.neurons(), synapticDecay);
            if (plastic) {
                deliverAndLearn();
            } else {
                deliver();
            }
            integrate(input, localChannel, t);
            if (plastic) {
                decayTrace();
                rule.endStep(liquidSpikes, spikingCount - liquidSpikes, rateDecay);
            }
            inputSpikes += spikingCount - liquidSpikes;
            observer.step(t, spiking, liquidSpikes, spikingCount - liquidSpikes, rule.astrocyte());
        }
        return inputSpikes;
    }

    /** Steps 1 and 4. A neuron that spiked at t cannot spike before t + refractory + 1. */
    private void findSpikes(int t, int[] counts) {
        int crossings = kernel.crossings(membrane, synapses.neurons(), neuron.threshold(), spiking);
        spikingCount = 0;
        liquidSpikes = 0;
        for (int k = 0; k < crossings; k++) {
            int i = spiking[k];
            if (t - lastSpike[i] > neuron.refractoryMs()) {
                membrane[i] = 0;
                lastSpike[i] = t;
                spiking[spikingCount++] = i;
                if (i < liquid) {
                    counts[i]++;
                    liquidSpikes++;
                }
            }
        }
    }

    /** Step 2: delivers the spikes along fixed weights. */
    private void deliver() {
        for (int k = 0; k < spikingCount; k++) {
            int i = spiking[k];
            kernel.deliver(
                    synapses.weights,
                    synapses.post,
                    synapses.rowStart[i],
                    synapses.rowStart[i + 1],
                    1 - activation[i],
                    current);
        }
        markActivated();
    }

    private void markActivated() {
        for (int k = 0; k < spikingCount; k++) {
            activation[spiking[k]] = 1;
        }
    }

    /** Steps 2 and 5. */
    private void deliverAndLearn() {
        float p = rule.potentiation();
        float d = rule.depression();
        findChanges(p, -d);
        markSpikingTraces();
        float[] depressed = rule.gated() ? gatedDepression : trace;
        float[] potentiated = rule.gated() ? gatedPotentiation : trace;
        for (int k = 0; k < spikingCount; k++) {
            int i = spiking[k];
            int from = synapses.rowStart[i];
            int to = synapses.rowStart[i + 1];
            float gain = 1 - activation[i];
            if (isInhibitory(i)) {
                kernel.deliverPlastic(
                        synapses.weights,
                        synapses.post,
                        from,
                        to,
                        gain,
                        potentiated,
                        ownChange[k],
                        p,
                        -maxWeight,
                        0,
                        current);
            } else {
                kernel.deliverPlastic(
                        synapses.weights,
                        synapses.post,
                        from,
                        to,
                        gain,
                        depressed,
                        ownChange[k],
                        -d,
                        i < excitatory ? 0 : -maxWeight,
                        maxWeight,
                        current);
            }
        }
        unmarkSpikingTraces();
        markActivated();
        for (int k = 0; k < liquidSpikes; k++) {
            learnAt(spiking[k]);
        }
    }

    private boolean isInhibitory(int i) {
        return i >= excitatory && i < liquid;
    }

    /**
     * What a postsynaptic spike changes at every synapse of a presynaptic neuron. A neuron that spikes itself
     * applies it in the pass over its own synapses.
     */
    private void findChanges(float p, float minusD) {
        kernel.pair(trace, activation, 0, excitatory, p, changes);
        kernel.pair(trace, activation, excitatory, liquid, minusD, changes);
        kernel.pair(trace, activation, liquid, synapses.neurons(), p, changes);
        for (int k = 0; k < spikingCount; k++) {
            ownChange[k] = ScalarKernel.change(changes[spiking[k]]);
            changes[spiking[k]] = 0;
        }
    }

    /** The sign of a trace, which is never negative, tells the pass over presynaptic spikes which neurons spike. */
    private void markSpikingTraces() {
        if (rule.gated()) {
            for (int j = 0; j < liquid; j++) {
                gatedPotentiation[j] = rule.allowsPotentiation(j) ? trace[j] : 0;
                gatedDepression[j] = rule.allowsDepression(j) ? trace[j] : 0;
            }
        }
        for (int k = 0; k < liquidSpikes; k++) {
            int j = spiking[k];
            trace[j] = -trace[j];
            if (rule.gated()) {
                gatedDepression[j] = rule.allowsPotentiation(j) ? -gatedDepression[j] : gatedDepression[j];
                gatedPotentiation[j] = rule.allowsDepression(j) ? -gatedPotentiation[j] : gatedPotentiation[j];
            }
        }
    }

    private void unmarkSpikingTraces() {
        for (int k = 0; k < liquidSpikes; k++) {
            trace[spiking[k]] = Math.abs(trace[spiking[k]]);
        }
    }

    /** Step 5 for the incoming synapses of a spiking neuron from neurons that do not spike. */
    private void learnAt(int j) {
        boolean potentiated = rule.allowsPotentiation(j);
        boolean depressed = rule.allowsDepression(j);
        int first = synapses.excitatoryStart[j];
        int inhibitory = synapses.inhibitoryStart[j];
        int input = synapses.inputStart[j];
        int end = synapses.incomingEnd[j];
        int changed = 0;
        if (potentiated && depressed) {
            changed = learn(first, inhibitory, input, end);
        } else if (potentiated) {
            changed = learn(first, inhibitory, inhibitory, inhibitory) + learn(input, input, input, end);
        } else if (depressed) {
            changed = learn(inhibitory, inhibitory, input, input);
        }
        current[j] += (long) changed << 32;
    }

    private int learn(int from, int inhibitory, int input, int to) {
        return kernel.potentiate(
                synapses.weights,
                synapses.incomingPosition,
                synapses.incomingPre,
                from,
                inhibitory,
                input,
                to,
                changes,
                maxWeight);
    }

    /** Step 3. */
    private void integrate(InputSpikes input, int @Nullable [] localChannel, int t) {
        kernel.integrate(membrane, current, liquid, neuron.leak());
        kernel.leak(membrane, liquid, synapses.neurons(), neuron.leak());
        int events = input.spikesAt(t, inputEvents);
        for (int k = 0; k < events; k++) {
            int channel = localChannel == null ? inputEvents[k] : localChannel[inputEvents[k]];
            membrane[liquid + channel] += neuron.inputCurrent();
        }
    }

    /** Step 6. */
    private void decayTrace() {
        for (int k = 0; k < spikingCount; k++) {
            trace[spiking[k]] += Plasticity.TRACE_INCREMENT;
        }
        kernel.decay(trace, synapses.neurons(), traceDecay);
    }
}
