package org.nalsm.engine.lsnn.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.lsnn.AlifParameters;

/** One input, two neurons, one output: 2 + 4 + 2 synapses, of which deep rewiring with a connectivity of 1/2 allows 4. */
class ParameterAverageTest {
    private static final AlifParameters P = new AlifParameters(1, 1, 1, 20, 20, 100, 1.8, 0.01, 4, 4, 0.3);
    private static final Optional<DeepRewiring> HALF = Optional.of(new DeepRewiring(0.5, 0.01, 0, true, 1));
    private static final float[] PLUS = {1};
    private static final float[] MINUS_PLUS = {-1, 1};
    private static final float[] NONE = {};

    private static LsnnNetwork network(float[] inSigns, float[] recSigns, boolean bias) {
        return new LsnnNetwork(
                P,
                SynapseMatrix.of(1, 2, inSigns, new float[2]),
                SynapseMatrix.of(2, 2, recSigns, new float[4]),
                SynapseMatrix.of(2, 1, recSigns, new float[2]),
                SynapseMatrix.of(1, 1, NONE, new float[1]),
                bias,
                new int[2],
                new int[4]);
    }

    private static void set(LsnnNetwork network, float... theta) {
        int at = 0;
        for (SynapseMatrix matrix : network.trained()) {
            for (int i = 0; i < matrix.size(); i++) {
                matrix.theta()[i] = theta[at++];
            }
        }
    }

    private static ParameterAverage average(LsnnNetwork network) {
        ParameterAverage average = new ParameterAverage(network);
        set(network, 4, -9, 2, 0, 0, 1, 8, -1, 3);
        average.add(network);
        set(network, 2, 6, -5, 0, 4, 3, 0, -2, -1);
        average.add(network);
        return average;
    }

    @Test
    void theStrongestMeanConnectionsAreKeptWithTheirSigns() {
        LsnnNetwork network = network(PLUS, MINUS_PLUS, true);
        // A connection that is not there counts as 0: the means are 3, 3 | 1, 0, 2, 2 | 4, 0 | 1.
        // Of the two with mean 2, the first is kept.
        LsnnNetwork mean = average(network).mean(network, HALF);
        assertThat(mean.in().weights()).containsExactly(3, 3);
        assertThat(mean.rec().weights()).containsExactly(0, 0, 2, 0);
        assertThat(mean.out().weights()).containsExactly(-4, 0);
        assertThat(mean.bias().weights()).containsExactly(1);
        assertThat(mean.inDelay()).isSameAs(network.inDelay());
        assertThat(mean.recDelay()).isSameAs(network.recDelay());
    }

    @Test
    void weightsOfEitherSignAreAveragedAsTheyAre() {
        LsnnNetwork network = network(NONE, NONE, false);
        LsnnNetwork mean = average(network).mean(network, Optional.empty());
        assertThat(mean.in().weights()).containsExactly(3, -1.5f);
        assertThat(mean.rec().weights()).containsExactly(-1.5f, 0, 2, 2);
        assertThat(mean.out().weights()).containsExactly(4, -1.5f);
        assertThat(mean.bias()).isSameAs(network.bias());
    }

    @Test
    void theTrainedNetworkIsLeftAsItIs() {
        LsnnNetwork network = network(PLUS, MINUS_PLUS, true);
        ParameterAverage average = average(network);
        average.mean(network, HALF);
        assertThat(network.in().theta()).containsExactly(2, 6);
        assertThat(network.rec().theta()).containsExactly(-5, 0, 4, 3);
    }

    @Test
    void restoredSumsGoOn() {
        LsnnNetwork network = network(PLUS, MINUS_PLUS, true);
        ParameterAverage before = average(network);
        ParameterAverage after = new ParameterAverage(network);
        after.restore(before.sums(), before.iterations());
        Arrays.asList(before, after).forEach(average -> average.add(network));
        assertThat(after.iterations()).isEqualTo(3);
        assertThat(after.mean(network, HALF).rec().theta())
                .isEqualTo(before.mean(network, HALF).rec().theta())
                .containsExactly(0, 0, 8 / 3f, 0);
    }

    @Test
    void thereIsNoMeanOfNothing() {
        LsnnNetwork network = network(PLUS, MINUS_PLUS, true);
        assertThatThrownBy(() -> new ParameterAverage(network).mean(network, HALF))
                .isInstanceOf(IllegalStateException.class);
    }
}
