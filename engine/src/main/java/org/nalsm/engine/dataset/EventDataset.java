package org.nalsm.engine.dataset;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Event recordings, addressed by sample id as {@link ImageDataset} is: training file n is sample n - 1, test
 * file n is sample 60000 + n - 1. Holds about 0.4 GB for all of N-MNIST, so that it can be broadcast. Any sample
 * may be missing; the first samples of each split are what a run can use. Immutable by agreement: the arrays are
 * not copied at construction.
 */
public final class EventDataset implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int HASH_DIGITS = 12;

    private final String name;
    private final @Nullable EventRecording[] recordings;
    private final byte[] labels;

    /**
     * Takes ownership of both arrays.
     *
     * @param name what tables and messages call the dataset
     * @param recordings by sample id; null for a sample that is not held
     * @param labels class of every sample, 0 to 9, of the same length; meaningless for a sample that is not held
     */
    public EventDataset(String name, @Nullable EventRecording[] recordings, byte[] labels) {
        this.name = Objects.requireNonNull(name, "name");
        if (recordings.length != labels.length) {
            throw new IllegalArgumentException(recordings.length + " recordings, but " + labels.length + " labels");
        }
        this.recordings = recordings;
        this.labels = labels;
    }

    /**
     * Reads everything that a reader has, on all cores.
     *
     * @param name what tables and messages call the dataset
     * @throws org.nalsm.engine.UserException as {@link NMnistReader#read} does
     */
    public static EventDataset read(String name, NMnistReader reader) {
        List<NMnistFile> files = reader.files();
        int end = files.isEmpty() ? 0 : files.get(files.size() - 1).sampleId() + 1;
        EventRecording[] recordings = new EventRecording[end];
        byte[] labels = new byte[end];
        files.parallelStream().forEach(file -> {
            recordings[file.sampleId()] = reader.read(file).recording();
            labels[file.sampleId()] = (byte) file.label();
        });
        return new EventDataset(name, recordings, labels);
    }

    /** What tables and messages call the dataset. */
    public String name() {
        return name;
    }

    /** Input channels: {@link EventRecording#CHANNELS}. */
    public int channels() {
        return EventRecording.CHANNELS;
    }

    /** Ids of all samples that are held, ascending. */
    public IntStream sampleIds() {
        return IntStream.range(0, recordings.length).filter(this::contains);
    }

    /** Whether this sample is held. */
    public boolean contains(int sampleId) {
        return sampleId >= 0 && sampleId < recordings.length && recordings[sampleId] != null;
    }

    /** How many samples from the start of a split are held without a gap. */
    public int available(Split split) {
        return (int) IntStream.range(0, split.size())
                .takeWhile(k -> contains(split.sampleId(k)))
                .count();
    }

    /**
     * Label of a sample, 0 to 9.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public int label(int sampleId) {
        return labels[checked(sampleId)];
    }

    /**
     * What the camera saw of a sample.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public EventRecording recording(int sampleId) {
        return recordings[checked(sampleId)];
    }

    /**
     * Names the samples that are held: equal ids, labels and events, equal hash, wherever they came from. Takes
     * seconds for all of N-MNIST.
     *
     * @return the first 12 hexadecimal digits of a SHA-256 over id, label, number of events and packed events of each
     *     sample by ascending id, all as big-endian 32-bit numbers
     */
    public String contentHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            sampleIds().forEachOrdered(id -> {
                int[] packed = recordings[id].packed();
                ByteBuffer sample = ByteBuffer.allocate((3 + packed.length) * Integer.BYTES);
                sample.putInt(id)
                        .putInt(labels[id])
                        .putInt(packed.length)
                        .asIntBuffer()
                        .put(packed);
                digest.update(sample.array());
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private int checked(int sampleId) {
        if (!contains(sampleId)) {
            throw new IndexOutOfBoundsException("dataset " + name + " does not hold sample " + sampleId);
        }
        return sampleId;
    }

    @Override
    public String toString() {
        return name + ", " + sampleIds().count() + " recordings";
    }
}
