package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Every spike and every final weight of the publication's own program, on networks of 64 + 50 neurons. */
class GoldenTraceTest {
    private static final double WEIGHT_TOLERANCE = 1e-6;

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void nalsmSample(Kernel kernel) throws IOException {
        replaySamples(read("n64_nalsm_sample"), LiquidModel.nalsm(0.015f, 3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void lsmStatic(Kernel kernel) throws IOException {
        replaySamples(read("n64_lsm_static"), LiquidModel.lsm(2, 3), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void stdpSample(Kernel kernel) throws IOException {
        replaySamples(read("n64_stdp_sample_b1"), LiquidModel.lsmStdp(3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void nalsmInitialisation(Kernel kernel) throws IOException {
        replayInitialisation(read("n64_nalsm_init"), LiquidModel.nalsm(0.015f, 3, 0.99f), kernel);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void apStdpInitialisation(Kernel kernel) throws IOException {
        replayInitialisation(read("n64_apstdp_init_th2.5_dc2.3"), LiquidModel.lsmApStdp(2, 3, 2.5f, 2.3f), kernel);
    }

    private static void replaySamples(JsonNode golden, LiquidModel model, Kernel kernel) {
        GoldenNetwork network = new GoldenNetwork(golden);
        assertThat(golden.get("samples").size()).isPositive();
        for (JsonNode sample : golden.get("samples")) {
            float[] start = network.weights(sample.get("weights_start"));
            EventDrivenSimulator simulator = new EventDrivenSimulator(network.network, model, start, kernel);
            JsonNode trace = sample.get("sequence").get(0);
            TraceInput input =
                    new TraceInput(trace.get("input"), golden.get("n_inputs").asInt());
            SpikeCheck check = new SpikeCheck(trace, network.network.liquid());
            simulator.simulate(input, trace.get("spikes").size(), new int[network.network.liquid()], check);
            assertThat(check.steps).isEqualTo(trace.get("spikes").size());
            assertClose(simulator.currentWeights(input), network.weights(trace.get("weights_end")), WEIGHT_TOLERANCE);
            assertClose(simulator.loop().membrane(), floats(trace.get("membrane_end")), 2e-4);
            if (model.sample().changesWeights()) {
                assertClose(simulator.loop().trace(), floats(trace.get("trace_end")), WEIGHT_TOLERANCE);
            }
        }
    }

    private static void replayInitialisation(JsonNode golden, LiquidModel model, Kernel kernel) {
        GoldenNetwork network = new GoldenNetwork(golden);
        JsonNode sample = golden.get("samples").get(0);
        LiquidInitialiser initialiser =
                new LiquidInitialiser(network.network, model, network.weights(sample.get("weights_start")), kernel);
        assertThat(sample.get("sequence").size()).isGreaterThan(1);
        for (JsonNode trace : sample.get("sequence")) {
            TraceInput input =
                    new TraceInput(trace.get("input"), golden.get("n_inputs").asInt());
            SpikeCheck check = new SpikeCheck(trace, network.network.liquid());
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

    private static JsonNode read(String name) throws IOException {
        String resource = "/org/nalsm/engine/liquid/simulation/golden/" + name + ".json.gz";
        try (InputStream in = new GZIPInputStream(GoldenTraceTest.class.getResourceAsStream(resource))) {
            return new ObjectMapper().readTree(in);
        }
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

    /** The recorded input; all channels count as active so that local and recorded numbers agree. */
    private static final class TraceInput implements InputSpikes {
        private final JsonNode steps;
        private final int[] channels;

        TraceInput(JsonNode steps, int inputs) {
            this.steps = steps;
            this.channels = java.util.stream.IntStream.range(0, inputs).toArray();
        }

        @Override
        public int[] channels() {
            return channels;
        }

        @Override
        public int channelCount() {
            return channels.length;
        }

        @Override
        public int spikesAt(int t, int[] into) {
            JsonNode events = steps.get(t);
            for (int k = 0; k < events.size(); k++) {
                into[k] = events.get(k).asInt();
            }
            return events.size();
        }
    }

    /** The recorded network, its synapses sorted the way ours are. */
    private static final class GoldenNetwork {
        private final Network network;
        private final Integer[] order;

        GoldenNetwork(JsonNode golden) {
            JsonNode pre = golden.get("pre");
            JsonNode post = golden.get("post");
            JsonNode start = golden.get("samples").get(0).get("weights_start");
            int liquid = golden.get("n_liquid").asInt();
            int inputs = golden.get("n_inputs").asInt();
            order = new Integer[pre.size()];
            for (int s = 0; s < order.length; s++) {
                order[s] = s;
            }
            java.util.Arrays.sort(
                    order,
                    java.util.Comparator.<Integer>comparingInt(s -> pre.get(s).asInt())
                            .thenComparingInt(s -> post.get(s).asInt()));
            int[] rowStart = new int[liquid + inputs + 1];
            char[] posts = new char[order.length];
            byte[] signs = new byte[order.length];
            for (int s = 0; s < order.length; s++) {
                rowStart[pre.get(order[s]).asInt() + 1]++;
                posts[s] = (char) post.get(order[s]).asInt();
                signs[s] = (byte) (start.get(order[s]).asDouble() < 0 ? -1 : 1);
            }
            for (int i = 0; i < liquid + inputs; i++) {
                rowStart[i + 1] += rowStart[i];
            }
            network = new Network(
                    golden.get("n_excitatory").asInt(), liquid, inputs, rowStart, posts, signs, new int[liquid]);
        }

        float[] weights(JsonNode recorded) {
            float[] weights = new float[order.length];
            for (int s = 0; s < weights.length; s++) {
                weights[s] = (float) recorded.get(order[s]).asDouble();
            }
            return weights;
        }
    }
}
