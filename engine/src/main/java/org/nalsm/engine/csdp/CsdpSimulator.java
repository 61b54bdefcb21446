package org.nalsm.engine.csdp;

import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/**
 * Shows samples to a network that does not learn. What a sample does depends on itself only, not on those beside it. Not for
 * use by several threads at once.
 */
public final class CsdpSimulator {
    private final CsdpNetwork network;
    private final TileKernel kernel;
    private final Workers workers;
    private final long seed;
    private Course course;

    /** @param seed of the input spikes */
    public CsdpSimulator(CsdpNetwork network, Kernel kernel, Workers workers, long seed) {
        this.network = network;
        this.kernel = TileKernel.of(kernel);
        this.workers = workers;
        this.seed = seed;
        this.course = new Course(network, 1, this.kernel, workers);
    }

    /** Shows samples. */
    public Outcome run(Presentation shown) {
        return run(shown, SpikeObserver.NONE);
    }

    /**
     * Shows samples.
     *
     * @param observer is told who spikes
     * @throws IllegalArgumentException if the samples are not the network's
     */
    public Outcome run(Presentation shown, SpikeObserver observer) {
        if (course.samples() != shown.samples()) {
            course = new Course(network, shown.samples(), kernel, workers);
        }
        return course.run(shown, seed, null, observer);
    }
}
