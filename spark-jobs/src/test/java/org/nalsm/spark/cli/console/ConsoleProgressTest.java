package org.nalsm.spark.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private long seconds = 1000;

    private ConsoleProgress progress(boolean terminal) {
        return new ConsoleProgress(err, terminal, () -> seconds * 1_000_000_000L);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void showsRateAndTimeLeftNowAndThen() {
        ConsoleProgress progress = progress(false);
        progress.begin("simulate samples", 70_000, "samples");
        seconds += 14;
        progress.at(7_000, "");
        assertThat(lines()).as("too early for a line").isEmpty();
        seconds += 6;
        progress.at(14_000, "well");
        seconds += 45;
        progress.end();
        assertThat(lines())
                .containsExactly(
                        "  simulate samples        20 %  14,000 of 70,000 samples, 700/s, 1 min 20 s left   well",
                        "  simulate samples       1 min 05 s   well");
    }

    @Test
    void rateAndTimeLeftOfAPhaseThatGoesOnCountFromThere() {
        ConsoleProgress progress = progress(false);
        progress.begin("initialise liquid", 50_000, "snapshots");
        seconds += 100;
        progress.resume(20_000);
        progress.at(0, "");
        seconds += 20;
        progress.at(24_000, "");
        seconds += 10;
        progress.end();
        assertThat(lines())
                .containsExactly(
                        "  initialise liquid       goes on at 20,000 of 50,000 snapshots",
                        "  initialise liquid       48 %  24,000 of 50,000 snapshots, 200/s, 2 min 10 s left",
                        "  initialise liquid      30.0 s");
    }

    @Test
    void nothingIsLostIfNothingNewIsDoneAfterAResumption() {
        ConsoleProgress progress = progress(false);
        progress.begin("initialise liquid", 50_000, "snapshots");
        progress.resume(20_000);
        seconds += 20;
        progress.at(0, "");
        assertThat(lines()).last().isEqualTo("  initialise liquid       40 %  20,000 of 50,000 snapshots, 0/s");
        progress.begin("simulate samples", 100, "samples");
        seconds += 20;
        progress.at(50, "");
        assertThat(lines()).last().asString().contains("50 of 100 samples", "20.0 s left");
    }

    @Test
    void afterAStopNothingIsShown() {
        ConsoleProgress progress = progress(true);
        progress.begin("simulate samples", 100, "samples");
        seconds += 1;
        progress.at(50, "");
        progress.stop();
        int shown = bytes.size();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(System.lineSeparator());
        seconds += 10;
        progress.at(60, "");
        progress.end();
        progress.begin("train readout", 10, "epochs");
        progress.resume(5);
        assertThat(bytes.size()).isEqualTo(shown);
    }
}
