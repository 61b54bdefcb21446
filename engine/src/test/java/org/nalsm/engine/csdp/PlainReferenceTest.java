package org.nalsm.engine.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/** Training against the plain program of {@link PlainNetwork}. */
class PlainReferenceTest {
    private static final long SEED = 7;
    private static final double TOLERANCE = 1e-5;
    private static final Dynamics STEPS_20 = new Dynamics(20, 3, 100, 13, 0.001, 0.025, 10);

    @ParameterizedTest
    @CsvSource({"true, SCALAR", "false, SCALAR", "true, VECTOR", "false, VECTOR"})
    void weightsAfterTwentySteps(boolean supervised, Kernel kernel) {
        CsdpModel model = new CsdpModel(784, 60, 30, 10, supervised, STEPS_20);
        CsdpNetwork network = CsdpNetwork.initial(model, false, SEED);
        PlainNetwork plain = new PlainNetwork(network);
        Presentation shown = Samples.of(model, 12, 6);
        try (Workers workers = new Workers(2)) {
            CsdpTrainer trainer = new CsdpTrainer(network, LearningRule.ofBatchSize(500), kernel, workers, SEED);
            Outcome outcome = trainer.train(shown);
            plain.train(shown, SEED);

            assertThat(plain.closest).as("no spike is a matter of rounding").isGreaterThan(1e-7);
            for (Map.Entry<Layer, Long> expected : plain.spikes.entrySet()) {
                assertThat(outcome.spikes()[expected.getKey().ordinal()])
                        .as("spikes of %s", expected.getKey())
                        .isEqualTo(expected.getValue())
                        .isPositive();
            }
            for (MatrixName name : network.matrices()) {
                double[] expected = PlainNetwork.flat(plain.w.get(name));
                float[] found = network.weights(name);
                for (int at = 0; at < expected.length; at++) {
                    assertThat((double) found[at])
                            .as("%s[%d]", name, at)
                            .isCloseTo(expected[at], within(TOLERANCE * Math.max(Math.abs(expected[at]), 1e-2)));
                }
                // Adam hides the scale of a gradient from the weights, and its moments show it.
                agree(name, trainer.firstMoments(name), PlainNetwork.flat(plain.m.get(name)));
                agree(name, trainer.secondMoments(name), PlainNetwork.flat(plain.v.get(name)));
            }
        }
    }

    private static void agree(MatrixName name, float[] found, double[] expected) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(largest).isPositive();
        for (int at = 0; at < expected.length; at++) {
            assertThat((double) found[at])
                    .as("moment of %s[%d]", name, at)
                    .isCloseTo(expected[at], within(1e-5 * largest));
        }
    }
}
