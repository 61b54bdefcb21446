package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
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
                .flatMapToInt(split -> IntStream.range(
                                0, Objects.requireNonNull(samples.get(split), "every split has a number of samples"))
                        .map(split::sampleId))
                .toArray();
        this.simulators = ThreadLocal.withInitial(() -> new SaccadeSimulator(seed));
    }

    /** How many recordings will be made. */
    public int count() {
        return sampleIds.length;
    }

    /**
     * Writes {@code Train.zip} and {@code Test.zip}; the listener hears how many samples are done.
     *
     * @param replace whether zip files that are there are replaced, and a samples table, which may be all there is of
     *     a dataset, is deleted once they are
     * @throws UserException CANNOT_WRITE if the dataset is there and not to be replaced, or the disk refuses
     */
    public void make(Path directory, boolean replace, IntConsumer done) {
        Path table = directory.resolve(EventDatasetFolder.TABLE);
        if (!replace && Files.exists(table)) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE, table + ": exists already; use --overwrite to make it again");
        }
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
            Files.deleteIfExists(table);
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    table + ": cannot be deleted: " + e.getMessage() + "; delete it, for it is out of date",
                    e);
        }
    }

    private byte[] record(int id) {
        return simulators.get().record(images.image(id), id);
    }
}
