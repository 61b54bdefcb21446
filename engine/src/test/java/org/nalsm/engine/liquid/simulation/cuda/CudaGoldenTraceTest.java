package org.nalsm.engine.liquid.simulation.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.cuda.CudaDevices;
import org.nalsm.engine.cuda.StandInDriver;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.simulation.GoldenTrace;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Every liquid spike of the publication's own program, and its weights after initialisation, by the GPU's kernels. */
class CudaGoldenTraceTest {
    private static final double WEIGHT_TOLERANCE = 1e-6;

    @BeforeEach
    void standIn() {
        StandInDriver.install();
        StandInDriver.set("ORDER", "shuffled");
    }

    @Test
    void nalsmSample() throws IOException {
        replaySamples(GoldenTrace.read("n64_nalsm_sample"), LiquidModel.nalsm(0.015f, 3, 0.99f));
    }

    @Test
    void lsmStatic() throws IOException {
        replaySamples(GoldenTrace.read("n64_lsm_static"), LiquidModel.lsm(2, 3));
    }

    @Test
    void stdpSample() throws IOException {
        replaySamples(GoldenTrace.read("n64_stdp_sample_b1"), LiquidModel.lsmStdp(3, 0.99f));
    }

    @Test
    void nalsmInitialisation() throws IOException {
        replayInitialisation(GoldenTrace.read("n64_nalsm_init"), LiquidModel.nalsm(0.015f, 3, 0.99f));
    }

    @Test
    void apStdpInitialisation() throws IOException {
        replayInitialisation(GoldenTrace.read("n64_apstdp_init_th2.5_dc2.3"), LiquidModel.lsmApStdp(2, 3, 2.5f, 2.3f));
    }

    private static void replaySamples(JsonNode golden, LiquidModel model) {
        GoldenTrace network = new GoldenTrace(golden);
        assertThat(golden.get("samples").size()).isPositive();
        for (JsonNode sample : golden.get("samples")) {
            JsonNode trace = sample.get("sequence").get(0);
            InputSpikes input = new GoldenTrace.Input(
                    trace.get("input"), golden.get("n_inputs").asInt());
            float[] start = network.weights(sample.get("weights_start"));
            List<SpikeRecording> recordings = new ArrayList<>();
            try (CudaSimulator simulator = new CudaSimulator(CudaDevices.named("0"), network.network(), model, start)) {
                simulator.simulate(
                        new SampleBatch(
                                new SampleInputsOf(input),
                                new int[] {0},
                                trace.get("spikes").size(),
                                k -> true),
                        (position, counts, inputSpikes, recording) -> recordings.add(recording));
            }
            compare(recordings.get(0), trace, network.network().liquid());
        }
    }

    private static void compare(SpikeRecording recording, JsonNode trace, int liquid) {
        StringBuilder expected = new StringBuilder();
        for (int t = 0; t < recording.durationMs(); t++) {
            int inputSpikes = 0;
            for (JsonNode neuron : trace.get("spikes").get(t)) {
                if (neuron.asInt() < liquid) {
                    expected.append(t).append(':').append(neuron.asInt()).append(' ');
                } else {
                    inputSpikes++;
                }
            }
            assertThat(recording.inputSpikes(t))
                    .as("inputs that spike at %d ms", t)
                    .isEqualTo(inputSpikes);
            if (trace.has("astrocyte_end")) {
                assertThat((double) recording.astrocyte(t))
                        .isCloseTo(trace.get("astrocyte_end").get(t).asDouble(), within(1e-6));
            }
        }
        StringBuilder actual = new StringBuilder();
        for (int k = 0; k < recording.neurons().length; k++) {
            actual.append(recording.times()[k])
                    .append(':')
                    .append(recording.neurons()[k])
                    .append(' ');
        }
        assertThat(actual).hasToString(expected.toString()).hasSizeGreaterThan(20);
    }

    private static void replayInitialisation(JsonNode golden, LiquidModel model) {
        GoldenTrace network = new GoldenTrace(golden);
        JsonNode sample = golden.get("samples").get(0);
        float[] start = network.weights(sample.get("weights_start"));
        int durationMs = sample.get("sequence").get(0).get("spikes").size();
        try (CudaInitialiser initialiser = new CudaInitialiser(CudaDevices.named("0"), durationMs)) {
            CudaInitialiser.Member member = initialiser.add(network.network(), model, start);
            int position = 0;
            for (JsonNode trace : sample.get("sequence")) {
                member.gather(
                        new GoldenTrace.Input(
                                trace.get("input"), golden.get("n_inputs").asInt()),
                        position++);
                initialiser.flush();
                assertClose(member.state().weights(), network.weights(trace.get("weights_end")));
                assertClose(member.state().trace(), trace.get("trace_end"));
            }
        }
    }

    private static void assertClose(float[] actual, JsonNode expected) {
        float[] values = new float[expected.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) expected.get(k).asDouble();
        }
        assertClose(actual, values);
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat((double) actual[k]).as("element %d", k).isCloseTo(expected[k], within(WEIGHT_TOLERANCE));
        }
    }
}
