package org.nalsm.engine.liquid.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.random.Stream;

class SpikeRecordingTest {
    private static final int DURATION_MS = 250;

    @Test
    void recordsWhatIsSimulated() {
        Network network = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 7)).generate();
        SequentialSimulator simulator = new EventDrivenSimulator(
                network, LiquidModel.nalsm(0.015f, 3, 0.99f), network.weights(3), Kernel.SCALAR);
        RateSpikes input = new RateSpikes(1, Stream.SAMPLE_SPIKES, 784);
        input.present(DigitLikeRates.of(3), 3);
        int[] counts = new int[network.liquid()];
        SpikeRecording recording = new SpikeRecording(DURATION_MS);
        int inputSpikes = simulator.simulate(input, DURATION_MS, counts, recording);

        int[] counted = new int[network.liquid()];
        int[] perMillisecond = new int[DURATION_MS];
        short[] times = recording.times();
        int[] neurons = recording.neurons();
        assertThat(times).hasSameSizeAs(neurons).hasSizeGreaterThan(1024);
        for (int k = 0; k < times.length; k++) {
            counted[neurons[k]]++;
            perMillisecond[times[k]]++;
            if (k > 0) {
                assertThat(times[k] * 1000 + neurons[k]).isGreaterThan(times[k - 1] * 1000 + neurons[k - 1]);
            }
        }
        assertThat(counted).isEqualTo(counts);
        int inputTotal = 0;
        for (int t = 0; t < DURATION_MS; t++) {
            assertThat(recording.liquidSpikes(t)).isEqualTo(perMillisecond[t]);
            inputTotal += recording.inputSpikes(t);
        }
        assertThat(inputTotal).isEqualTo(inputSpikes).isPositive();
    }

    /** The astrocyte's equation, fed with the recorded activity. */
    @Test
    void recordsTheAstrocyte() {
        Network network = new NetworkGenerator(new NetworkParameters(4, 4, 4, 784, 7)).generate();
        SequentialSimulator simulator = new EventDrivenSimulator(
                network, LiquidModel.nalsm(0.015f, 3, 0.99f), network.weights(3), Kernel.SCALAR);
        RateSpikes input = new RateSpikes(1, Stream.SAMPLE_SPIKES, 784);
        input.present(DigitLikeRates.of(5), 5);
        SpikeRecording recording = new SpikeRecording(DURATION_MS);
        simulator.simulate(input, DURATION_MS, new int[network.liquid()], recording);
        float astrocyte = 0.15f;
        float weight = 0.015f;
        float bias = 0.15f;
        for (int t = 0; t < DURATION_MS; t++) {
            float difference = recording.liquidSpikes(t) - recording.inputSpikes(t);
            astrocyte = (astrocyte + ((weight * difference + bias) - astrocyte) / 100) * 0.99f;
            weight *= 0.99f;
            bias *= 0.99f;
            assertThat(recording.astrocyte(t)).isEqualTo(astrocyte);
        }
    }

    @Test
    void keepsStepsApart() {
        SpikeRecording recording = new SpikeRecording(3);
        int[] reused = {4, 9, 30};
        recording.step(0, reused, 2, 7, 0.5f);
        reused[0] = 1;
        recording.step(1, reused, 0, 0, -1);
        recording.step(2, reused, 3, 1, 2);
        assertThat(recording.times()).containsExactly(new short[] {0, 0, 2, 2, 2});
        assertThat(recording.neurons()).containsExactly(4, 9, 1, 9, 30);
        assertThat(List.of(recording.liquidSpikes(0), recording.liquidSpikes(1), recording.liquidSpikes(2)))
                .containsExactly(2, 0, 3);
        assertThat(List.of(recording.inputSpikes(0), recording.inputSpikes(1), recording.inputSpikes(2)))
                .containsExactly(7, 0, 1);
        assertThat(List.of(recording.astrocyte(0), recording.astrocyte(1), recording.astrocyte(2)))
                .containsExactly(0.5f, -1f, 2f);
        assertThat(recording.durationMs()).isEqualTo(3);
    }

    /** A network may have 65,535 neurons, and all of them may spike at once. */
    @Test
    void countsMoreSpikesThanAShortHolds() {
        SpikeRecording recording = new SpikeRecording(1);
        recording.step(0, new int[40_000], 40_000, 50_000, 0);
        assertThat(recording.liquidSpikes(0)).isEqualTo(40_000);
        assertThat(recording.inputSpikes(0)).isEqualTo(50_000);
        assertThat(recording.times()).hasSize(40_000);
    }

    @Test
    void observersSeeEveryStepInOrder() {
        Network network = new NetworkGenerator(new NetworkParameters(3, 3, 3, 16, 7)).generate();
        SequentialSimulator simulator =
                new EventDrivenSimulator(network, LiquidModel.lsm(1, 3), network.weights(1), Kernel.SCALAR);
        List<Integer> steps = new ArrayList<>();
        RateSpikes silence = new RateSpikes(1, Stream.SAMPLE_SPIKES, 16);
        int[] counts = new int[27];
        counts[5] = 99;
        int inputSpikes = simulator.simulate(silence, 5, counts, (t, spiking, liquid, input, astrocyte) -> {
            steps.add(t);
            assertThat(liquid + input).isZero();
            assertThat(astrocyte).isZero();
        });
        assertThat(steps).containsExactly(0, 1, 2, 3, 4);
        assertThat(counts).containsOnly(0);
        assertThat(inputSpikes).isZero();
    }

    @Test
    void refusesDurationsThatAShortDoesNotHold() {
        assertThatThrownBy(() -> new SpikeRecording(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 32767, not 0");
        assertThatThrownBy(() -> new SpikeRecording(32_768))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 32768");
    }
}
