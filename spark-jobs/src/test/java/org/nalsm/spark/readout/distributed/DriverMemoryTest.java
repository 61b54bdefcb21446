package org.nalsm.spark.readout.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;

class DriverMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    /** 4 bytes x 70,000 x 1000 are 267 MiB. */
    @Test
    void countsNeedFourBytesEachBesideTheHeap() {
        assertThat(new DriverMemory(GIB, GIB, 267 * MIB, GIB).lack(70_000, 1000))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains(
                                "267 MiB beside the heap", "70,000 samples x 1,000 neurons", "267 MiB of the 1,024 MiB")
                        .contains("set readout.trainer = spark-ml")
                        .doesNotContain("\n"));
        assertThat(new DriverMemory(GIB, GIB, 268 * MIB, GIB).lack(70_000, 1000))
                .isEmpty();
    }

    @Test
    void theHeapCountsToo() {
        assertThat(new DriverMemory(100 * MIB, 512 * MIB, 100 * GIB, 100 * GIB).lack(1000, 27_000))
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("173 MiB of heap for 1,000 samples x 27,000 neurons")
                        .contains("100 MiB of the driver's 512 MiB")
                        .contains("set readout.trainer = spark-ml", "--driver-memory"));
        assertThat(new DriverMemory(GIB, GIB, 100 * GIB, 100 * GIB).lack(1000, 27_000))
                .isEmpty();
    }

    /** 32 x 12 + 8 x 4 + 32 x 8 bytes for each of ten classes of a neuron, 200 for a sample. */
    @Test
    void theHeapIsRefusedByTheByte() {
        long needed = 6720L * 27_000 + 200 * 1000;
        assertThat(new DriverMemory(needed, GIB, GIB, GIB).lack(1000, 27_000)).isEmpty();
        assertThat(new DriverMemory(needed - 1, GIB, GIB, GIB).lack(1000, 27_000))
                .isPresent();
    }

    @Test
    void whereTheCountsAreThereTheLineSaysThatTheyAreKept() {
        assertThatCode(() -> DriverMemory.requireForCounted(100, 100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DriverMemory.requireForCounted(1_000_000_000L, 64_000))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("set readout.trainer = spark-ml")
                .hasMessageEndingWith("; the counts are kept: the same command goes on with them after either change");
    }

    @Test
    void thisProcessHasRoomForLittleAndNotForEverything() {
        assertThatCode(() -> DriverMemory.require(100, 100)).doesNotThrowAnyException();
        assertThatThrownBy(() -> DriverMemory.require(1_000_000_000L, 64_000))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION));
    }
}
