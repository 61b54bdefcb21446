package org.nalsm.engine.liquid.simulation;

import org.nalsm.engine.liquid.network.Network;

/**
 * Simulates samples on one initialised liquid. Each sample starts from rest and from the initialised weights, so the
 * result depends on the sample alone and not on what was simulated before or beside it. An instance belongs to one thread
 * at a time.
 */
public interface LiquidSimulator extends AutoCloseable {
    /** The network that is simulated. */
    Network network();

    /** Simulates the samples of a batch; the sink gets them in their order. */
    void simulate(SampleBatch batch, SampleSink sink);

    /** Gives back what it holds outside of the heap. */
    @Override
    default void close() {}
}
