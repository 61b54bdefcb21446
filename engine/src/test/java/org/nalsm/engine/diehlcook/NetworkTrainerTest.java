package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;

/** Training as a whole: what is carried, what is repeated, what fails. */
class NetworkTrainerTest {
    private static final long SEED = 9;

    private final DiehlCookModel model = DiehlCookModel.published(50);
    private final LearnedNetwork initial = InitialNetwork.draw(model, SEED);

    private NetworkTrainer trainer() {
        return new NetworkTrainer(initial, SEED, Kernel.fastest());
    }

    @Test
    void goesOnFromAStateWithTheSameBits() {
        NetworkTrainer through = trainer();
        NetworkTrainer first = trainer();
        for (int s = 0; s < 6; s++) {
            through.train(s, DigitLike.image(s));
            if (s < 3) {
                first.train(s, DigitLike.image(s));
            }
        }
        NetworkTrainer second = trainer();
        second.restore(first.state());
        for (int s = 3; s < 6; s++) {
            second.train(s, DigitLike.image(s));
        }
        assertThat(second.state()).usingRecursiveComparison().isEqualTo(through.state());
        assertThat(second.learned()).usingRecursiveComparison().isEqualTo(through.learned());
        assertThat(second.spikes()).isPositive();
    }

    /** In the middle of lock-outs, of traces and of conductances, which a rest of 10 ms leaves behind. */
    @Test
    void goesOnFromAStateThatIsNotAtRest() {
        DiehlCookModel hasty =
                new DiehlCookModel(50, 0.1, 352.3, 10.4, 2, 1, 30, 20, 0.05, 1e7, 1e-4, 1e-2, 78, 10.4, 17);
        LearnedNetwork start = InitialNetwork.draw(hasty, SEED);
        NetworkTrainer through = new NetworkTrainer(start, SEED, Kernel.fastest());
        for (int s = 0; s < 8; s++) {
            NetworkTrainer second = new NetworkTrainer(start, SEED, Kernel.fastest());
            second.restore(through.state());
            through.train(s, DigitLike.image(s));
            second.train(s, DigitLike.image(s));
            assertThat(second.state()).usingRecursiveComparison().isEqualTo(through.state());
        }
        assertThat(Arrays.stream(through.state().armedAt()).max().getAsInt()).isPositive();
    }

    @Test
    void columnsAreScaledToTheirSumAndThoseOfZerosStay() {
        float[] weights = initial.weights().clone();
        for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
            weights[i * 50 + 7] = 0;
        }
        NetworkTrainer trainer = new NetworkTrainer(
                new LearnedNetwork(model, weights, initial.thetaMv(), initial.delays()), SEED, Kernel.fastest());
        trainer.train(0, DigitLike.image(0));
        float[] after = trainer.learned().weights();
        for (int j = 0; j < 50; j++) {
            double sum = 0;
            for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
                sum += after[i * 50 + j];
                assertThat(after[i * 50 + j]).isBetween(0f, 1.5f);
            }
            assertThat(sum).isCloseTo(j == 7 ? 0 : 78, Offset.offset(j == 7 ? 0 : 2.0));
        }
    }

    @Test
    void aFaintSampleIsShownWithMoreIntensity() {
        byte[] faint = DigitLike.image(1);
        for (int i = 0; i < faint.length; i++) {
            faint[i] = (byte) ((faint[i] & 0xFF) / 3);
        }
        NetworkTrainer trainer = trainer();
        Response response = trainer.train(0, faint);
        assertThat(response.presentations()).isBetween(2, 29);
        assertThat(response.spikes()).isGreaterThanOrEqualTo(5);
        assertThat(trainer.steps()).isEqualTo(5000L * response.presentations());
        Response shown = new FrozenNetwork(initial, SEED, Kernel.fastest()).show(0, faint);
        assertThat(shown.presentations()).isBetween(2, 29);
    }

    @Test
    void aBlackSampleEndsTrainingWithOneLineAndStaysSilentOtherwise() {
        byte[] black = new byte[DiehlCookModel.INPUTS];
        assertThatThrownBy(() -> trainer().train(17, black))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "the sample at position 17 of the training causes fewer than 5 spikes, up to an intensity of 31");
        Response response = new FrozenNetwork(initial, SEED, Kernel.fastest()).show(0, black);
        assertThat(response.spikes()).isZero();
        assertThat(response.presentations()).isEqualTo(30);
    }

    /** A response depends on the sample alone, not on those before it. */
    @Test
    void frozenResponsesDoNotDependOnOrder() {
        FrozenNetwork one = new FrozenNetwork(initial, SEED, Kernel.fastest());
        FrozenNetwork other = new FrozenNetwork(initial, SEED, Kernel.fastest());
        one.show(1, DigitLike.image(1));
        one.show(2, DigitLike.image(2));
        assertThat(one.show(3, DigitLike.image(3)))
                .usingRecursiveComparison()
                .isEqualTo(other.show(3, DigitLike.image(3)));
    }

    @Test
    void initialWeightsAndDelaysHaveTheirLaw() {
        DiehlCookModel large = DiehlCookModel.published(400);
        LearnedNetwork network = InitialNetwork.draw(large, 1);
        Moments weights = Moments.of(network.weights());
        // Uniform on [0.003, 0.303).
        assertThat(weights.mean()).isCloseTo(0.153, Offset.offset(0.001));
        assertThat(weights.deviation()).isCloseTo(0.3 / Math.sqrt(12), Offset.offset(0.001));
        int[] delays = new int[101];
        for (short delay : network.delays()) {
            delays[delay]++;
        }
        double inner = large.synapses() / 100.0;
        for (int d = 0; d <= 100; d++) {
            double expected = d == 0 || d == 100 ? inner / 2 : inner;
            assertThat((double) delays[d]).isCloseTo(expected, Offset.offset(5 * Math.sqrt(expected)));
        }
        assertThat(network.thetaMv()).containsOnly(20);
        assertThat(InitialNetwork.redrawnDelays(large, 1)).isNotEqualTo(network.delays());
    }
}
