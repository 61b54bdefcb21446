package org.nalsm.spark.dataset;

import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.NMnistFile;
import org.nalsm.engine.dataset.NMnistWriter;
import org.nalsm.engine.dataset.SaccadeSimulator;
import org.nalsm.engine.dataset.Split;

/** Makes the dataset {@code n-mnist-sim}: every image as the simulated recording of an event camera. */
public final class EventDatasetMaker {
    private static final int CHUNK = 1000;

    private final ImageDataset images;
    private final long seed;

    /** @param seed seed of the sensor's noise and jitter */
    public EventDatasetMaker(ImageDataset images, long seed) {
        this.images = images;
        this.seed = seed;
    }

    /** Writes {@code Train.zip} and {@code Test.zip}; the listener hears how many samples are done. */
    public void make(Path directory, IntConsumer done) {
        int[] ids = IntStream.concat(
                IntStream.range(0, images.available(Split.TRAIN) + images.available(Split.VALID)),
                IntStream.range(0, images.available(Split.TEST)).map(Split.TEST::sampleId)).toArray();
        try (NMnistWriter writer = new NMnistWriter(directory, true)) {
            for (int from = 0; from < ids.length; from += CHUNK) {
                int size = Math.min(CHUNK, ids.length - from);
                int first = from;
                byte[][] recordings = new byte[size][];
                IntStream.range(0, size).parallel().forEach(k -> recordings[k] =
                        new SaccadeSimulator(seed).record(images.image(ids[first + k]), ids[first + k]));
                for (int k = 0; k < size; k++) {
                    writer.write(NMnistFile.of(ids[first + k], images.label(ids[first + k])), recordings[k]);
                }
                done.accept(from + size);
            }
            writer.finish();
        }
    }
}
