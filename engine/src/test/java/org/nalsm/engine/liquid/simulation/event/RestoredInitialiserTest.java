package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.StepObserver;

/** An initialisation that goes on from a stored state ends with the bits of one that was never stopped. */
class RestoredInitialiserTest {
    private static final Network NETWORK = new NetworkGenerator(new NetworkParameters(5, 6, 7, 90, 3)).generate();
    private static final int SNAPSHOTS = 60;

    static Stream<Arguments> models() {
        return Stream.of(
                        LiquidModel.nalsm(0.015f, 3, 0.99f),
                        LiquidModel.lsmStdp(3, 0.99f),
                        LiquidModel.lsmApStdp(1, 3, 2.5f, 2.3f))
                .flatMap(model -> Stream.of(Kernel.SCALAR, Kernel.fastest())
                        .distinct()
                        .flatMap(kernel -> Stream.of(1, 17, 40).map(at -> Arguments.of(model, kernel, at))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void goesOnWithTheSameBits(LiquidModel model, Kernel kernel, int at) {
        LiquidInitialiser whole = initialiser(model, kernel);
        present(whole, 0, SNAPSHOTS);
        LiquidInitialiser first = initialiser(model, kernel);
        present(first, 0, at);
        LiquidInitialiser.State stored = first.state();
        present(first, at, at + 3); // the stored state is a copy
        LiquidInitialiser second = initialiser(model, kernel);
        second.restore(stored);
        present(second, at, SNAPSHOTS);
        assertThat(bits(second.weights()))
                .isEqualTo(bits(whole.weights()))
                .isNotEqualTo(bits(NETWORK.weights(model.initialAbsoluteWeight())));
        assertThat(bits(second.state().trace())).isEqualTo(bits(whole.state().trace()));
        assertThat(bits(second.state().calcium())).isEqualTo(bits(whole.state().calcium()));
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        LiquidInitialiser initialiser = initialiser(LiquidModel.lsmStdp(3, 0.99f), Kernel.SCALAR);
        LiquidInitialiser.State state = initialiser.state();
        assertThatThrownBy(() -> initialiser.restore(
                        new LiquidInitialiser.State(state.weights(), new float[1], state.calcium())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the state has 1 values of trace, not 300");
        assertThatThrownBy(() -> initialiser.restore(
                        new LiquidInitialiser.State(state.weights(), state.trace(), new float[210])))
                .hasMessageContaining("calcium");
    }

    private static LiquidInitialiser initialiser(LiquidModel model, Kernel kernel) {
        return new LiquidInitialiser(NETWORK, model, NETWORK.weights(model.initialAbsoluteWeight()), kernel);
    }

    private static void present(LiquidInitialiser initialiser, int from, int to) {
        RateSpikes snapshot = new RateSpikes(1, org.nalsm.engine.random.Stream.INITIALISATION_SPIKES, NETWORK.inputs());
        for (int k = from; k < to; k++) {
            float[] rates = new float[NETWORK.inputs()];
            Random random = new Random(k);
            for (int c = 0; c < rates.length; c++) {
                rates[c] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
            }
            snapshot.present(rates, k);
            initialiser.present(snapshot, 20, StepObserver.NONE);
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int k = 0; k < bits.length; k++) {
            bits[k] = Float.floatToRawIntBits(values[k]);
        }
        return bits;
    }
}
