package org.nalsm.spark.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.NMnistFile;
import org.nalsm.engine.dataset.NMnistWriter;
import org.nalsm.engine.dataset.SaccadeSimulator;
import org.nalsm.engine.dataset.Split;

/** Makes the dataset {@code n-mnist-sim}: every image as the simulated recording of an event camera. */
public final class EventDatasetMaker {
    private static final int CHUNK = 1000;

    private final ImageDataset images;
    private final int[] sampleIds;
    private final ThreadLocal<SaccadeSimulator> simulators;

    /**
     * @param samples how many of each split, from its start
     * @param seed seed of the sensor's noise and jitter
     */
    public EventDatasetMaker(ImageDataset images, Map<Split, Integer> samples, long seed) {
        this.images = images;
        this.sampleIds = Stream.of(Split.values())
                .flatMapToInt(split -> IntStream.range(0, samples.get(split)).map(split::sampleId)).toArray();
        this.simulators = ThreadLocal.withInitial(() -> new SaccadeSimulator(seed));
    }

    /** How many recordings will be made. */
    public int count() {
        return sampleIds.length;
    }

    /**
     * Writes {@code Train.zip} and {@code Test.zip}; the listener hears how many samples are done.
     *
     * @param replace whether zip files that are there are replaced
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if the dataset is there and not to be replaced, or the disk
     *     refuses
     */
    public void make(Path directory, boolean replace, IntConsumer done) {
        try (NMnistWriter writer = new NMnistWriter(directory, replace)) {
            for (int from = 0; from < sampleIds.length; from += CHUNK) {
                int size = Math.min(CHUNK, sampleIds.length - from);
                int first = from;
                byte[][] recordings = new byte[size][];
                IntStream.range(0, size).parallel().forEach(k -> recordings[k] = record(sampleIds[first + k]));
                for (int k = 0; k < size; k++) {
                    int id = sampleIds[from + k];
                    writer.write(NMnistFile.of(id, images.label(id)), recordings[k]);
                }
                done.accept(from + size);
            }
            writer.finish();
        }
    }

    private byte[] record(int id) {
        return simulators.get().record(images.image(id), id);
    }
}
