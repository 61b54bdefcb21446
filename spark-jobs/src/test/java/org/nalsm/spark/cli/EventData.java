package org.nalsm.spark.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.dataset.NMnistFile;
import org.nalsm.engine.dataset.SaccadeSimulator;

/** Small event datasets as files, and an interpretation of such files that owes nothing to the main code. */
public final class EventData {
    private EventData() {}

    /** A file of the tests' resources, which hold a few hundred MNIST images and one N-MNIST recording. */
    static Path resource(String name) {
        try {
            return Path.of(EventData.class.getResource("/mnist-excerpt/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The real recording. */
    static byte[] recording() {
        try {
            return Files.readAllBytes(resource("n-mnist/recording.bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Simulated recordings of the first images of each split, a file each, in N-MNIST's layout. */
    public static void write(Path directory, int train, int valid, int test) {
        SaccadeSimulator simulator = new SaccadeSimulator(1);
        LabelledImages training = images("train");
        for (int k = 0; k < train; k++) {
            record(directory, simulator, training, k, k);
        }
        for (int k = 0; k < valid; k++) {
            record(directory, simulator, training, train + k, 50_000 + k);
        }
        LabelledImages tests = images("t10k");
        for (int k = 0; k < test; k++) {
            record(directory, simulator, tests, k, 60_000 + k);
        }
    }

    private static LabelledImages images(String name) {
        return IdxReader.read(resource(name + "-images-idx3-ubyte.gz"), resource(name + "-labels-idx1-ubyte.gz"));
    }

    private static void record(Path directory, SaccadeSimulator simulator, LabelledImages images, int index, int id) {
        byte[] image = new byte[28 * 28];
        images.copyImage(index, image);
        put(directory.resolve(NMnistFile.of(id, images.label(index)).name()), simulator.record(image, id));
    }

    /** Writes a file and the directories above it. */
    static Path put(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's bytes from x, y, polarity, microseconds of every event. */
    static byte[] events(int... values) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int k = 0; k < values.length; k += 4) {
            content.write(values[k]);
            content.write(values[k + 1]);
            content.write(
                    ByteBuffer.allocate(4)
                            .putInt(values[k + 2] * 0x800000 + values[k + 3])
                            .array(),
                    1,
                    3);
        }
        return content.toByteArray();
    }

    /** The different "t_ms polarity y x" of a file on the sensor, in this order of keys. */
    static SortedSet<String> parse(byte[] content) {
        SortedSet<String> events = new TreeSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            int x = Byte.toUnsignedInt(buffer.get());
            int y = Byte.toUnsignedInt(buffer.get());
            int rest = Byte.toUnsignedInt(buffer.get()) << 16 | Short.toUnsignedInt(buffer.getShort());
            if (x < 34 && y < 34) {
                events.add(
                        "%04d %d %02d %02d".formatted((int) Math.rint((rest & 0x7fffff) / 1000.0), rest >> 23, y, x));
            }
        }
        return events;
    }
}
