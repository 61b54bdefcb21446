package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCatalogTest {
    @TempDir
    private Path directory;

    /** Trials run side by side: one reads rows while others replace theirs, and rows differ in length. */
    @Test
    void aRowThatIsBeingReplacedReadsAsTheOldOrTheNewOne() throws InterruptedException {
        SweepCatalog sweeps = new ResultsStore(directory.toString(), new Configuration(), Map.of()).sweeps();
        List<TrialRow> versions = IntStream.range(0, 7)
                .mapToObj(k -> failed("xyz0".repeat(37 * k + 1)))
                .toList();
        sweeps.write("s-1", versions.get(0));
        Thread writer = new Thread(() ->
                IntStream.range(0, 300).forEach(k -> sweeps.write("s-1", versions.get(k % versions.size()))));
        writer.start();
        while (writer.isAlive()) {
            assertThat(sweeps.trials("s-1")).singleElement().isIn(versions);
        }
        writer.join();
    }

    private static TrialRow failed(String error) {
        return new TrialRow(
                "t-1",
                Optional.of("r-1"),
                new TreeMap<>(Map.of("network.seed", "1")),
                TrialStatus.FAILED,
                Optional.of(error),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                1);
    }
}
