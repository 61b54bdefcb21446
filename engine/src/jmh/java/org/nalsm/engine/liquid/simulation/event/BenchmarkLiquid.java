package org.nalsm.engine.liquid.simulation.event;

import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.DigitLikeRates;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.random.Stream;

/** A liquid that the benchmarks simulate, and its input: digit-like rates, so that no dataset is needed. */
final class BenchmarkLiquid {
    static final int SNAPSHOT_MS = 20;
    private static final int CHANNELS = 784;
    private static final int DIGITS = 50;
    private static final int SNAPSHOTS = 2000;
    private static final int WEIGHT_AT_NEURONS = 1000;

    final Network network;
    final LiquidModel model;
    private final float[][] rates = new float[DIGITS][];

    /**
     * @param model nalsm or lsm
     * @param edge the liquid is a cube of so many neurons an edge
     */
    BenchmarkLiquid(String model, int edge) {
        this.network = new NetworkGenerator(new NetworkParameters(edge, edge, edge, CHANNELS, 1)).generate();
        this.model = switch (model) {
            // 0.015 at 1000 neurons and 0.0075 at 8000 are the publication's.
            case "nalsm" ->
                LiquidModel.nalsm((float) (0.015 * Math.cbrt((double) WEIGHT_AT_NEURONS / network.liquid())), 3, 0.99f);
            case "lsm" -> LiquidModel.lsm(0.8f, 3);
            default -> throw new IllegalArgumentException("no such model here: " + model);
        };
        for (int digit = 0; digit < DIGITS; digit++) {
            rates[digit] = DigitLikeRates.of(digit);
        }
    }

    /** Encoder of a stream. */
    RateSpikes spikes(Stream stream) {
        return new RateSpikes(1, stream, CHANNELS);
    }

    /** Presents a digit; the number may be any from 0. */
    RateSpikes present(RateSpikes spikes, int number) {
        spikes.present(rates[number % DIGITS], number);
        return spikes;
    }

    /** An initialiser that has seen 2000 snapshots. */
    LiquidInitialiser initialised(Kernel kernel) {
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network, model, network.weights(model.initialAbsoluteWeight()), kernel);
        if (model.initialisation().changesWeights()) {
            RateSpikes spikes = spikes(Stream.INITIALISATION_SPIKES);
            for (int k = 0; k < SNAPSHOTS; k++) {
                initialiser.present(present(spikes, k), SNAPSHOT_MS, StepObserver.NONE);
            }
        }
        return initialiser;
    }
}
