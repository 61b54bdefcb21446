package org.nalsm.engine.diehlcook;

import java.util.Arrays;

/**
 * The network's state and the order of operations of a step. Steps are counted from the beginning of a presentation; what
 * happened before it has negative numbers.
 *
 * <p>Step n, all updates explicit Euler from the values at its start:
 * <ol>
 * <li>A. potentials and conductances, excitatory and inhibitory; a potential is held for 5 ms (2 ms) after a spike;
 * <li>B. excitatory neurons above theta - 72 mV that have not spiked for 50 ms, and inhibitory ones above -40 mV, spike;
 * <li>C. excitatory spikes excite their inhibitory neurons, inhibitory spikes inhibit all other excitatory neurons, input
 *     spikes that arrive excite, and weaken their synapses;
 * <li>D. synapses of excitatory neurons that spike are strengthened;
 * <li>E. neurons that spike are reset, and theta grows.
 * </ol>
 * What C adds to conductances acts from the next step's A on. Weights and theta change only where the loop learns.
 *
 * <p>Every {@link Propagators#HOUSEKEEPING_STEPS} steps theta, a double, decays by as many steps' factors at once (it is at
 * most 1e-5 mV from the value of step-wise decay), and potentials and conductances below 2^-60 become 0, so that no
 * float gets subnormal.
 */
final class StepLoop {
    /** A step so long ago that it has no effect. */
    static final int NEVER = -(1 << 30);

    private static final float FLUSH_BELOW = 0x1p-60f;

    private final DiehlCookModel model;
    private final Propagators propagators;
    private final Synapses synapses;
    private final StepKernel kernel;
    private final boolean learns;

    // State of the excitatory neurons; the first three are padded.
    final float[] u;
    final float[] ge;
    final float[] gi;
    final double[] theta;
    /** Step of the last spike. */
    final int[] lastSpike;
    /** From which step on a spike is possible. */
    final int[] armedAt;

    final InhibitoryLayer inhibitory;
    /** Weight and step of the last arrival, by place. */
    final float[] weights;

    final int[] arrival;
    /** Steps since the last housekeeping. */
    int housekeepingAge;

    // Derived from the state.
    /** Threshold above rest, infinite for neurons in their lock-out; padded. */
    private final float[] limit;
    /** Neurons in their lock-out in the order of its end, a ring. */
    private final int[] waiting;

    private int waitingHead;
    private int waitingCount;
    /** Neurons whose post1 is not 0, and {@code ltdRate * post1}. */
    private final int[] traced;

    private final boolean[] isTraced;
    private int tracedCount;
    private final float[] ltd;

    private final int[] spiking;
    private final SpikeList spikes = new SpikeList();

    /**
     * A network at rest, as it is built: no spike is possible in the first 50 ms.
     *
     * @param learns whether weights and theta change
     */
    StepLoop(LearnedNetwork network, Synapses synapses, StepKernel kernel, boolean learns) {
        this.model = network.model();
        this.propagators = new Propagators(model);
        this.synapses = synapses;
        this.kernel = kernel;
        this.learns = learns;
        int neurons = model.neurons();
        int padded = (neurons + StepKernel.PADDING - 1) / StepKernel.PADDING * StepKernel.PADDING;
        u = new float[padded];
        ge = new float[padded];
        gi = new float[padded];
        limit = new float[padded];
        ltd = new float[padded];
        theta = network.thetaMv().clone();
        lastSpike = new int[neurons];
        armedAt = new int[neurons];
        waiting = new int[neurons];
        traced = new int[neurons];
        isTraced = new boolean[neurons];
        spiking = new int[neurons];
        inhibitory = new InhibitoryLayer(neurons, propagators);
        weights = synapses.toPlaces(network.weights());
        arrival = new int[learns ? weights.length : 0];
        reset();
        Arrays.fill(arrival, NEVER);
        Arrays.fill(armedAt, propagators.lockOutSteps - 1);
        wake();
    }

    /** To rest, free to spike: as if nothing had happened for a long time. Weights and theta stay. */
    void reset() {
        Arrays.fill(u, 0);
        Arrays.fill(ge, 0);
        Arrays.fill(gi, 0);
        Arrays.fill(lastSpike, NEVER);
        Arrays.fill(armedAt, -1);
        inhibitory.reset();
        housekeepingAge = 0;
        spikes.clear();
        wake();
    }

    /** Derives what follows from the state, after that was set. */
    void wake() {
        Arrays.fill(limit, Float.POSITIVE_INFINITY);
        Arrays.fill(ltd, 0);
        waitingHead = 0;
        waitingCount = 0;
        tracedCount = 0;
        for (int j = 0; j < armedAt.length; j++) {
            if (armedAt[j] < 0) {
                arm(j);
            } else {
                waiting[waitingCount++] = j;
            }
            isTraced[j] = -lastSpike[j] < propagators.ltd.length;
            if (isTraced[j]) {
                traced[tracedCount++] = j;
            }
        }
        sortWaiting();
        inhibitory.wake();
    }

    /** By insertion: few neurons wait, or all for the same step. */
    private void sortWaiting() {
        for (int k = 1; k < waitingCount; k++) {
            int neuron = waiting[k];
            int to = k;
            for (; to > 0 && armedAt[waiting[to - 1]] > armedAt[neuron]; to--) {
                waiting[to] = waiting[to - 1];
            }
            waiting[to] = neuron;
        }
    }

