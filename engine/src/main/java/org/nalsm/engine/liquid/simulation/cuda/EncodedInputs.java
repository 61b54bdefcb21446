package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.numpy.NumpyArray;

/**
 * The inputs of presentations as kernels read them. Rates travel as limits, one an active channel, and the device draws
 * the spikes; all other spikes travel themselves. A presentation belongs to the first kind when it is of
 * {@link RateSpikes}; all of a launch are of one kind.
 */
final class EncodedInputs {
    private final int inputs;
    private final int durationMs;
    private final boolean allChannels;

    private char[] channels = new char[1 << 12];
    private int[] limits = new int[1 << 12];
    private int[] channelStart = new int[1 << 8];
    private int[] eventStart = new int[0];
    private char[] events = new char[0];
    private int[] number = new int[1 << 8];
    private int size;
    private int eventCount;
    private int channelCapacity;
    private boolean images;
    private long seed;
    private int stream;
    private final int[] spiking;

    /**
     * @param inputs channels of the network
     * @param allChannels whether every channel takes part in every presentation, as in initialisation
     */
    EncodedInputs(int inputs, int durationMs, boolean allChannels) {
        this.inputs = inputs;
        this.durationMs = durationMs;
        this.allChannels = allChannels;
        this.spiking = new int[inputs];
    }

    void clear() {
        size = 0;
        eventCount = 0;
        channelCapacity = 0;
    }

    int size() {
        return size;
    }

    int durationMs() {
        return durationMs;
    }

    /** Whether the device draws the spikes. */
    boolean images() {
        return images;
    }

    long seed() {
        return seed;
    }

    int stream() {
        return stream;
    }

    /** The most active channels of a presentation. */
    int channelCapacity() {
        return channelCapacity;
    }

    /** Adds a presentation. */
    void add(InputSpikes input, int presentation) {
        boolean rates = input instanceof RateSpikes;
        if (size == 0) {
            images = rates;
        } else if (images != rates) {
            throw new IllegalArgumentException("presentations of rates and of events in one launch");
        }
        int count = input.channelCount();
        channelCapacity = Math.max(channelCapacity, allChannels ? inputs : count);
        if (channelStart.length < size + 2) {
            channelStart = Arrays.copyOf(channelStart, 2 * channelStart.length);
            number = Arrays.copyOf(number, 2 * number.length);
        }
        number[size] = presentation;
        int from = allChannels ? size * inputs : channelStart[size];
        int to = from + (allChannels ? inputs : count);
        channelStart[size + 1] = to;
        if (channels.length < to) {
            channels = Arrays.copyOf(channels, 2 * to);
            limits = Arrays.copyOf(limits, 2 * to);
        }
        for (int k = 0; k < count && !allChannels; k++) {
            channels[from + k] = (char) input.channels()[k];
        }
        if (input instanceof RateSpikes spikes) {
            seed = spikes.seed();
            stream = spikes.stream().number();
            addLimits(spikes, from, to);
        } else {
            addEvents(input);
        }
        size++;
    }

    private void addLimits(RateSpikes spikes, int from, int to) {
        if (!allChannels) {
            System.arraycopy(spikes.limits(), 0, limits, from, spikes.channelCount());
            return;
        }
        Arrays.fill(limits, from, to, 0);
        for (int k = 0; k < spikes.channelCount(); k++) {
            limits[from + spikes.channels()[k]] = spikes.limits()[k];
        }
    }

    private void addEvents(InputSpikes input) {
        int at = size * (durationMs + 1);
        if (eventStart.length < at + durationMs + 1) {
            eventStart = Arrays.copyOf(eventStart, 2 * (at + durationMs + 1));
        }
        for (int t = 0; t < durationMs; t++) {
            eventStart[at + t] = eventCount;
            int count = input.spikesAt(t, spiking);
            if (events.length < eventCount + count) {
                events = Arrays.copyOf(events, 2 * (eventCount + count));
            }
            for (int k = 0; k < count; k++) {
                events[eventCount++] = (char) (allChannels ? input.channels()[spiking[k]] : spiking[k]);
            }
        }
        eventStart[at + durationMs] = eventCount;
    }

    /** Where the parts lie in what {@link #write} writes, bytes from its start; all but the used ones are empty. */
    record Sections(
            long channelStart, long number, long limits, long eventStart, long channels, long events, long end) {}

    Sections sections() {
        long at = 0;
        long[] starts = new long[6];
        long[] lengths = {
            4L * (allChannels ? 0 : size + 1),
            4L * (allChannels ? 0 : size),
            images ? 4L * channelStart[size] : 0,
            images ? 0 : 4L * size * (durationMs + 1),
            allChannels ? 0 : 2L * channelStart[size],
            images ? 0 : 2L * eventCount
        };
        for (int k = 0; k < starts.length; k++) {
            starts[k] = at;
            at += (lengths[k] + 15) / 16 * 16;
        }
        return new Sections(starts[0], starts[1], starts[2], starts[3], starts[4], starts[5], at);
    }

    /** Writes all parts, as {@link #sections} says. */
    void write(ByteBuffer to) {
        Sections sections = sections();
        if (!allChannels) {
            to.slice((int) sections.channelStart, 4 * (size + 1))
                    .order(to.order())
                    .asIntBuffer()
                    .put(channelStart, 0, size + 1);
            to.slice((int) sections.number, 4 * size)
                    .order(to.order())
                    .asIntBuffer()
                    .put(number, 0, size);
            to.slice((int) sections.channels, 2 * channelStart[size])
                    .order(to.order())
                    .asCharBuffer()
                    .put(channels, 0, channelStart[size]);
        }
        if (images) {
            to.slice((int) sections.limits, 4 * channelStart[size])
                    .order(to.order())
                    .asIntBuffer()
                    .put(limits, 0, channelStart[size]);
        } else {
            int starts = size * (durationMs + 1);
            to.slice((int) sections.eventStart, 4 * starts)
                    .order(to.order())
                    .asIntBuffer()
                    .put(eventStart, 0, starts);
            to.slice((int) sections.events, 2 * eventCount)
                    .order(to.order())
                    .asCharBuffer()
                    .put(events, 0, eventCount);
        }
    }

    /** The parts that are not empty, under the kernels' names. */
    Map<String, NumpyArray> arrays() {
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        int total = channelStart[size];
        if (!allChannels) {
            arrays.put("channel_start", NumpyArray.of(Arrays.copyOf(channelStart, size + 1), size + 1));
            arrays.put("number", NumpyArray.of(Arrays.copyOf(number, size), size));
            arrays.put("channels", shorts(channels, total));
        }
        if (images) {
            arrays.put("limits", NumpyArray.of(Arrays.copyOf(limits, total), total));
        } else {
            int starts = size * (durationMs + 1);
            arrays.put("event_start", NumpyArray.of(Arrays.copyOf(eventStart, starts), starts));
            arrays.put("events", shorts(events, eventCount));
        }
        return arrays;
    }

    /** NumPy files have no unsigned type of 16 bits here. */
    private static NumpyArray shorts(char[] values, int length) {
        short[] bits = new short[length];
        for (int k = 0; k < length; k++) {
            bits[k] = (short) values[k];
        }
        return NumpyArray.of(bits, length);
    }
}
