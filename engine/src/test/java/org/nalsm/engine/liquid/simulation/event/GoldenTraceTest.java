package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.simulation.GoldenTrace;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Every spike and every final weight of the publication's own program, on networks of 64 + 50 neurons. */
class GoldenTraceTest {
    private static final double WEIGHT_TOLERANCE = 1e-6;

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void nalsmSample(Kernel kernel) throws IOException {
        replaySamples(GoldenTrace.read("n64_nalsm_sample"), LiquidModel.nalsm(0.015f, 3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void lsmStatic(Kernel kernel) throws IOException {
        replaySamples(GoldenTrace.read("n64_lsm_static"), LiquidModel.lsm(2, 3), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void stdpSample(Kernel kernel) throws IOException {
        replaySamples(GoldenTrace.read("n64_stdp_sample_b1"), LiquidModel.lsmStdp(3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void nalsmInitialisation(Kernel kernel) throws IOException {
        replayInitialisation(GoldenTrace.read("n64_nalsm_init"), LiquidModel.nalsm(0.015f, 3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void apStdpInitialisation(Kernel kernel) throws IOException {
        replayInitialisation(
                GoldenTrace.read("n64_apstdp_init_th2.5_dc2.3"), LiquidModel.lsmApStdp(2, 3, 2.5f, 2.3f), kernel);
    }

    private static void replaySamples(JsonNode golden, LiquidModel model, Kernel kernel) {
        GoldenTrace network = new GoldenTrace(golden);
        assertThat(golden.get("samples").size()).isPositive();
        for (JsonNode sample : golden.get("samples")) {
            float[] start = network.weights(sample.get("weights_start"));
            EventDrivenSimulator simulator = new EventDrivenSimulator(network.network(), model, start, kernel);
            JsonNode trace = sample.get("sequence").get(0);
            GoldenTrace.Input input = new GoldenTrace.Input(
                    trace.get("input"), golden.get("n_inputs").asInt());
            SpikeCheck check = new SpikeCheck(trace, network.network().liquid());
            simulator.simulate(
                    input, trace.get("spikes").size(), new int[network.network().liquid()], check);
            assertThat(check.steps).isEqualTo(trace.get("spikes").size());
            assertClose(simulator.currentWeights(input), network.weights(trace.get("weights_end")), WEIGHT_TOLERANCE);
            assertClose(simulator.loop().membrane(), floats(trace.get("membrane_end")), 2e-4);
            if (model.sample().changesWeights()) {
                assertClose(simulator.loop().trace(), floats(trace.get("trace_end")), WEIGHT_TOLERANCE);
            }
        }
    }

    private static void replayInitialisation(JsonNode golden, LiquidModel model, Kernel kernel) {
        GoldenTrace network = new GoldenTrace(golden);
        JsonNode sample = golden.get("samples").get(0);
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network.network(), model, network.weights(sample.get("weights_start")), kernel);
        assertThat(sample.get("sequence").size()).isGreaterThan(1);
        for (JsonNode trace : sample.get("sequence")) {
            GoldenTrace.Input input = new GoldenTrace.Input(
                    trace.get("input"), golden.get("n_inputs").asInt());
            SpikeCheck check = new SpikeCheck(trace, network.network().liquid());
            initialiser.present(input, trace.get("spikes").size(), check);
            assertThat(check.steps).isEqualTo(trace.get("spikes").size());
            assertClose(initialiser.weights(), network.weights(trace.get("weights_end")), WEIGHT_TOLERANCE);
            assertClose(initialiser.loop().trace(), floats(trace.get("trace_end")), WEIGHT_TOLERANCE);
        }
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) actual[k]).as("element %d", k).isCloseTo(expected[k], within(tolerance));
        }
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) array.get(k).asDouble();
        }
        return values;
    }

    /** Compares spikes (inputs by their number) and astrocyte with a trace. */
    private static final class SpikeCheck implements StepObserver {
        private final JsonNode trace;
        private final int liquid;
        private int steps;

        SpikeCheck(JsonNode trace, int liquid) {
            this.trace = trace;
            this.liquid = liquid;
        }

        @Override
        public void step(int t, int[] spiking, int liquidSpikes, int inputSpikes, float astrocyte) {
            List<Integer> expected = new ArrayList<>();
            trace.get("spikes").get(t).forEach(n -> expected.add(n.asInt()));
            List<Integer> actual = new ArrayList<>();
            for (int k = 0; k < liquidSpikes + inputSpikes; k++) {
                actual.add(spiking[k]);
            }
            assertThat(actual).as("neurons that spike at %d ms", t).isEqualTo(expected);
            assertThat(expected.stream().filter(n -> n < liquid).count()).isEqualTo(liquidSpikes);
            if (trace.has("astrocyte_end")) {
                assertThat((double) astrocyte)
                        .isCloseTo(trace.get("astrocyte_end").get(t).asDouble(), within(1e-6));
            }
            steps++;
        }
    }
}
