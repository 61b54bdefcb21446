package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.kernel.Kernel;

/** The vector kernel against the scalar specification, bit for bit. */
class KernelAgreementTest {
    private static final long SEED = 5;

    @ParameterizedTest
    @CsvSource({"1, 0.1, 3", "15, 0.5, 6", "17, 0.1, 4", "400, 0.1, 4", "1700, 0.5, 2"})
    void sameStateAfterTraining(int neurons, double dtMs, int samples) {
        assumeTrue(Kernel.VECTOR.isAvailable());
        DiehlCookModel p = DiehlCookModel.published(neurons);
        // A single neuron is not inhibited; its few spikes have to do.
        DiehlCookModel model = new DiehlCookModel(
                neurons,
                dtMs,
                350,
                150,
                2,
                Math.min(5, neurons),
                30,
                20,
                0.05,
                1e7,
                p.ltdRate(),
                p.ltpRate(),
                78,
                10.4,
                17);
        LearnedNetwork initial = InitialNetwork.draw(model, SEED);
        NetworkTrainer scalar = new NetworkTrainer(initial, SEED, Kernel.SCALAR);
        NetworkTrainer vector = new NetworkTrainer(initial, SEED, Kernel.VECTOR);
        for (int s = 0; s < samples; s++) {
            assertThat(vector.train(s, DigitLike.image(s)))
                    .usingRecursiveComparison()
                    .isEqualTo(scalar.train(s, DigitLike.image(s)));
        }
        assertThat(vector.state()).usingRecursiveComparison().isEqualTo(scalar.state());
        FrozenNetwork frozenScalar = new FrozenNetwork(scalar.learned(), SEED, Kernel.SCALAR);
        FrozenNetwork frozenVector = new FrozenNetwork(scalar.learned(), SEED, Kernel.VECTOR);
        for (int s = 0; s < samples; s++) {
            assertThat(frozenVector.show(s, DigitLike.image(s)))
                    .usingRecursiveComparison()
                    .isEqualTo(frozenScalar.show(s, DigitLike.image(s)));
        }
    }

    @Test
    void integrationOfAnyValues() {
        assumeTrue(Kernel.VECTOR.isAvailable());
        Random random = new Random(1);
        Propagators propagators = new Propagators(DiehlCookModel.published(1));
        for (int repetition = 0; repetition < 2000; repetition++) {
            int n = StepKernel.PADDING * (1 + random.nextInt(4));
            float[][] a = new float[4][n];
            for (int j = 0; j < n; j++) {
                a[0][j] = random.nextFloat() * 40 - 25;
                a[1][j] = random.nextInt(3) == 0 ? 0 : random.nextFloat() * 8;
                a[2][j] = random.nextInt(3) == 0 ? 0 : random.nextFloat() * 40;
                a[3][j] = random.nextInt(100) == 0 ? 13 : Float.POSITIVE_INFINITY;
            }
            float[][] b = {a[0].clone(), a[1].clone(), a[2].clone(), a[3]};
            boolean expected = new ScalarKernel().integrate(a[0], a[1], a[2], a[3], propagators);
            boolean actual = StepKernel.of(Kernel.VECTOR).integrate(b[0], b[1], b[2], b[3], propagators);
            assertThat(actual).isEqualTo(expected);
            for (int k = 0; k < 3; k++) {
                assertThat(b[k]).isEqualTo(a[k]);
            }
        }
    }

    /** A neuron at its threshold does not spike, one above does. */
    @Test
    void thresholdIsStrict() {
        assumeTrue(Kernel.VECTOR.isAvailable());
        Propagators propagators = new Propagators(DiehlCookModel.published(1));
        for (Kernel kernel : Kernel.values()) {
            float[] limit = new float[StepKernel.PADDING];
            float[] u = new float[StepKernel.PADDING];
            assertThat(StepKernel.of(kernel).integrate(u, new float[16], new float[16], limit, propagators))
                    .isFalse();
            limit[9] = -Float.MIN_VALUE;
            assertThat(StepKernel.of(kernel).integrate(u, new float[16], new float[16], limit, propagators))
                    .isTrue();
        }
    }
}
