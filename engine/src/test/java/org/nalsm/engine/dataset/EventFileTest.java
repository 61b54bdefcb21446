package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

class EventFileTest {
    @TempDir
    private Path directory;

    @Test
    void decodesTheBitsOfAnEvent() {
        // x 3, y 5, polarity 1, 0x012345 us = 74.565 ms; then x 33, y 33, polarity 0, 0x7fffff us = 8388.607 ms.
        byte[] content = {3, 5, (byte) 0x81, 0x23, 0x45, 33, 33, 0x7f, (byte) 0xff, (byte) 0xff};
        EventFile file = EventFile.parse("two", content);
        assertThat(file.recording().packed())
                .containsExactly(75 * 2312 + (34 + 5) * 34 + 3, 8389 * 2312 + 33 * 34 + 33);
        assertThat(file.events()).isEqualTo(2);
        assertThat(file.outsideSensor()).isZero();
        assertThat(file.firstOutsideSensor()).isEqualTo(-1);
        assertThat(file.backwards()).isZero();
        assertThat(file.firstBackwards()).isEqualTo(-1);
    }

    @Test
    void roundsHalfAMillisecondToEven() {
        int[] microseconds = {0, 499, 500, 501, 1499, 1500, 1501, 2499, 2500, 2501, 3500, 299_500, 300_500};
        for (int time : microseconds) {
            int expected = new BigDecimal(time)
                    .movePointLeft(3)
                    .setScale(0, RoundingMode.HALF_EVEN)
                    .intValue();
            assertThat(EventFile.parse("one", events(0, 0, 0, time)).recording().packed())
                    .as("%d us", time)
                    .containsExactly(expected * 2312);
        }
    }

    @Test
    void readsTheRealRecordingAsAPlainLoopDoes() throws Exception {
        byte[] content = NMnistExcerpt.recording();
        Path path = Files.write(directory.resolve("real.bin"), content);
        ByteBuffer buffer = ByteBuffer.wrap(content);
        TreeSet<Integer> expected = new TreeSet<>();
        while (buffer.hasRemaining()) {
            int x = buffer.get();
            int y = buffer.get();
            int rest = buffer.get() << 16 | Short.toUnsignedInt(buffer.getShort());
            int polarity = rest < 0 ? 1 : 0;
            int t = (int) Math.rint((rest & 0x7fffff) / 1000.0);
            expected.add(t * 2312 + polarity * 34 * 34 + y * 34 + x);
        }
        EventFile file = EventFile.read(path);
        assertThat(file.events()).isEqualTo(4325);
        assertThat(file.recording().size()).isEqualTo(4316);
        assertThat(file.recording().packed())
                .containsExactly(expected.stream().mapToInt(v -> v).toArray());
        assertThat(file.outsideSensor() + file.backwards()).isZero();
    }

    @Test
    void mergesEventsOfOneMillisecondAndChannel() {
        byte[] content = events(1, 2, 1, 10_100, 1, 2, 1, 10_400, 1, 2, 0, 10_400, 1, 2, 1, 10_600);
        assertThat(EventFile.parse("merged", content).recording().packed())
                .containsExactly(10 * 2312 + 2 * 34 + 1, 10 * 2312 + 36 * 34 + 1, 11 * 2312 + 36 * 34 + 1);
    }

    @Test
    void dropsAndCountsEventsOutsideTheSensor() {
        byte[] content = events(33, 33, 0, 1000, 34, 0, 0, 2000, 0, 34, 1, 3000, 240, 240, 1, 4000, 0, 0, 0, 5000);
        EventFile file = EventFile.parse("outside", content);
        assertThat(file.recording().packed()).containsExactly(2312 + 33 * 34 + 33, 5 * 2312);
        assertThat(file.events()).isEqualTo(5);
        assertThat(file.outsideSensor()).isEqualTo(3);
        assertThat(file.firstOutsideSensor()).isEqualTo(5);
    }

    @Test
    void keepsAndCountsEventsThatGoBackInTime() {
        int[] ordered = {1, 1, 0, 3000, 2, 1, 0, 6000, 3, 1, 0, 7000, 4, 1, 0, 9000};
        int[] mixed = {1, 1, 0, 3000, 3, 1, 0, 7000, 2, 1, 0, 6000, 4, 1, 0, 9000};
        EventFile file = EventFile.parse("mixed", events(mixed));
        assertThat(file.recording())
                .isEqualTo(EventFile.parse("ordered", events(ordered)).recording());
        assertThat(file.backwards()).isEqualTo(1);
        assertThat(file.firstBackwards()).isEqualTo(10);
    }

    @Test
    void refusesAFileThatEndsWithinAnEvent() throws Exception {
        byte[] content = new byte[5 * 7 + 3];
        Path path = Files.write(directory.resolve("cut.bin"), content);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> EventFile.read(path))
                .withMessageContainingAll(path.toString(), "byte offset 35", "38 bytes", "multiple of 5")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        Path path = Files.createFile(directory.resolve("empty.bin"));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> EventFile.read(path))
                .withMessageContainingAll(path.toString(), "is empty", "byte offset 0")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
    }

    @Test
    void refusesAFileThatIsMuchTooLong() throws Exception {
        Path path = directory.resolve("long.bin");
        try (var file = Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(1L << 32).write(ByteBuffer.allocate(1));
        }
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> EventFile.read(path))
                .withMessageContainingAll(path.toString(), "byte offset 20000000")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
    }

    @Test
    void saysThatAFileIsMissing() {
        Path path = directory.resolve("none.bin");
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> EventFile.read(path))
                .withMessageContaining(path.toString())
                .matches(e -> e.kind() == UserException.Kind.NO_INPUT);
    }

    /** A file's bytes from x, y, polarity, microseconds of every event; written down apart from the main code. */
    static byte[] events(int... values) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int k = 0; k < values.length; k += 4) {
            content.write(values[k]);
            content.write(values[k + 1]);
            byte[] rest = ByteBuffer.allocate(4)
                    .putInt(values[k + 2] * 0x800000 + values[k + 3])
                    .array();
            content.write(rest, 1, 3);
        }
        return content.toByteArray();
    }
}
