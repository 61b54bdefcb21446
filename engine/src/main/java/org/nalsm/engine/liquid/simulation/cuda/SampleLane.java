package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nalsm.engine.cuda.CudaStream;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.SampleSink;
import org.nalsm.engine.liquid.simulation.SpikeRecording;

/**
 * One of the queues of a simulator: samples are encoded, sent, simulated and fetched here while another queue does the
 * same, so that host and device both have work.
 */
final class SampleLane implements AutoCloseable {
    private static final int ARGUMENT_BYTES = 152;
    /** Plans are made for so many channels at a time, so that few differ. */
    private static final int CHANNEL_STEP = 64;

    private static final int COUNTER_BYTES = 16;

    private final DeviceLiquid liquid;
    private final CudaStream stream;
    private final GrowingMemory input;
    private final GrowingMemory output;
    private final GrowingMemory slots;
    private final GrowingMemory counter;
    private final List<Integer> recorded = new ArrayList<>();
    private final Map<Integer, LaunchPlan> plans = new HashMap<>();
    private EncodedInputs inputs;
    private Results results = new Results(0, 0, 0, 0, 0);
    private int first;

    SampleLane(DeviceLiquid liquid) {
        this.liquid = liquid;
        this.stream = liquid.context().newStream();
        this.input = new GrowingMemory(liquid.context(), true);
        this.output = new GrowingMemory(liquid.context(), true);
        this.slots = new GrowingMemory(liquid.context(), false);
        this.counter = new GrowingMemory(liquid.context(), false);
        this.inputs = new EncodedInputs(liquid.network().inputs(), 0, false);
    }

    /** Where the results lie in the output, bytes: counts from its start, then these. */
    private record Results(int samples, long inputSpikes, long dynamics, long raster, long end) {}

    /** Whether results are to be waited for. */
    boolean isBusy() {
        return inputs.size() > 0;
    }

    /**
     * Encodes samples [from, to) of the batch and starts their simulation.
     *
     * @throws org.nalsm.engine.cuda.CudaException if device memory is short; nothing is started then
     */
    void start(SampleBatch batch, int from, int to) {
        if (inputs.durationMs() != batch.durationMs()) {
            inputs = new EncodedInputs(liquid.network().inputs(), batch.durationMs(), false);
        }
        inputs.clear();
        recorded.clear();
        first = from;
        for (int k = from; k < to; k++) {
            int id = batch.sampleIds()[k];
            inputs.add(batch.inputs().sample(id), id);
            if (batch.recorded().test(k)) {
                recorded.add(k - from);
            }
        }
        try {
            launch();
        } catch (RuntimeException e) {
            inputs.clear();
            throw e;
        }
    }

    private LaunchPlan plan() {
        int channels =
                Math.min(liquid.network().inputs(), (inputs.channelCapacity() / CHANNEL_STEP + 1) * CHANNEL_STEP);
        LaunchPlan.Kind kind =
                liquid.model().sample().changesWeights() ? LaunchPlan.Kind.PLASTIC : LaunchPlan.Kind.FIXED;
        return plans.computeIfAbsent(channels, k -> LaunchPlan.of(liquid.context(), liquid.network(), kind, channels));
    }

    private int rasterWords() {
        return (liquid.network().liquid() + Integer.SIZE - 1) / Integer.SIZE;
    }

    private static long aligned(long bytes) {
        return (bytes + 15) / 16 * 16;
    }

    private Results layout() {
        int samples = inputs.size();
        long steps = (long) recorded.size() * inputs.durationMs();
        long inputSpikes = aligned((long) samples * liquid.network().liquid() * Integer.BYTES);
        long dynamics = inputSpikes + aligned((long) samples * Integer.BYTES);
        long raster = dynamics + aligned(steps * 3 * Integer.BYTES);
        long end = raster + steps * rasterWords() * Integer.BYTES;
        return new Results(samples, inputSpikes, dynamics, raster, end);
    }

