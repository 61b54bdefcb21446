package org.nalsm.engine.liquid.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.network.Network;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The network of a trace of the publication's own program, its synapses sorted the way ours are. */
public final class GoldenTrace {
    private final Network network;
    private final Integer[] order;

    /** @param golden a trace */
    public GoldenTrace(JsonNode golden) {
        JsonNode pre = golden.get("pre");
        JsonNode post = golden.get("post");
        JsonNode start = golden.get("samples").get(0).get("weights_start");
        int liquid = golden.get("n_liquid").asInt();
        int inputs = golden.get("n_inputs").asInt();
        order = new Integer[pre.size()];
        for (int s = 0; s < order.length; s++) {
            order[s] = s;
        }
        Arrays.sort(
                order,
                Comparator.<Integer>comparingInt(s -> pre.get(s).asInt())
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

    /** Recorded weights in the order of our synapses. */
    public float[] weights(JsonNode recorded) {
        float[] weights = new float[order.length];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = (float) recorded.get(order[s]).asDouble();
        }
        return weights;
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** A trace of that name. */
    public static JsonNode read(String name) throws IOException {
        String resource = "/org/nalsm/engine/liquid/simulation/golden/" + name + ".json.gz";
        try (InputStream in = new GZIPInputStream(GoldenTrace.class.getResourceAsStream(resource))) {
            return new ObjectMapper().readTree(in);
        }
    }

    /** The recorded input; all channels count as active so that local and recorded numbers agree. */
    public static final class Input implements InputSpikes {
        private final JsonNode steps;
        private final int[] channels;

        /** @param steps positions of the spikes by millisecond */
        public Input(JsonNode steps, int inputs) {
            this.steps = steps;
            this.channels = IntStream.range(0, inputs).toArray();
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
}
