package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.random.Stream;

/** When what happens, by the publication's own numbers. */
class TimingTest {
    private static final int LOCK_OUT = 500;
    private static final Offset<Float> CLOSE = Offset.offset(1e-4f);

    /** Two neurons, no delays, all weights alike. */
    private static LearnedNetwork network(DiehlCookModel model, float weight, int delay) {
        float[] weights = new float[model.synapses()];
        Arrays.fill(weights, weight);
        short[] delays = new short[model.synapses()];
        Arrays.fill(delays, (short) delay);
        double[] theta = new double[model.neurons()];
        Arrays.fill(theta, model.initialThetaMv());
        return new LearnedNetwork(model, weights, theta, delays);
    }

    private static StepLoop loop(LearnedNetwork network, boolean learns) {
        Synapses synapses = new Synapses(network.model().neurons(), 100, network.delays());
        return new StepLoop(network, synapses, new ScalarKernel(), learns);
    }

    /** Eight inputs that spike in almost every step. */
    private static InputSpikes glare(DiehlCookModel model) {
        byte[] image = new byte[DiehlCookModel.INPUTS];
        Arrays.fill(image, 0, 8, (byte) 255);
        InputSpikes input = new InputSpikes(model, 1, Stream.DIEHL_COOK_TRAINING);
        input.draw(image, 300, 0, 0);
        return input;
    }

    private static InputSpikes silence(DiehlCookModel model) {
        InputSpikes input = new InputSpikes(model, 1, Stream.DIEHL_COOK_TRAINING);
        input.draw(new byte[DiehlCookModel.INPUTS], 2, 0, 0);
        return input;
    }

    private static List<Integer> spikes(StepLoop loop, int neuron) {
        int[] steps = loop.spikes().steps();
        int[] neurons = loop.spikes().neurons();
        List<Integer> of = new ArrayList<>();
        for (int k = 0; k < steps.length; k++) {
            if (neurons[k] == neuron) {
                of.add(steps[k]);
            }
        }
        return of;
    }

    @Test
    void inhibitoryNeuronAtRestSpikesFiveStepsAfterOneExcitatorySpike() {
        InhibitoryLayer layer = new InhibitoryLayer(3, new Propagators(DiehlCookModel.published(3)));
        layer.reset();
        layer.excite(1);
        List<Float> potentials = new ArrayList<>();
        int spikesAt = -1;
        for (int n = 1; n <= 200; n++) {
            int spikes = layer.integrate(n);
            potentials.add(layer.u[1] - 60);
            if (spikes > 0) {
                assertThat(spikesAt).isEqualTo(-1); // one spike for one spike
                assertThat(layer.spike(0)).isEqualTo(1);
                spikesAt = n;
            }
            layer.resetSpiking();
            assertThat(layer.u[0]).isZero();
        }
        assertThat(spikesAt).isEqualTo(5);
        float[] expected = {-53.76f, -48.7905f, -44.7925f, -41.5485f, -38.898f};
        for (int k = 0; k < expected.length; k++) {
            assertThat(potentials.get(k)).isCloseTo(expected[k], Offset.offset(6e-4f));
        }
        // Held at -45 mV for the updates 6 to 24, moved by the one after.
        assertThat(potentials.subList(5, 24)).containsOnly(-45f);
        assertThat(potentials.get(24)).isNotEqualTo(-45f);
    }

    @Test
    void noSpikeInTheFirst50Ms() {
        DiehlCookModel model = DiehlCookModel.published(2);
        StepLoop loop = loop(network(model, 0.3f, 0), false);
        loop.run(glare(model), 0, 600);
        assertThat(loop.spikes().steps()).startsWith(LOCK_OUT - 1);
    }

