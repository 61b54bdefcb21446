package org.nalsm.engine.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.nalsm.engine.UserException;

/**
 * A whole event dataset, addressed by sample id as {@link ImageDataset} is: training file n is sample n - 1, test
 * file n is sample 60000 + n - 1. Holds about 0.4 GB for all of N-MNIST, so that it can be broadcast. Datasets
 * smaller than the published one are legal if they hold the first files of each half. Immutable.
 */
public final class EventDataset implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final Half training;
    private final Half test;

    private EventDataset(String name, Half training, Half test) {
        this.name = name;
        this.training = training;
        this.test = test;
    }

    /**
     * Reads everything that a reader has, on all cores.
     *
     * @param name what tables and messages call the dataset
     * @throws UserException as {@link NMnistReader#read} does, and of kind BAD_DATA if a file is missing while
     *     a later one of its half is there
     */
    public static EventDataset read(String name, NMnistReader reader) {
        Objects.requireNonNull(name, "name");
        return new EventDataset(name, Half.read(reader, true), Half.read(reader, false));
    }

    /** What tables and messages call the dataset. */
    public String name() {
        return name;
    }

    /** Input channels: {@link EventRecording#CHANNELS}. */
    public int channels() {
        return EventRecording.CHANNELS;
    }

    /** How many samples of a split the dataset holds; they are its first ones. */
    public int available(Split split) {
        int held = split == Split.TEST ? test.labels.length : training.labels.length - split.firstSampleId();
        return Math.max(0, Math.min(held, split.size()));
    }

    /**
     * Label of a sample, 0 to 9.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public int label(int sampleId) {
        return half(sampleId).labels[index(sampleId)];
    }

    /**
     * What the camera saw of a sample.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public EventRecording recording(int sampleId) {
        return half(sampleId).recordings.get(index(sampleId));
    }

    private Half half(int sampleId) {
        return sampleId < Split.TEST.firstSampleId() ? training : test;
    }

    private int index(int sampleId) {
        Half half = half(sampleId);
        int index = sampleId - (half == test ? Split.TEST.firstSampleId() : 0);
        return Objects.checkIndex(index, half.labels.length);
    }

    /** The training files or the test files. */
    private record Half(byte[] labels, ArrayList<EventRecording> recordings) implements Serializable {
        private static final long serialVersionUID = 1L;

        static Half read(NMnistReader reader, boolean training) {
            List<NMnistFile> files = reader.files().stream().filter(file -> file.training() == training).toList();
            byte[] labels = new byte[files.size()];
            for (int k = 0; k < labels.length; k++) {
                NMnistFile file = files.get(k);
                NMnistFile due = NMnistFile.of(k + (training ? 0 : Split.TEST.firstSampleId()), file.label());
                if (file.sampleId() != due.sampleId()) {
                    throw new UserException(UserException.Kind.BAD_DATA, file.name() + " is there, but file number "
                            + due.name().replaceAll(".*/|\\.bin", "") + " before it is missing;"
                            + " files are needed from 00001 on without gaps");
                }
                labels[k] = (byte) file.label();
            }
            return new Half(labels, new ArrayList<>(files.parallelStream()
                    .map(file -> reader.read(file).recording()).toList()));
        }
    }
}
