package org.nalsm.engine.liquid.simulation.cuda;

import java.util.Arrays;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaDevice;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.SampleSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulates samples on a GPU, a thread block each. Samples are cut into launches that fill the device, and two launches
 * are under way at a time. Where device memory is short, launches get smaller.
 */
public final class CudaSimulator implements LiquidSimulator {
    private static final Logger LOG = LoggerFactory.getLogger(CudaSimulator.class);
    private static final int LANES = 2;
    /** Samples of a launch at most: more than the largest device holds at once, and few enough that two are under way soon. */
    private static final int LARGEST_LAUNCH = 2048;

    private final CudaContext context;
    private final DeviceLiquid liquid;
    private final SampleLane[] lanes = new SampleLane[LANES];
    private int lanesInUse = LANES;
    private int samplesPerLaunch = LARGEST_LAUNCH;

    /**
     * @param initialisedWeights weights of the initialised liquid in synapse order, length {@code network.synapses()};
     *     simulators of the same arrays on one device share them there
     * @throws CudaException if the device cannot be used
     * @throws IllegalArgumentException when the weights do not fit the network
     */
    public CudaSimulator(CudaDevice device, Network network, LiquidModel model, float[] initialisedWeights) {
        context = CudaContext.of(device);
        liquid = DeviceLiquid.of(context, network, model, initialisedWeights);
        for (int k = 0; k < LANES; k++) {
            lanes[k] = new SampleLane(liquid);
        }
    }

    @Override
    public Network network() {
        return liquid.network();
    }

    @Override
    public void simulate(SampleBatch batch, SampleSink sink) {
        context.enter();
        int next = 0;
        int turn = 0;
        do {
            SampleLane lane = lanes[turn++ % lanesInUse];
            if (lane.isBusy()) {
                lane.finish(sink);
            }
            if (next < batch.sampleIds().length) {
                next = start(lane, batch, next, sink);
            }
        } while (Arrays.stream(lanes).anyMatch(SampleLane::isBusy));
    }

    /** Starts the next launch; returns where the one after it begins. */
    private int start(SampleLane wanted, SampleBatch batch, int from, SampleSink sink) {
        SampleLane lane = wanted;
        boolean smaller = false;
        while (true) {
            int to = Math.min(from + samplesPerLaunch, batch.sampleIds().length);
            try {
                lane.start(batch, from, to);
                if (smaller) {
                    LOG.warn(
                            "{} has little memory left; {} launch of {} samples at a time",
                            context.device(),
                            lanesInUse,
                            samplesPerLaunch);
                }
                return to;
            } catch (CudaException e) {
                if (!e.isOutOfMemory() || lanesInUse == 1 && samplesPerLaunch == 1) {
                    throw e;
                }
                smaller = true;
                lane.release();
                if (lanesInUse == 1) {
                    samplesPerLaunch = samplesPerLaunch / 2;
                } else {
                    useOneLane(sink);
                    lane = lanes[0];
                }
            }
        }
    }

    /** Lets the launches under way come to their end, and frees what they held. */
    private void useOneLane(SampleSink sink) {
        lanesInUse = 1;
        for (SampleLane lane : lanes) {
            if (lane.isBusy()) {
                lane.finish(sink);
            }
            lane.release();
        }
    }

    @Override
    public void close() {
        context.enter();
        for (SampleLane lane : lanes) {
            lane.close();
        }
        liquid.close();
    }
}
