package org.nalsm.engine.diehlcook;

import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.random.Stream;

/**
 * Shows samples to a network that does not learn. Before every sample the network goes to rest, with no lock-out running, as
 * after a long silence, so that a response depends on network, seed and sample alone. One thread at a time.
 */
public final class FrozenNetwork {
    private final DiehlCookModel model;
    private final StepLoop loop;
    private final InputSpikes input;

    /** @param seed of the input spikes */
    public FrozenNetwork(LearnedNetwork network, long seed, Kernel kernel) {
        this.model = network.model();
        this.loop = new StepLoop(
                network,
                new Synapses(model.neurons(), model.steps(Constants.LONGEST_DELAY_MS), network.delays()),
                StepKernel.of(kernel),
                false);
        this.input = new InputSpikes(model, seed, Stream.DIEHL_COOK_SAMPLE);
    }

    /**
     * Shows a sample, again and again with more intensity until it causes enough spikes, or as often as the model allows.
     *
     * @param sampleId names the sample's random numbers
     * @param image unsigned bytes, one a pixel
     * @return the last presentation; with fewer spikes than the model asks for if the sample stayed silent
     */
    public Response show(int sampleId, byte[] image) {
        loop.reset();
        for (int attempt = 0; ; attempt++) {
            input.draw(image, model.intensity() + attempt, sampleId, attempt);
            loop.run(input, 0, model.presentationSteps());
            if (loop.spikes().size() >= model.minSpikes() || attempt + 1 == model.maxPresentations()) {
                return Response.of(model, attempt + 1, input, loop.spikes());
            }
            loop.run(input, model.presentationSteps(), model.presentationSteps() + model.restSteps());
            loop.rebase(model.presentationSteps() + model.restSteps());
        }
    }
}
