package org.nalsm.engine.diehlcook;

import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.random.Stream;

/**
 * Trains a network, one sample after the other: the weights of each neuron are scaled to their sum, the sample is shown until
 * it causes enough spikes, then comes a rest. All state is carried from sample to sample. One thread at a time.
 */
public final class NetworkTrainer {
    private final DiehlCookModel model;
    private final LearnedNetwork initial;
    private final Synapses synapses;
    private final StepLoop loop;
    private final InputSpikes input;
    private long steps;
    private long spikes;

    /**
     * A network that has just been built, for {@link #restore} too.
     *
     * @param initial what it starts with
     * @param seed of the input spikes
     */
    public NetworkTrainer(LearnedNetwork initial, long seed, Kernel kernel) {
        this.initial = initial;
        this.model = initial.model();
        this.synapses = new Synapses(model.neurons(), model.steps(Constants.LONGEST_DELAY_MS), initial.delays());
        this.loop = new StepLoop(initial, synapses, StepKernel.of(kernel), true);
        this.input = new InputSpikes(model, seed, Stream.DIEHL_COOK_TRAINING);
    }

    /**
     * Everything that later samples depend on; copies. Times are steps before now, negative.
     *
     * @param weights of synapse (i, j) at {@code i * neurons + j}
     * @param arrival step of the last input spike that arrived there
     * @param thetaMv adaptive thresholds
     * @param potential of the excitatory neurons, then of the inhibitory ones, above rest, mV
     * @param conductance excitation of the excitatory neurons, inhibition of the same, excitation of the inhibitory ones
     * @param lastSpike of the excitatory neurons, then of the inhibitory ones
     * @param armedAt step from which an excitatory neuron can spike
     * @param counters steps and spikes since the network was built, steps since the last housekeeping
     */
    public record State(
            float[] weights,
            int[] arrival,
            double[] thetaMv,
            float[] potential,
            float[] conductance,
            int[] lastSpike,
            int[] armedAt,
            long[] counters) {}

    /**
     * Trains with a sample.
     *
     * @param position in the training, from 0; names the random numbers
     * @param image unsigned bytes, one a pixel
     * @throws UserException BAD_DATA if the sample causes too few spikes however often it is shown
     */
    public Response train(int position, byte[] image) {
        normalise();
        for (int attempt = 0; attempt < model.maxPresentations(); attempt++) {
            input.draw(image, model.intensity() + attempt, position, attempt);
            loop.run(input, 0, model.presentationSteps());
            Response response = Response.of(model, attempt + 1, input, loop.spikes());
            int end = model.presentationSteps() + model.restSteps();
            loop.run(input, model.presentationSteps(), end);
            steps += end;
            spikes += loop.spikes().size();
            loop.rebase(end);
            if (response.spikes() >= model.minSpikes()) {
                return response;
            }
        }
        throw new UserException(
                UserException.Kind.BAD_DATA,
                "the sample at position %d of the training causes fewer than %d spikes, up to an intensity of %d"
                        .formatted(position, model.minSpikes(), model.intensity() + model.maxPresentations() - 1));
    }

    /** Scales every neuron's incoming weights to their sum; those that are all 0 stay so. */
    private void normalise() {
        double[] factor = new double[model.neurons()];
        float[] w = loop.weights;
        int[] post = synapses.post;
        for (int p = 0; p < w.length; p++) {
            factor[post[p]] += w[p];
        }
        for (int j = 0; j < factor.length; j++) {
            factor[j] = factor[j] == 0 ? 1 : model.weightSum() / factor[j];
        }
        for (int p = 0; p < w.length; p++) {
            w[p] = (float) (w[p] * factor[post[p]]);
        }
    }

    /** Steps since the network was built. */
    public long steps() {
        return steps;
    }

    /** Excitatory spikes since the network was built, those of rests too. */
    public long spikes() {
        return spikes;
    }

    /** Mean and standard deviation of weights and thresholds. */
    public Moments weightMoments() {
        return Moments.of(loop.weights);
    }

    /** Likewise of the thresholds, mV. */
    public Moments thetaMoments() {
        return Moments.of(loop.theta);
    }

    /** What was learned so far; copies. */
    public LearnedNetwork learned() {
        return new LearnedNetwork(model, synapses.toSynapses(loop.weights), loop.theta.clone(), initial.delays());
    }

    /** Likewise, with every neuron's weights scaled to their sum, as before a sample. Training does not go on from it. */
    public LearnedNetwork normalised() {
        normalise();
        return learned();
    }

    /** The state between two samples. */
    public State state() {
        int n = model.neurons();
        InhibitoryLayer inhibitory = loop.inhibitory;
        float[] potential = new float[2 * n];
        System.arraycopy(loop.u, 0, potential, 0, n);
        System.arraycopy(inhibitory.u, 0, potential, n, n);
        float[] conductance = new float[3 * n];
        System.arraycopy(loop.ge, 0, conductance, 0, n);
        System.arraycopy(loop.gi, 0, conductance, n, n);
        System.arraycopy(inhibitory.ge, 0, conductance, 2 * n, n);
        int[] lastSpike = new int[2 * n];
        System.arraycopy(loop.lastSpike, 0, lastSpike, 0, n);
        System.arraycopy(inhibitory.lastSpike, 0, lastSpike, n, n);
        return new State(
                synapses.toSynapses(loop.weights),
                synapses.toSynapses(loop.arrival),
                loop.theta.clone(),
                potential,
                conductance,
                lastSpike,
                loop.armedAt.clone(),
                new long[] {steps, spikes, loop.housekeepingAge});
    }

    /** Goes on from a state of a network of the same model, delays and seed. */
    public void restore(State state) {
        int n = model.neurons();
        InhibitoryLayer inhibitory = loop.inhibitory;
        System.arraycopy(synapses.toPlaces(state.weights), 0, loop.weights, 0, model.synapses());
        System.arraycopy(synapses.toPlaces(state.arrival), 0, loop.arrival, 0, model.synapses());
        System.arraycopy(state.thetaMv, 0, loop.theta, 0, n);
        System.arraycopy(state.potential, 0, loop.u, 0, n);
        System.arraycopy(state.potential, n, inhibitory.u, 0, n);
        System.arraycopy(state.conductance, 0, loop.ge, 0, n);
        System.arraycopy(state.conductance, n, loop.gi, 0, n);
        System.arraycopy(state.conductance, 2 * n, inhibitory.ge, 0, n);
        System.arraycopy(state.lastSpike, 0, loop.lastSpike, 0, n);
        System.arraycopy(state.lastSpike, n, inhibitory.lastSpike, 0, n);
        System.arraycopy(state.armedAt, 0, loop.armedAt, 0, n);
        steps = state.counters[0];
        spikes = state.counters[1];
        loop.housekeepingAge = (int) state.counters[2];
        loop.wake();
    }
}
