package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.SequentialSimulator;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.engine.numpy.NumpyArray;

/**
 * What the kernels are given, as arrays by name, and what the CPU answers: a machine with a GPU but without Java can be
 * checked with it ({@code submit/gpu-check.py}).
 *
 * <table>
 * <caption>Arrays of both kinds of case</caption>
 * <tr><td>liquid_integers<td>int32 [5]<td>neurons, excitatory ones, inputs, rule, refractory time in ms; as below, in the
 *     order of structure {@code Liquid} of the kernels
 * <tr><td>liquid_floats<td>float32 [11]<td>its other members that are no arrays
 * <tr><td>activation<td>float32 [128]<td>activation so many steps after a spike
 * <tr><td>row_start, post, weights<td>int32, uint16 as int16, float32<td>the network's rows, and weights at the start
 * <tr><td>presentations<td>int32 [7]<td>number, duration in ms, most active channels of one, low and high word of the seed,
 *     stream, first position
 * <tr><td>limits<td>int32<td>of images: 24 bit thresholds of the active channels' draws
 * <tr><td>event_start, events<td>int32, uint16 as int16<td>of events: positions among the active channels by millisecond
 * </table>
 *
 * <p>Samples have {@code channel_start}, {@code channels} and {@code number}, as the kernels' {@code Batch}, and the answers
 * {@code counts} [samples x neurons] and {@code input_spikes}. A liquid's initialisation, in which all channels are active,
 * has the answers {@code weights_end}, {@code trace_end} and, for rules with calcium, {@code calcium_end}.
 */
public final class KernelCase {
    static final int INTEGERS = 5;
    static final int FLOATS = 11;
    private static final int LARGEST_BYTE = 255;

    private final Network network;
    private final LiquidModel model;
    private final Map<String, NumpyArray> arrays = new LinkedHashMap<>();

    private KernelCase(Network network, LiquidModel model) {
        this.network = network;
        this.model = model;
    }

    /**
     * Samples of an initialised liquid.
     *
     * @param weights of the liquid, in synapse order
     * @param ids of the samples
     * @param durationMs of a sample, ms
     */
    public static Map<String, NumpyArray> samples(
            Network network, LiquidModel model, float[] weights, SampleInputs inputs, int[] ids, int durationMs) {
        KernelCase made = new KernelCase(network, model);
        made.putLiquid(model.sample(), model.rateDecay(), weights);
        EncodedInputs encoded = new EncodedInputs(network.inputs(), durationMs, false);
        SequentialSimulator cpu = new EventDrivenSimulator(network, model, weights, Kernel.fastest());
        int[] counts = new int[Math.multiplyExact(ids.length, network.liquid())];
        int[] inputSpikes = new int[ids.length];
        int[] ofSample = new int[network.liquid()];
        for (int k = 0; k < ids.length; k++) {
            encoded.add(inputs.sample(ids[k]), ids[k]);
            inputSpikes[k] = cpu.simulate(inputs.sample(ids[k]), durationMs, ofSample, StepObserver.NONE);
            System.arraycopy(ofSample, 0, counts, k * ofSample.length, ofSample.length);
        }
        made.putInputs(encoded);
        made.arrays.put("counts", narrow(counts, ids.length, network.liquid()));
        made.put("input_spikes", inputSpikes);
        return made.arrays;
    }

    /**
     * The initialisation of a liquid.
     *
     * @param sampleIds what is shown, in this order
     * @param snapshotMs duration of a snapshot, ms
     */
    public static Map<String, NumpyArray> initialisation(
            Network network, LiquidModel model, SampleInputs inputs, int[] sampleIds, int snapshotMs) {
        KernelCase made = new KernelCase(network, model);
        float[] start = network.weights(model.initialAbsoluteWeight());
        made.putLiquid(model.initialisation(), 1, start);
        EncodedInputs encoded = new EncodedInputs(network.inputs(), snapshotMs, true);
        LiquidInitialiser cpu = new LiquidInitialiser(network, model, start, Kernel.fastest());
        for (int k = 0; k < sampleIds.length; k++) {
            encoded.add(inputs.snapshot(sampleIds[k], k), k);
            cpu.present(inputs.snapshot(sampleIds[k], k), snapshotMs, StepObserver.NONE);
        }
        made.putInputs(encoded);
        LiquidInitialiser.State end = cpu.state();
        made.put("weights_end", end.weights());
        made.put("trace_end", end.trace());
        if (LiquidInitialiser.hasCalcium(model)) {
            made.put("calcium_end", end.calcium());
        }
        return made.arrays;
    }

    /** The weights to which an initialisation comes. */
    public static float[] weightsAtTheEnd(Map<String, NumpyArray> initialisation) {
        NumpyArray weights = Objects.requireNonNull(initialisation.get("weights_end"));
        return weights.floats("weights_end", weights.shape());
    }

    private void putLiquid(Plasticity rule, float rateDecay, float[] weights) {
        arrays.putAll(parameters(network, model, rule, rateDecay));
        int[] rowStart = new int[network.liquid() + network.inputs() + 1];
        Arrays.setAll(rowStart, network::rowStart);
        short[] post = new short[network.synapses()];
        for (int s = 0; s < post.length; s++) {
            post[s] = (short) network.post(s);
        }
        put("row_start", rowStart);
        arrays.put("post", NumpyArray.of(post, post.length));
        put("weights", weights);
    }

    /** The arrays that say what neurons and rule are. */
    static Map<String, NumpyArray> parameters(Network network, LiquidModel model, Plasticity rule, float rateDecay) {
        ByteBuffer structure =
                ByteBuffer.allocate((INTEGERS + FLOATS) * Integer.BYTES).order(ByteOrder.nativeOrder());
        DeviceLiquid.writeParameters(new Arguments(structure), network, model, rule, rateDecay);
        structure.flip();
        int[] integers = new int[INTEGERS];
        float[] floats = new float[FLOATS];
        structure.asIntBuffer().get(integers);
        structure.position(INTEGERS * Integer.BYTES).asFloatBuffer().get(floats);
        float[] activation = DeviceLiquid.activations(model.neuron());
        Map<String, NumpyArray> parameters = new LinkedHashMap<>();
        parameters.put("liquid_integers", NumpyArray.of(integers, INTEGERS));
        parameters.put("liquid_floats", NumpyArray.of(floats, FLOATS));
        parameters.put("activation", NumpyArray.of(activation, activation.length));
        return parameters;
    }

    /** The presentations; the first one has the position 0. */
    private void putInputs(EncodedInputs encoded) {
        int[] presentations = {
            encoded.size(),
            encoded.durationMs(),
            encoded.channelCapacity(),
            (int) encoded.seed(),
            (int) (encoded.seed() >>> Integer.SIZE),
            encoded.stream(),
            0
        };
        put("presentations", presentations);
        arrays.putAll(encoded.arrays());
    }

    /** In a quarter of the bytes where that is enough. */
    private static NumpyArray narrow(int[] values, int... shape) {
        if (Arrays.stream(values).anyMatch(value -> value > LARGEST_BYTE)) {
            return NumpyArray.of(values, shape);
        }
        byte[] bytes = new byte[values.length];
        for (int k = 0; k < bytes.length; k++) {
            bytes[k] = (byte) values[k];
        }
        return NumpyArray.of(bytes, shape);
    }

    private void put(String name, float[] values) {
        arrays.put(name, NumpyArray.of(values, values.length));
    }

    private void put(String name, int[] values) {
        arrays.put(name, NumpyArray.of(values, values.length));
    }
}
