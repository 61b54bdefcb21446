package org.nalsm.engine.liquid.simulation.cuda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.encoding.EventSpikes;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.random.Stream;

/** A case that {@link KernelCase} made: network, model, inputs and the CPU's answers. */
final class StoredCase {
    private static final int PRESENTATIONS = 7;

    private final String name;
    private final Map<String, NumpyArray> arrays;
    private final int[] liquid;
    private final float[] parameters;
    private final int size;
    private final int durationMs;
    private final long seed;
    private final int stream;

    /** @throws UserException NO_INPUT, or BAD_DATA if the file is no case */
    StoredCase(Path file) {
        name = String.valueOf(file.getFileName()).replace(NumpyArchive.SUFFIX, "");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            arrays = NumpyArchive.read(in, file.toString());
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + " cannot be read: " + e.getMessage(), e);
        }
        liquid = array("liquid_integers").ints(name, KernelCase.INTEGERS);
        parameters = array("liquid_floats").floats(name, KernelCase.FLOATS);
        int[] shown = array("presentations").ints(name, PRESENTATIONS);
        size = shown[0];
        durationMs = shown[1];
        seed = shown[3] & 0xFFFFFFFFL | (long) shown[4] << Integer.SIZE;
        stream = shown[5];
    }

    private NumpyArray array(String key) {
        NumpyArray array = arrays.get(key);
        if (array == null) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    name + " has no array " + key + "; 'nalsm benchmark gpu-cases' did not write it");
        }
        return array;
    }

    private int[] ints(String key) {
        NumpyArray array = array(key);
        return array.ints(name + ": " + key, array.shape());
    }

    float[] floats(String key) {
        NumpyArray array = array(key);
        return array.floats(name + ": " + key, array.shape());
    }

    /** Of the file, without its ending. */
    String name() {
        return name;
    }

    /** Whether it is of samples; otherwise of a liquid's initialisation. */
    boolean isOfSamples() {
        return arrays.containsKey("counts");
    }

    boolean hasCalcium() {
        return arrays.containsKey("calcium_end");
    }

    /** Number of samples or snapshots. */
    int size() {
        return size;
    }

    /** Of one of them, ms. */
    int durationMs() {
        return durationMs;
    }

    float[] weights() {
        return floats("weights");
    }

    /** [samples x neurons]. */
    int[] counts() {
        return ints("counts");
    }

    int[] inputSpikes() {
        return ints("input_spikes");
    }

    /** Ids of the samples, in the order of the case. */
    int[] ids() {
        return ints("number");
    }

    /** The network; signs and cells, of which simulation knows nothing, are made up. */
    Network network() {
        int[] post = ints("post");
        char[] targets = new char[post.length];
        for (int s = 0; s < targets.length; s++) {
            targets[s] = (char) post[s];
        }
        byte[] sign = new byte[post.length];
        Arrays.fill(sign, (byte) 1);
        return new Network(liquid[1], liquid[0], liquid[2], ints("row_start"), targets, sign, new int[liquid[0]]);
    }

    /**
     * The model, with the rule of the case.
     *
     * @throws UserException BAD_DATA if it is none of this version's
     */
    LiquidModel model(Network network) {
        float maxWeight = parameters[5];
        float theta = parameters[8];
        LiquidModel model = switch (liquid[3]) {
            case 0 -> LiquidModel.lsm(maxWeight, maxWeight);
            case 1 -> LiquidModel.lsmStdp(maxWeight, parameters[6]);
            case 2 -> LiquidModel.nalsm(parameters[7], maxWeight, parameters[6]);
            default -> LiquidModel.lsmApStdp(maxWeight, maxWeight, theta, parameters[9] - theta);
        };
        Map<String, NumpyArray> written = KernelCase.parameters(network, model, model.initialisation(), parameters[6]);
        if (!Arrays.equals(array("liquid_integers").ints(name, KernelCase.INTEGERS), ints(written, "liquid_integers"))
                || !Arrays.equals(parameters, floats(written, "liquid_floats"))
                || !Arrays.equals(floats("activation"), floats(written, "activation"))) {
            throw new UserException(
                    UserException.Kind.BAD_DATA, name + " is of neurons or of a rule that this version does not have");
        }
        return model;
    }

    private static int[] ints(Map<String, NumpyArray> of, String key) {
        NumpyArray array = of.getOrDefault(key, NumpyArray.of(new int[0], 0));
        return array.ints(key, array.shape());
    }

    private static float[] floats(Map<String, NumpyArray> of, String key) {
        NumpyArray array = of.getOrDefault(key, NumpyArray.of(new float[0], 0));
        return array.floats(key, array.shape());
    }

    /** The inputs, for one thread: samples by their ids, snapshots by their positions. */
    SampleInputs inputs() {
        return arrays.containsKey("limits") ? new Images() : new Events();
    }

    /** What both kinds have. */
    private abstract class Inputs implements SampleInputs {
        final int channels = liquid[2];
        private final Map<Integer, Integer> index = new HashMap<>();
        private final int[] start = isOfSamples() ? ints("channel_start") : new int[0];
        private final int[] active = isOfSamples() ? ints("channels") : new int[0];

        Inputs() {
            int[] ids = isOfSamples() ? ids() : new int[0];
            for (int k = 0; k < ids.length; k++) {
                index.put(ids[k], k);
            }
        }

        /** Presentation number k of the case. */
        abstract InputSpikes show(int k, int presentation);

        int first(int k) {
            return isOfSamples() ? start[k] : k * channels;
        }

        int count(int k) {
            return isOfSamples() ? start[k + 1] - start[k] : channels;
        }

        int channel(int k, int position) {
            return isOfSamples() ? (char) active[start[k] + position] : position;
        }

        @Override
        public int channels() {
            return channels;
        }

        @Override
        public int label(int sampleId) {
            return 0;
        }

        @Override
        public InputSpikes sample(int sampleId) {
            return show(index.getOrDefault(sampleId, -1), sampleId);
        }

        @Override
        public InputSpikes snapshot(int sampleId, int position) {
            return show(position, position);
        }
    }

    private final class Images extends Inputs {
        private final int[] limits = ints("limits");
        private final float[] rates = new float[channels];
        private final RateSpikes spikes = new RateSpikes(
                seed,
                stream == Stream.SAMPLE_SPIKES.number() ? Stream.SAMPLE_SPIKES : Stream.INITIALISATION_SPIKES,
                channels);

        @Override
        InputSpikes show(int k, int presentation) {
            Arrays.fill(rates, 0);
            for (int position = 0; position < count(k); position++) {
                rates[channel(k, position)] = limits[first(k) + position] * 0x1p-24f;
            }
            spikes.present(rates, presentation);
            return spikes;
        }
    }

    private final class Events extends Inputs {
        private final int[] eventStart = ints("event_start");
        private final int[] events = ints("events");
        private final EventSpikes spikes = new EventSpikes(channels);

        @Override
        InputSpikes show(int k, int presentation) {
            int row = k * (durationMs + 1);
            int from = eventStart[row];
            int[] packed = new int[eventStart[row + durationMs] - from];
            for (int t = 0; t < durationMs; t++) {
                for (int at = eventStart[row + t]; at < eventStart[row + t + 1]; at++) {
                    packed[at - from] = t * channels + channel(k, (char) events[at]);
                }
            }
            spikes.present(packed, 0, durationMs);
            return spikes;
        }
    }
}