    private void launch() {
        LaunchPlan plan = plan();
        EncodedInputs.Sections sections = inputs.sections();
        results = layout();
        int blocks = Math.min(plan.residentBlocks(), results.samples);
        long recordingAt = aligned(sections.end());
        long inputBytes = recordingAt + (long) results.samples * Integer.BYTES;
        input.reserve(inputBytes);
        output.reserve(results.end);
        counter.reserve(COUNTER_BYTES);
        slots.reserve(Math.max(16, plan.farBytes() * blocks));

        inputs.write(input.host());
        IntBuffer recording = input.host()
                .position((int) recordingAt)
                .slice()
                .order(input.host().order())
                .asIntBuffer();
        for (int k = 0, next = 0; k < results.samples; k++) {
            recording.put(next < recorded.size() && recorded.get(next) == k ? next++ : -1);
        }
        input.upload(stream, inputBytes);
        stream.clear(output.device(), results.end);
        stream.clear(counter.device(), COUNTER_BYTES);
        LiquidModel model = liquid.model();
        stream.launch(
                plan.kernel(),
                blocks,
                plan.threads(),
                plan.nearBytes(),
                liquid.arguments(model.sample(), model.rateDecay()),
                arguments(plan, sections, recordingAt));
        output.download(stream, results.end);
    }

    /** Structure {@code Batch} of the kernels. */
    private ByteBuffer arguments(LaunchPlan plan, EncodedInputs.Sections sections, long recordingAt) {
        long in = input.device().address();
        long out = output.device().address();
        boolean images = inputs.images();
        return new Arguments(ARGUMENT_BYTES)
                .address(in + sections.channels())
                .address(in + sections.channelStart())
                .address(images ? in + sections.limits() : 0)
                .address(images ? 0 : in + sections.eventStart())
                .address(images ? 0 : in + sections.events())
                .address(in + sections.number())
                .address(in + recordingAt)
                .address(out)
                .address(out + results.inputSpikes)
                .address(out + results.raster)
                .address(out + results.dynamics)
                .address(counter.device())
                .address(slots.device())
                .number(plan.farBytes())
                .number((long) liquid.network().synapses())
                .number(results.samples)
                .number(inputs.durationMs())
                .number(inputs.channelCapacity())
                .number(rasterWords())
                .seed(inputs.seed())
                .number(inputs.stream())
                .number(plan.nearSynapses())
                .whole();
    }

    /** Waits for the results and hands them on. */
    void finish(SampleSink sink) {
        stream.synchronize();
        ByteBuffer out = output.host();
        int[] counts = new int[liquid.network().liquid()];
        for (int k = 0, next = 0; k < results.samples; k++) {
            out.slice(k * counts.length * Integer.BYTES, counts.length * Integer.BYTES)
                    .order(out.order())
                    .asIntBuffer()
                    .get(counts);
            boolean isRecorded = next < recorded.size() && recorded.get(next) == k;
            sink.accept(
                    first + k,
                    counts,
                    out.getInt((int) results.inputSpikes + k * Integer.BYTES),
                    isRecorded ? recording(out, next++) : null);
        }
        inputs.clear();
    }

    private SpikeRecording recording(ByteBuffer out, int which) {
        SpikeRecording recording = new SpikeRecording(inputs.durationMs());
        int words = rasterWords();
        int[] spiking = new int[liquid.network().liquid()];
        for (int t = 0; t < inputs.durationMs(); t++) {
            int step = which * inputs.durationMs() + t;
            int found = 0;
            for (int word = 0; word < words; word++) {
                int bits = out.getInt((int) results.raster + (step * words + word) * Integer.BYTES);
                while (bits != 0) {
                    spiking[found++] = word * Integer.SIZE + Integer.numberOfTrailingZeros(bits);
                    bits &= bits - 1;
                }
            }
            int at = (int) results.dynamics + 3 * step * Integer.BYTES;
            if (found != out.getInt(at)) {
                throw new IllegalStateException(
                        found + " spikes recorded at " + t + " ms, " + out.getInt(at) + " counted");
            }
            recording.step(t, spiking, found, out.getInt(at + 4), out.getFloat(at + 8));
        }
        return recording;
    }

    /** Frees what it holds on the device; started work is waited for. */
    void release() {
        stream.synchronize();
        input.close();
        output.close();
        slots.close();
        counter.close();
    }

    @Override
    public void close() {
        try {
            release();
        } finally {
            stream.close();
        }
    }
}
