package org.nalsm.engine.lsnn.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.lsnn.AlifParameters;

class InitialisationTest {
    private static final AlifParameters SMNIST = new AlifParameters(80, 120, 100, 20, 20, 700, 1.8, 0.01, 5, 10, 0.3);

    private static LsnnNetwork sparse(double connectivity, boolean inhibitoryFirst) {
        DeepRewiring rewiring = new DeepRewiring(connectivity, 0.01, 0, true, 3);
        return new Initialisation(SMNIST, 10, 3).sparse(rewiring, 0.75, inhibitoryFirst);
    }

    /** The numbers of the published program: 61 of 80 inputs and 166 of 220 neurons are excitatory. */
    @Test
    void signsAreThoseOfTheProgram() {
        LsnnNetwork network = sparse(0.12, true);
        float[] in = network.in().signs();
        assertThat(IntStream.range(0, 80).filter(i -> in[i] > 0)).hasSize(61);
        assertThat(IntStream.range(0, 19).allMatch(i -> in[i] < 0))
                .as("shuffled")
                .isFalse();
        float[] rec = network.rec().signs();
        assertThat(IntStream.range(0, 220).allMatch(i -> rec[i] == (i < 54 ? -1 : 1)))
                .isTrue();
        assertThat(network.out().signs()).isEqualTo(rec);
        float[] any = sparse(0.12, false).rec().signs();
        assertThat(IntStream.range(0, 220).filter(i -> any[i] < 0)).hasSize(54);
        assertThat(IntStream.range(54, 220).anyMatch(i -> any[i] < 0)).isTrue();
    }

    /** Draws with replacement leave about 11.3 of 12 per cent. */
    @Test
    void aboutElevenPerCentAreConnectedAtFirst() {
        LsnnNetwork network = sparse(0.12, true);
        for (SynapseMatrix matrix : network.matrices()) {
            assertThat(matrix.connected() / (double) matrix.size()).isCloseTo(1 - Math.exp(-0.12), within(0.01));
        }
        assertThat(new DeepRewiring(0.12, 0.01, 0, true, 3).bound(network.matrices()))
                .isEqualTo(8184);
    }

    /** Of nearly all entries of the recurrent matrix, what is promised of the dense one can be seen. */
    @Test
    void theDenseMatrixIsBalancedAndHasSpectralRadiusOne() {
        LsnnNetwork network = sparse(1, true);
        // With as many draws as entries, 1 - 1/e of them are taken; many more make it whole.
        DeepRewiring often = new DeepRewiring(20, 0.01, 0, true, 3);
        SynapseMatrix rec =
                new Initialisation(SMNIST, 10, 3).sparse(often, 0.75, true).rec();
        assertThat(rec.connected()).isEqualTo(rec.size());
        float[] weights = rec.weights();
        double[] wide = new double[weights.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = weights[i];
        }
        assertThat(SpectralRadius.of(wide, 220)).isCloseTo(1, within(1e-6));
        for (int j = 0; j < 220; j++) {
            int column = j;
            double sum = IntStream.range(0, 220)
                    .mapToDouble(i -> wide[i * 220 + column])
                    .sum();
            assertThat(sum).isCloseTo(0, within(1e-5));
        }
        // Entries of a sparse matrix are entries of the dense one.
        float[] some = network.rec().weights();
        for (int i = 0; i < some.length; i++) {
            assertThat(some[i] == 0 || some[i] == weights[i]).isTrue();
        }
    }

    @Test
    void delaysAreEvenAndOfEveryPair() {
        LsnnNetwork network = sparse(0.12, true);
        for (int[] delays : List.of(network.inDelay(), network.recDelay())) {
            for (int d = 0; d < 10; d++) {
                int delay = d;
                assertThat(Arrays.stream(delays).filter(x -> x == delay).count() / (double) delays.length)
                        .isCloseTo(0.1, within(0.01));
            }
        }
    }

    @Test
    void theDenseNetworkHasNoSigns() {
        AlifParameters p = new AlifParameters(100, 10, 10, 20, 20, 1200, 1.7, 0.01, 3, 10, 0.3);
        LsnnNetwork network = new Initialisation(p, 2, 8).dense();
        assertThat(network.trained()).hasSize(3);
        assertThat(deviation(network.in().weights())).isCloseTo(1 / Math.sqrt(100), within(0.005));
        assertThat(deviation(network.rec().weights())).isCloseTo(1 / Math.sqrt(20), within(0.03));
        double limit = Math.sqrt(6.0 / 22);
        assertThat(network.out().weights()).doesNotContain(0f);
        double largest = 0;
        for (float w : network.out().weights()) {
            largest = Math.max(largest, Math.abs(w));
        }
        assertThat(largest).isBetween(0.8 * limit, limit);
        assertThat(network.readout().bias()).containsOnly(0f);
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float x : values) {
            squares += x * (double) x;
        }
        return Math.sqrt(squares / values.length);
    }
}
