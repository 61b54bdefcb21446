package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaDevice;
import org.nalsm.engine.cuda.CudaStream;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;

/**
 * Initialises liquids on a GPU, a thread block each: snapshots are presented one after the other, weights and traces carry
 * over (liquid-semantics, section 5). Snapshots are gathered and shown in one launch for all liquids, which a device does
 * in the time of the longest.
 */
public final class CudaInitialiser implements AutoCloseable {
    private static final int ARGUMENT_BYTES = 184;

    private final CudaContext context;
    private final CudaStream stream;
    private final int durationMs;
    private final GrowingMemory input;
    private final GrowingMemory arguments;
    private final List<Member> members = new ArrayList<>();

    /** @param durationMs of a snapshot, ms */
    public CudaInitialiser(CudaDevice device, int durationMs) {
        context = CudaContext.of(device);
        stream = context.newStream();
        this.durationMs = durationMs;
        input = new GrowingMemory(context, true);
        arguments = new GrowingMemory(context, true);
    }

    /**
     * Adds a liquid at the beginning of its sequence.
     *
     * @param startWeights one a synapse in the network's order
     */
    public Member add(Network network, LiquidModel model, float[] startWeights) {
        context.enter();
        Member member = new Member(network, model, startWeights);
        members.add(member);
        return member;
    }

    /** Shows every liquid the snapshots that were gathered for it. */
    public void flush() {
        context.enter();
        Map<String, List<Member>> byKernel = members.stream()
                .filter(member -> member.gathered() > 0)
                .collect(Collectors.groupingBy(member -> member.plan.kernel().name()));
        byKernel.values().forEach(this::show);
    }

    private void show(List<Member> shown) {
        long size = 0;
        long[] start = new long[shown.size()];
        for (int k = 0; k < start.length; k++) {
            start[k] = size;
            size += shown.get(k).inputs.sections().end();
        }
        long argumentBytes = (long) ARGUMENT_BYTES * start.length;
        input.reserve(size);
        arguments.reserve(argumentBytes);
        int nearBytes = 0;
        for (int k = 0; k < start.length; k++) {
            Member member = shown.get(k);
            nearBytes = Math.max(nearBytes, member.plan.nearBytes());
            ByteBuffer part = input.host();
            member.inputs.write(part.position((int) start[k]).slice().order(part.order()));
            ByteBuffer structure = arguments.host();
            structure = structure.slice(ARGUMENT_BYTES * k, ARGUMENT_BYTES).order(structure.order());
            member.write(new Arguments(structure), input.device().address() + start[k]);
        }
        input.upload(stream, size);
        arguments.upload(stream, argumentBytes);
        ByteBuffer pointer = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        pointer.putLong(0, arguments.device().address());
        LaunchPlan plan = shown.get(0).plan;
        stream.launch(plan.kernel(), start.length, plan.threads(), nearBytes, pointer);
        stream.synchronize();
        shown.forEach(Member::shown);
    }

    /** Frees the device's memory. */
    @Override
    public void close() {
        context.enter();
        members.forEach(Member::free);
        input.close();
        arguments.close();
        stream.close();
    }

    /** A liquid that is initialised. */
    public final class Member {
        private final DeviceLiquid liquid;
        private final LaunchPlan plan;
        private final EncodedInputs inputs;
        private final GrowingMemory weights;
        private final GrowingMemory trace;
        private final GrowingMemory calcium;
        private final GrowingMemory slot;
        private final int calciumLength;
        private int firstPosition;

        private Member(Network network, LiquidModel model, float[] startWeights) {
            liquid = DeviceLiquid.of(context, network, model, startWeights);
            plan = LaunchPlan.of(context, network, LaunchPlan.Kind.SEQUENCE, network.inputs());
            inputs = new EncodedInputs(network.inputs(), durationMs, true);
            calciumLength = LiquidInitialiser.hasCalcium(model) ? network.liquid() : 0;
            weights = new GrowingMemory(context, true);
            trace = new GrowingMemory(context, true);
            calcium = new GrowingMemory(context, true);
            slot = new GrowingMemory(context, false);
            slot.reserve(Math.max(16, plan.farBytes()));
            restore(new LiquidInitialiser.State(
                    startWeights, new float[network.liquid() + network.inputs()], new float[calciumLength]));
        }

        /**
         * Goes on from the state of an initialiser of the same network and model, of any kind.
         *
         * @throws IllegalArgumentException if an array has another length
         */
        public void restore(LiquidInitialiser.State state) {
            Network network = liquid.network();
            context.enter();
            put("weights", state.weights(), weights, network.synapses());
            put("trace", state.trace(), trace, network.liquid() + network.inputs());
            put("calcium", state.calcium(), calcium, calciumLength);
            stream.synchronize();
        }

        private void put(String name, float[] from, GrowingMemory to, int length) {
            if (from.length != length) {
                throw new IllegalArgumentException(
                        "the state has " + from.length + " values of " + name + ", not " + length);
            }
            to.reserve((long) length * Float.BYTES);
            to.host().asFloatBuffer().put(from);
            to.upload(stream, (long) length * Float.BYTES);
        }

        /**
         * Takes a snapshot, to be shown at the next {@link #flush}.
         *
         * @param position of the snapshot in the liquid's sequence; one more than that of the one before
         */
        public void gather(InputSpikes snapshot, int position) {
            if (inputs.size() == 0) {
                firstPosition = position;
            }
            inputs.add(snapshot, position);
        }

        /** Snapshots that wait to be shown. */
        public int gathered() {
            return inputs.size();
        }

        private void shown() {
            inputs.clear();
        }

        /** Structure {@code Snapshots} of the kernels. */
        private void write(Arguments to, long in) {
            EncodedInputs.Sections sections = inputs.sections();
            boolean images = inputs.images();
            liquid.write(to, liquid.model().initialisation(), 1);
            to.address(images ? in + sections.limits() : 0)
                    .address(images ? 0 : in + sections.eventStart())
                    .address(images ? 0 : in + sections.events())
                    .address(weights.device())
                    .address(trace.device())
                    .address(calcium.device())
                    .address(slot.device())
                    .number(inputs.size())
                    .number(durationMs)
                    .number(firstPosition)
                    .seed(inputs.seed())
                    .number(inputs.stream())
                    .whole();
        }

        /** The state after the last snapshot that was shown; a copy. */
        public LiquidInitialiser.State state() {
            context.enter();
            Network network = liquid.network();
            float[] all = get(weights, network.synapses());
            for (int s = 0; s < all.length; s++) {
                all[s] += 0f; // -0 becomes 0, so that equal weights have equal bytes
            }
            return new LiquidInitialiser.State(
                    all, get(trace, network.liquid() + network.inputs()), get(calcium, calciumLength));
        }

        private float[] get(GrowingMemory memory, int length) {
            memory.download(stream, (long) length * Float.BYTES);
            stream.synchronize();
            float[] values = new float[length];
            memory.host().asFloatBuffer().get(values);
            return values;
        }

        private void free() {
            weights.close();
            trace.close();
            calcium.close();
            slot.close();
            liquid.close();
        }
    }
}
