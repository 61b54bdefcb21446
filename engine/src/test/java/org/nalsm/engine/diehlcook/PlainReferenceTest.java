package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.random.Stream;

/** Spike for spike with a plain double-precision program, in training and with frozen weights. */
class PlainReferenceTest {
    private static final long SEED = 7;
    private static final int NEURONS = 400;
    private static final int PRESENTATIONS = 5;
    private static final int END = 5000;

    private final DiehlCookModel model = DiehlCookModel.published(NEURONS);
    private final LearnedNetwork initial = InitialNetwork.draw(model, SEED);

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void trainingSpikeForSpike(Kernel kernel) {
        NetworkTrainer trainer = new NetworkTrainer(initial, SEED, kernel);
        PlainReference reference = new PlainReference(initial, true);
        InputSpikes input = new InputSpikes(model, SEED, Stream.DIEHL_COOK_TRAINING);
        long spikes = 0;
        for (int s = 0; s < PRESENTATIONS; s++) {
            reference.normalise();
            input.draw(DigitLike.image(s), 2, s, 0);
            List<Integer> steps = new ArrayList<>();
            List<Integer> neurons = new ArrayList<>();
            spikes += present(reference, input, steps, neurons);
            Response response = trainer.train(s, DigitLike.image(s));
            assertThat(response.presentations()).isEqualTo(1);
            assertThat(response.spikeSteps()).containsExactly(steps.toArray(Integer[]::new));
            assertThat(response.spikeNeurons()).containsExactly(neurons.toArray(Integer[]::new));
        }
        assertThat(trainer.spikes()).isEqualTo(spikes).isGreaterThan(PRESENTATIONS * 10);
        assertThat(trainer.steps()).isEqualTo((long) PRESENTATIONS * END);
        assertSame(trainer, reference);
    }

    /** Returns all spikes; those of the image only go to the lists. */
    private static long present(
            PlainReference reference, InputSpikes input, List<Integer> steps, List<Integer> neurons) {
        long spikes = 0;
        for (int n = 0, k = 0; n < END; n++) {
            List<Integer> now = new ArrayList<>();
            for (; k < input.count() && input.step()[k] == n; k++) {
                now.add(input.input()[k]);
            }
            for (int neuron : reference.step(now)) {
                spikes++;
                if (n < 3500) {
                    steps.add(n);
                    neurons.add(neuron);
                }
            }
        }
        return spikes;
    }

    private void assertSame(NetworkTrainer trainer, PlainReference reference) {
        LearnedNetwork learned = trainer.learned();
        double changed = 0;
        for (int i = 0; i < DiehlCookModel.INPUTS; i++) {
            for (int j = 0; j < NEURONS; j++) {
                float weight = learned.weights()[i * NEURONS + j];
                assertThat((double) weight).isCloseTo(reference.w[i][j], within(2e-6));
                changed = Math.max(changed, Math.abs(weight - initial.weights()[i * NEURONS + j]));
            }
        }
        assertThat(changed).isGreaterThan(0.01);
        NetworkTrainer.State state = trainer.state();
        for (int j = 0; j < NEURONS; j++) {
            assertThat(learned.thetaMv()[j]).isCloseTo(reference.theta[j], within(1e-6));
            assertThat((double) state.potential()[j]).isCloseTo(reference.ve[j] + 65, within(1e-3));
            assertThat((double) state.potential()[NEURONS + j]).isCloseTo(reference.vi[j] + 60, within(1e-3));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double distance) {
        return org.assertj.core.data.Offset.offset(distance);
    }

    @Test
    void frozenSpikeForSpike() {
        byte[] image = DigitLike.image(3);
        Response response = new FrozenNetwork(initial, SEED, Kernel.fastest()).show(60_003, image);

        PlainReference reference = new PlainReference(initial, false);
        for (int n = 0; n < 1500; n++) {
            assertThat(reference.step(List.of())).isEmpty(); // the silence that lets lock-outs pass
        }
        InputSpikes input = new InputSpikes(model, SEED, Stream.DIEHL_COOK_SAMPLE);
        input.draw(image, 2, 60_003, 0);
        List<Integer> steps = new ArrayList<>();
        List<Integer> neurons = new ArrayList<>();
        present(reference, input, steps, neurons);
        assertThat(response.spikeSteps()).containsExactly(steps.toArray(Integer[]::new));
        assertThat(response.spikeNeurons()).containsExactly(neurons.toArray(Integer[]::new));
        assertThat(response.spikes()).isGreaterThanOrEqualTo(5);
    }
}