    @Test
    void aNeuronIsHeldFor49UpdatesAndLockedOutFor500Steps() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 0.3f, 0), false);
        InputSpikes glare = glare(model);
        int from = 0;
        List<Integer> movedAt = new ArrayList<>();
        for (int n = 0; n < 1600; n++) {
            loop.run(glare, n, n + 1);
            if (!spikes(loop, 0).isEmpty() && loop.u[0] != 0 && from == 0) {
                from = n;
                movedAt.add(n);
            }
        }
        assertThat(spikes(loop, 0)).containsExactly(499, 999, 1499);
        assertThat(movedAt).containsExactly(499 + 50);
    }

    @Test
    void inhibitionReachesAllOtherNeuronsSixStepsAfterASpike() {
        DiehlCookModel model = DiehlCookModel.published(3);
        LearnedNetwork network = network(model, 0.3f, 0);
        network.thetaMv()[1] = 1000;
        network.thetaMv()[2] = 1000;
        StepLoop loop = loop(network, false);
        loop.run(glare(model), 0, 505); // spikes at 499; the inhibitory neuron at 504
        assertThat(loop.spikes().steps()).containsExactly(499);
        assertThat(loop.gi[0]).isZero();
        assertThat(loop.gi[1]).isEqualTo(17f);
        assertThat(loop.gi[2]).isEqualTo(17f);
    }

    @Test
    void aDelayedSpikeArrivesSoManyStepsLaterAndActsOneStepAfterThat() {
        DiehlCookModel model = DiehlCookModel.published(1);
        for (int delay : new int[] {0, 1, 37, 100}) {
            StepLoop loop = loop(network(model, 0.3f, delay), false);
            InputSpikes input = new InputSpikes(model, 3, Stream.DIEHL_COOK_TRAINING);
            byte[] image = new byte[DiehlCookModel.INPUTS];
            image[5] = (byte) 255;
            input.draw(image, 2, 0, 0);
            int arrival = input.step()[0] + delay;
            loop.run(input, 0, arrival);
            assertThat(loop.ge[0]).isZero();
            loop.run(input, arrival, arrival + 1);
            assertThat(loop.ge[0]).isEqualTo(0.3f);
            assertThat(loop.u[0]).isZero();
            loop.run(input, arrival + 1, arrival + 2);
            assertThat(loop.u[0]).isCloseTo(0.001f * 0.3f * 65, CLOSE);
        }
    }

    @Test
    void theFirstSpikeStrengthensNothingAndTheSecondDoes() {
        DiehlCookModel model = DiehlCookModel.published(1);
        LearnedNetwork network = network(model, 0.3f, 0);
        StepLoop loop = loop(network, true);
        InputSpikes glare = glare(model);
        loop.run(glare, 0, 500);
        assertThat(spikes(loop, 0)).containsExactly(499);
        assertThat(loop.weights).containsOnly(0.3f);
        assertThat(loop.theta[0]).isCloseTo(20.05 - 20 * 500e-8, Offset.offset(1e-6));
        loop.run(glare, 500, 999);
        float before = loop.weights[0];
        assertThat(before).isLessThan(0.3f);
        int lastArrival = loop.arrival[0];
        loop.run(glare, 999, 1000);
        assertThat(spikes(loop, 0)).containsExactly(499, 999);
        boolean arrivesAt999 = loop.arrival[0] == 999;
        double post1 = Math.exp(-500 * 0.1 / 20);
        double post2 = Math.exp(-500 * 0.1 / 40);
        double pre = arrivesAt999 ? 1 : Math.exp(-(999 - lastArrival) * 0.1 / 20);
        double depression = arrivesAt999 ? 1e-4 * post1 : 0;
        assertThat((double) loop.weights[0]).isCloseTo(before - depression + 0.01 * pre * post2, Offset.offset(1e-7));
    }

    /** An arrival in the step of a spike weakens by the trace before it, and strengthens with a trace of 1. */
    @Test
    void arrivalsComeBeforeSpikesOfTheSameStep() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 0.3f, 0), true);
        InputSpikes glare = glare(model);
        loop.run(glare, 0, 999);
        float[] before = loop.weights.clone();
        loop.run(glare, 999, 1000);
        assertThat(spikes(loop, 0)).containsExactly(499, 999);
        int together = 0;
        for (int p = 0; p < before.length; p++) {
            if (loop.arrival[p] == 999) {
                together++;
                double change = -1e-4 * Math.exp(-2.5) + 0.01 * Math.exp(-1.25);
                assertThat((double) loop.weights[p]).isCloseTo(before[p] + change, Offset.offset(1e-7));
            }
        }
        assertThat(together).isBetween(4, 8);
    }

    @Test
    void anArrivalAfterASpikeWeakensByTheTraceOfIt() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 0.3f, 0), true);
        InputSpikes glare = glare(model);
        loop.run(glare, 0, 520);
        float[] before = loop.weights.clone();
        loop.run(glare, 520, 521);
        for (int p = 0; p < before.length; p++) {
            double expected = loop.arrival[p] == 520 ? before[p] - 1e-4 * Math.exp(-21 * 0.1 / 20) : before[p];
            assertThat((double) loop.weights[p]).isCloseTo(expected, Offset.offset(1e-7));
        }
    }

    @Test
    void weightsAboveOneAreClippedAtTheirNextUpdateOnly() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 1.5f, 0), true);
        loop.run(silence(model), 0, 100);
        assertThat(loop.weights).containsOnly(1.5f);
        loop.run(glare(model), 100, 101);
        for (int p = 0; p < loop.weights.length; p++) {
            assertThat(loop.weights[p]).isEqualTo(loop.arrival[p] == 100 ? 1f : 1.5f);
        }
    }

    @Test
    void thetaDecaysAsStepByStep() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 0, 0), true);
        double theta = 20;
        for (int presentation = 0; presentation < 4; presentation++) {
            loop.run(silence(model), 0, 5000);
            loop.rebase(5000);
            for (int n = 0; n < 5000; n++) {
                theta *= 1 - 0.1 / 1e7;
            }
        }
        assertThat(loop.theta[0]).isCloseTo(theta, Offset.offset(1e-9)).isLessThan(19.997);
    }

    @Test
    void frozenThetaStays() {
        DiehlCookModel model = DiehlCookModel.published(1);
        StepLoop loop = loop(network(model, 0.3f, 0), false);
        loop.run(glare(model), 0, 2000);
        assertThat(loop.spikes().size()).isPositive();
        assertThat(loop.theta[0]).isEqualTo(20);
        assertThat(loop.weights).containsOnly(0.3f);
    }
}
