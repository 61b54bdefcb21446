package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedRowsTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private RunCatalog runs;
    private CachedRows<RunRow> cached;

    @BeforeEach
    void open() {
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        runs = new RunCatalog(store);
        cached = new CachedRows<>(store.readOnly(), RunRow.TABLE);
    }

    private Path file(String id) {
        return directory.resolve("runs/" + id + ".parquet");
    }

    private void write(String id, RunStatus status, Instant changed) throws IOException {
        runs.write(TestRun.row(id, status));
        Files.setLastModifiedTime(file(id), FileTime.from(changed));
    }

    private List<String> read() {
        return cached.read().stream()
                .map(row -> row.runId() + " " + row.status().word())
                .toList();
    }

    @Test
    void rowsThatComeChangeAndGoAreSeen() throws IOException {
        assertThat(read()).isEmpty();
        write("r-2", RunStatus.RUNNING, LONG_AGO);
        write("r-1", RunStatus.COMPLETE, LONG_AGO);
        assertThat(read()).containsExactly("r-1 complete", "r-2 running");
        write("r-2", RunStatus.COMPLETE, LONG_AGO.plusSeconds(5));
        assertThat(read()).containsExactly("r-1 complete", "r-2 complete");
        Files.delete(file("r-1"));
        assertThat(read()).containsExactly("r-2 complete");
    }

    @Test
    void aFileIsReadOnceUnlessItChanges() throws IOException {
        write("r-1", RunStatus.RUNNING, LONG_AGO);
        RunRow first = cached.read().get(0);
        assertThat(cached.read().get(0)).isSameAs(first);
        // Of equal time and size: whether it was read again shows in the row.
        write("r-1", RunStatus.RUNNING, LONG_AGO);
        assertThat(cached.read().get(0)).isSameAs(first);
    }

    @Test
    void aFileThatHasJustChangedIsReadAgain() throws IOException {
        write("r-1", RunStatus.RUNNING, Instant.now());
        RunRow first = cached.read().get(0);
        assertThat(cached.read().get(0)).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void aRowThatCannotBeReadIsLeftOutUntilItIsWhole() throws IOException {
        write("r-1", RunStatus.RUNNING, LONG_AGO);
        Files.writeString(file("r-2"), "no Parquet");
        assertThat(read()).containsExactly("r-1 running");
        write("r-2", RunStatus.RUNNING, LONG_AGO);
        assertThat(read()).containsExactly("r-1 running", "r-2 running");
    }
}