    /**
     * Runs the steps [from, to) of a presentation.
     *
     * @param input the presentation's input spikes
     */
    void run(InputSpikes input, int from, int to) {
        int[] step = input.step();
        int arriving = 0;
        int emitted = 0;
        for (int now = from; now < to; now++) {
            while (emitted < input.count() && step[emitted] <= now) {
                emitted++;
            }
            while (arriving < emitted && now - step[arriving] > synapses.longestDelay) {
                arriving++;
            }
            step(now, input, arriving, emitted);
            if (++housekeepingAge == Propagators.HOUSEKEEPING_STEPS) {
                housekeeping();
            }
        }
    }

    private void step(int now, InputSpikes input, int arriving, int emitted) {
        for (; waitingCount > 0 && armedAt[waiting[waitingHead]] <= now; waitingCount--) {
            arm(waiting[waitingHead]);
            waitingHead = waitingHead + 1 == waiting.length ? 0 : waitingHead + 1;
        }
        boolean crossed = kernel.integrate(u, ge, gi, limit, propagators);
        hold(now);
        int inhibitorySpikes = inhibitory.integrate(now);
        int excitatorySpikes = crossed ? crossings() : 0;

        for (int s = 0; s < excitatorySpikes; s++) {
            inhibitory.excite(spiking[s]);
        }
        for (int s = 0; s < inhibitorySpikes; s++) {
            inhibitAllBut(inhibitory.spike(s));
        }
        if (learns) {
            decayTraces(now);
            kernel.deliverPlastic(
                    synapses, input.step(), input.input(), arriving, emitted, now, weights, ge, ltd, arrival);
            for (int s = 0; s < excitatorySpikes; s++) {
                strengthen(spiking[s], now);
            }
        } else {
            kernel.deliver(synapses, input.step(), input.input(), arriving, emitted, now, weights, ge);
        }
        for (int s = 0; s < excitatorySpikes; s++) {
            afterSpike(spiking[s], now);
        }
        inhibitory.resetSpiking();
    }

    /** Neurons that have spiked less than 5 ms ago stay at their reset, which is rest. The last ones wait longest. */
    private void hold(int now) {
        for (int k = waitingCount - 1; k >= 0; k--) {
            int neuron = waiting[(waitingHead + k) % waiting.length];
            if (now - lastSpike[neuron] >= propagators.holdExcitatorySteps) {
                return;
            }
            u[neuron] = 0;
        }
    }

    private int crossings() {
        int count = 0;
        for (int j = 0; j < theta.length; j++) {
            if (u[j] > limit[j]) {
                spiking[count++] = j;
            }
        }
        return count;
    }

    private void inhibitAllBut(int neuron) {
        float own = gi[neuron];
        for (int j = 0; j < theta.length; j++) {
            gi[j] += propagators.inhibitoryToExcitatory;
        }
        gi[neuron] = own;
    }

    /** Post1 of the neurons that have spiked, before this step's spikes. */
    private void decayTraces(int now) {
        int kept = 0;
        for (int k = 0; k < tracedCount; k++) {
            int neuron = traced[k];
            float value = Propagators.at(propagators.ltd, now - lastSpike[neuron]);
            ltd[neuron] = value;
            isTraced[neuron] = value != 0;
            if (isTraced[neuron]) {
                traced[kept++] = neuron;
            }
        }
        tracedCount = kept;
    }

    /** {@code w' = max(0, min(1, w + ltpRate * post2 * pre))} for all synapses of a neuron; post2 before this spike. */
    private void strengthen(int neuron, int now) {
        float rate = Propagators.at(propagators.ltp, now - lastSpike[neuron]);
        float[] pre = propagators.pre;
        int from = neuron * synapses.inputs;
        for (int k = from; k < from + synapses.inputs; k++) {
            int p = synapses.place[k];
            float change = rate * Propagators.at(pre, now - arrival[p]);
            weights[p] = Math.max(0, Math.min(Constants.LARGEST_WEIGHT, weights[p] + change));
        }
    }

    private void afterSpike(int neuron, int now) {
        spikes.add(now, neuron);
        u[neuron] = 0;
        limit[neuron] = Float.POSITIVE_INFINITY;
        if (learns) {
            theta[neuron] += model.thetaIncrementMv();
            if (!isTraced[neuron]) {
                isTraced[neuron] = true;
                traced[tracedCount++] = neuron;
            }
        }
        lastSpike[neuron] = now;
        armedAt[neuron] = now + propagators.lockOutSteps;
        waiting[(waitingHead + waitingCount++) % waiting.length] = neuron;
    }

    private void arm(int neuron) {
        limit[neuron] = (float) (theta[neuron] - Constants.THRESHOLD_BELOW_THETA_MV);
    }

    private void housekeeping() {
        housekeepingAge = 0;
        flush(u);
        flush(ge);
        flush(gi);
        if (learns) {
            for (int j = 0; j < theta.length; j++) {
                theta[j] *= propagators.thetaDecay;
                if (limit[j] != Float.POSITIVE_INFINITY) {
                    arm(j);
                }
            }
        }
    }

    private static void flush(float[] values) {
        for (int j = 0; j < values.length; j++) {
            if (Math.abs(values[j]) < FLUSH_BELOW) {
                values[j] = 0;
            }
        }
    }

    /** Counts steps from a later one on, the first of the next presentation, and forgets the recorded spikes. */
    void rebase(int steps) {
        for (int j = 0; j < lastSpike.length; j++) {
            lastSpike[j] = Math.max(NEVER, lastSpike[j] - steps);
            armedAt[j] = Math.max(-1, armedAt[j] - steps);
        }
        for (int p = 0; p < arrival.length; p++) {
            arrival[p] = Math.max(NEVER, arrival[p] - steps);
        }
        inhibitory.rebase(steps);
        spikes.clear();
    }

    /** Spikes of the excitatory neurons since the presentation began. */
    SpikeList spikes() {
        return spikes;
    }
}
