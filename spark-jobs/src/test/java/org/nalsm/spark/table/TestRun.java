package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.nalsm.engine.UserException;

/** A run for tests of the store and the catalogs: its row, blocks of spike counts, and ways to damage them. */
final class TestRun {
    static final String ID = "r-0a1b";

    private TestRun() {}

    static RunRow row(RunStatus status) {
        return row(ID, status);
    }

    static RunRow row(String runId, RunStatus status) {
        return new RunRow(
                runId,
                status,
                "nalsm",
                "mnist",
                "{\"model\":{\"name\":\"nalsm\"}}",
                new RunRow.Parts(
                        "n-1", "l-1", "c-1", "0a1b2c3d4e5f", OptionalDouble.of(0.0625), OptionalLong.of(1), -2),
                new RunRow.Provenance(OptionalInt.of(1), "0.1.0", "abcdef0", "4.1.3", "event"),
                Instant.parse("2024-05-06T07:06:01.000001Z"),
                Optional.empty(),
                RunRow.Outcome.NONE);
    }

    static void writeBlock(ResultsStore store, int block, int... sampleIds) {
        writeBlock(store, ID, block, sampleIds);
    }

    /** A block of the training split, of four neurons. */
    static void writeBlock(ResultsStore store, String runId, int block, int... sampleIds) {
        try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, runId, "train", block)) {
            for (int id : sampleIds) {
                writer.write(SpikeCounts.TABLE, new SpikeCounts(id, 0, counts(id, 4), 0, 0, block));
            }
            writer.commit();
        }
    }

    /** Mostly small numbers as spike counts are, with an extreme one now and then. */
    static int[] counts(int sample, int neurons) {
        Random random = new Random(sample);
        return IntStream.range(0, neurons)
                .map(i -> random.nextInt(100) == 0 ? random.nextInt() : random.nextInt(40))
                .toArray();
    }

    /** Where the first page of a Parquet file's first column has its values: behind magic number and page header. */
    static final int IN_FIRST_PAGE = 40;

    /** Damages a file and leaves its size. */
    static void flip(Path file, int offset) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(offset);
            int old = raw.read();
            raw.seek(offset);
            raw.write(old ^ 0x55);
        }
    }

    static void assertBadData(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA);
            assertThat(e).hasMessageContaining(message);
            assertThat(e.getMessage().lines()).hasSize(1);
        });
    }
}
