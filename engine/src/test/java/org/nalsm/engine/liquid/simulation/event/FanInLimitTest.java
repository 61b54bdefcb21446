package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;

class FanInLimitTest {
    private static final Network NETWORK = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 1)).generate();

    @Test
    void refusesWhatReaches2047AndNothingBelow() {
        int[] fanIn = new int[NETWORK.liquid()];
        for (int s = 0; s < NETWORK.synapses(); s++) {
            fanIn[NETWORK.post(s)]++;
        }
        int largest = Arrays.stream(fanIn).max().orElseThrow();
        float least = 2047f / largest;
        assertThatCode(() -> FanInLimit.check(NETWORK, 0.999f * least)).doesNotThrowAnyException();
        assertThatThrownBy(() -> FanInLimit.check(NETWORK, 1.001f * least))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION))
                .hasMessageContainingAll("model.max-weight = ", largest + " synapses", "below 2047");
    }

    @Test
    void simulatorsRefuseSuchALiquid() {
        LiquidModel heavy = LiquidModel.lsm(0.8f, 100);
        assertThatThrownBy(() -> new EventDrivenSimulator(NETWORK, heavy, NETWORK.weights(0.8f), Kernel.SCALAR))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("model.max-weight = 100.0");
    }
}
