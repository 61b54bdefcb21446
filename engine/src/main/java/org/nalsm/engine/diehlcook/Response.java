package org.nalsm.engine.diehlcook;

/**
 * What the excitatory neurons did in the last presentation of a sample. Spikes of the rest are not among them.
 *
 * @param counts spikes of every neuron while the image was shown
 * @param presentations how often the sample was shown
 * @param inputSpikes of all inputs
 * @param spikeSteps step of every spike, ascending
 * @param spikeNeurons its neuron
 */
public record Response(int[] counts, int presentations, int inputSpikes, int[] spikeSteps, int[] spikeNeurons) {
    /** Spikes of all neurons. */
    public int spikes() {
        return spikeSteps.length;
    }

    static Response of(DiehlCookModel model, int presentations, InputSpikes input, SpikeList spikes) {
        int[] steps = spikes.steps();
        int[] neurons = spikes.neurons();
        int[] counts = new int[model.neurons()];
        for (int neuron : neurons) {
            counts[neuron]++;
        }
        return new Response(counts, presentations, input.count(), steps, neurons);
    }
}
