package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.DigitLikeRates;
import org.nalsm.engine.liquid.simulation.StepObserver;

/** A plastic liquid that is static while samples are shown is an LSM with the weights that it has learned. */
class StaticSamplesTest {
    private final Network network = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 1)).generate();

    static Stream<LiquidModel> plasticModels() {
        return Stream.of(LiquidModel.nalsm(0.015f, 3, 0.99f), LiquidModel.lsmStdp(3, 0.99f));
    }

    @ParameterizedTest
    @MethodSource("plasticModels")
    void countsAreThoseOfAnLsmWithTheLearnedWeights(LiquidModel plastic) {
        LiquidModel still = plastic.withStaticSamples();
        float[] learned = initialised(plastic);
        assertThat(initialised(still))
                .as("initialisation stays plastic")
                .isEqualTo(learned)
                .isNotEqualTo(network.weights(still.initialAbsoluteWeight()));
        List<String> counts = counts(still, learned);
        assertThat(counts).isEqualTo(counts(LiquidModel.lsm(1, 3), learned));
        List<String> whilePlastic = counts(plastic, learned);
        for (int k = 0; k < counts.size(); k++) {
            assertThat(counts.get(k)).isNotEqualTo(whilePlastic.get(k));
        }
    }

    private float[] initialised(LiquidModel model) {
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network, model, network.weights(model.initialAbsoluteWeight()), Kernel.SCALAR);
        RateSpikes snapshot = new RateSpikes(1, org.nalsm.engine.random.Stream.INITIALISATION_SPIKES, 784);
        for (int k = 0; k < 60; k++) {
            snapshot.present(DigitLikeRates.of(k), k);
            initialiser.present(snapshot, 20, StepObserver.NONE);
        }
        return initialiser.weights();
    }

    private List<String> counts(LiquidModel model, float[] weights) {
        EventDrivenSimulator simulator = new EventDrivenSimulator(network, model, weights, Kernel.SCALAR);
        RateSpikes sample = new RateSpikes(1, org.nalsm.engine.random.Stream.SAMPLE_SPIKES, 784);
        List<String> all = new ArrayList<>();
        int[] counts = new int[network.liquid()];
        for (int k = 0; k < 5; k++) {
            sample.present(DigitLikeRates.of(100 + k), k);
            simulator.simulate(sample, 60, counts, StepObserver.NONE);
            all.add(Arrays.toString(counts));
        }
        return all;
    }
}
