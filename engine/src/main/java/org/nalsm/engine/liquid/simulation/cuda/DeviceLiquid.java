package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaStream;
import org.nalsm.engine.cuda.DeviceMemory;
import org.nalsm.engine.cuda.PinnedMemory;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.NeuronParameters;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.event.FanInLimit;

/** Topology and weights of a liquid in the memory of a device, which everybody who simulates it there shares. */
final class DeviceLiquid implements AutoCloseable {
    /** Ages for which kernels look up the activation; it is 0 from the last one on. */
    private static final int AGES = 128;

    private static final float FLUSH_BELOW = 0x1p-60f;
    private static final int ARGUMENT_BYTES = 104;

    private static final Map<Key, DeviceLiquid> RESIDENT = new HashMap<>();

    /** The very arrays, not equal ones: a liquid is deserialised once in an executor. */
    private static final class Key {
        private final CudaContext context;
        private final Network network;
        private final float[] weights;

        Key(CudaContext context, Network network, float[] weights) {
            this.context = context;
            this.network = network;
            this.weights = weights;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.context == context
                    && key.network == network
                    && key.weights == weights;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(weights) ^ System.identityHashCode(network);
        }
    }

    private final Key key;
    private final Network network;
    private final LiquidModel model;
    private final List<DeviceMemory> memory = new ArrayList<>();
    private final DeviceMemory rowStart;
    private final DeviceMemory post;
    private final DeviceMemory weights;
    private final DeviceMemory columnStart;
    private final DeviceMemory activation;
    private int users;

    /**
     * The liquid in the memory of a device; to be closed by whoever asks.
     *
     * @param initialisedWeights in synapse order
     */
    static DeviceLiquid of(CudaContext context, Network network, LiquidModel model, float[] initialisedWeights) {
        FanInLimit.check(network, model.maxWeight());
        if (initialisedWeights.length != network.synapses()) {
            throw new IllegalArgumentException(
                    initialisedWeights.length + " weights for " + network.synapses() + " synapses");
        }
        synchronized (RESIDENT) {
            Key key = new Key(context, network, initialisedWeights);
            DeviceLiquid liquid = RESIDENT.get(key);
            if (liquid == null) {
                liquid = new DeviceLiquid(key, model);
                RESIDENT.put(key, liquid);
            }
            liquid.users++;
            return liquid;
        }
    }

    private DeviceLiquid(Key key, LiquidModel model) {
        this.key = key;
        this.network = key.network;
        this.model = model;
        try {
            rowStart = upload(rowStarts());
            post = upload(posts());
            weights = upload(floats(key.weights));
            columnStart = upload(columnStarts());
            activation = upload(floats(activations(model.neuron())));
        } catch (RuntimeException e) {
            memory.forEach(DeviceMemory::close);
            throw e;
        }
    }

    Network network() {
        return network;
    }

    LiquidModel model() {
        return model;
    }

    CudaContext context() {
        return key.context;
    }

    /** Structure {@code Liquid} of the kernels, written where the arguments stand. */
    void write(Arguments arguments, Plasticity rule, float rateDecay) {
        arguments
                .address(rowStart)
                .address(post)
                .address(weights)
                .address(columnStart)
                .address(activation);
        writeParameters(arguments, network, model, rule, rateDecay);
    }

    /** The part of the structure that is no address. */
    static void writeParameters(
            Arguments arguments, Network network, LiquidModel model, Plasticity rule, float rateDecay) {
        NeuronParameters neuron = model.neuron();
        arguments
                .number(network.liquid())
                .number(network.excitatory())
                .number(network.inputs())
                .number(number(rule))
                .number(neuron.refractoryMs())
                .number(neuron.threshold())
                .number(neuron.leak())
                .number(neuron.inputCurrent())
                .number(neuron.synapticDecay())
                .number(Plasticity.traceDecay())
                .number(model.maxWeight())
                .number(rateDecay)
                .number(rule instanceof Plasticity.AstrocyteStdp astrocyte ? astrocyte.astrocyteWeight() : 0);
        if (rule instanceof Plasticity.ActivityThresholdStdp threshold) {
            arguments
                    .number(threshold.theta())
                    .number(threshold.theta() + threshold.delta())
                    .number(threshold.theta() - threshold.delta());
        } else {
            arguments.number(0f).number(0f).number(0f);
        }
    }

    /** The same by itself. */
    ByteBuffer arguments(Plasticity rule, float rateDecay) {
        Arguments arguments = new Arguments(ARGUMENT_BYTES);
        write(arguments, rule, rateDecay);
        return arguments.whole();
    }

    private static int number(Plasticity rule) {
        if (rule instanceof Plasticity.Stdp) {
            return 1;
        } else if (rule instanceof Plasticity.AstrocyteStdp) {
            return 2;
        } else if (rule instanceof Plasticity.ActivityThresholdStdp) {
            return 3;
        }
        return 0;
    }

    private ByteBuffer rowStarts() {
        int neurons = network.liquid() + network.inputs();
        ByteBuffer bytes = buffer((neurons + 1L) * Integer.BYTES);
        for (int pre = 0; pre <= neurons; pre++) {
            bytes.putInt(network.rowStart(pre));
        }
        return bytes;
    }

    private ByteBuffer posts() {
        ByteBuffer bytes = buffer((long) network.synapses() * Character.BYTES);
        for (int s = 0; s < network.synapses(); s++) {
            bytes.putChar((char) network.post(s));
        }
        return bytes;
    }

    private static ByteBuffer floats(float[] values) {
        ByteBuffer bytes = buffer((long) values.length * Float.BYTES);
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.put(values);
        return bytes.position(bytes.capacity());
    }

    /** The activation x so many steps after a spike (liquid-semantics, section 3, step 2). */
    static float[] activations(NeuronParameters neuron) {
        float[] x = new float[AGES];
        x[0] = 1;
        for (int age = 1; age < AGES; age++) {
            float decayed = x[age - 1] * neuron.synapticDecay();
            x[age] = Math.abs(decayed) < FLUSH_BELOW ? 0 : decayed;
        }
        if (x[AGES - 1] != 0 || neuron.refractoryMs() >= AGES - 1) {
            throw new IllegalArgumentException(
                    "the CUDA backend needs a synaptic time constant of at most 3 ms and a refractory time below 127 ms");
        }
        return x;
    }

    /** How many synapses lead to the postsynaptic neurons before each one. */
    private ByteBuffer columnStarts() {
        int[] starts = new int[network.liquid() + 1];
        for (int s = 0; s < network.synapses(); s++) {
            starts[network.post(s) + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        ByteBuffer bytes = buffer((long) starts.length * Integer.BYTES);
        for (int start : starts) {
            bytes.putInt(start);
        }
        return bytes;
    }

    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    private DeviceMemory upload(ByteBuffer content) {
        content.flip();
        DeviceMemory copy = key.context.allocate(content.remaining());
        memory.add(copy);
        try (CudaStream stream = key.context.newStream();
                PinnedMemory pinned = key.context.allocatePinned(content.remaining())) {
            long bytes = content.remaining();
            pinned.bytes().put(content);
            stream.copy(pinned, copy, bytes);
            stream.synchronize();
        }
        return copy;
    }

    /** One user less; the last one frees the memory. */
    @Override
    public void close() {
        synchronized (RESIDENT) {
            if (--users == 0) {
                RESIDENT.remove(key);
                memory.forEach(DeviceMemory::close);
            }
        }
    }
}
