package org.nalsm.spark.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;

/** What Ctrl-C does, but for the signal. */
class InterruptionTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final List<String> told = new ArrayList<>();

    @Test
    void theFailureOfStoppedWorkIsNone() {
        try (Interruption interruption = new Interruption(
                () -> told.add("stop"), "run r-1 stops; go on", Console.of(Console.PLAIN, err)::warn)) {
            assertThat(interruption.unlessStopped(() -> {
                        interruption.interrupt();
                        throw new IllegalStateException("SparkContext was shut down");
                    }))
                    .isEmpty();
        }
        assertThat(told).containsExactly("stop");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("nalsm: run r-1 stops; go on" + System.lineSeparator());
    }

    @Test
    void stoppedWorkHasNoResultToPrint() {
        try (Interruption interruption = new Interruption(() -> {}, "stops", Console.of(Console.PLAIN, err)::warn)) {
            assertThat(interruption.unlessStopped(() -> {
                        interruption.interrupt();
                        return "a table";
                    }))
                    .isEmpty();
        }
    }

    @Test
    void otherWorkReturnsAndFailsAsItDoes() {
        try (Interruption interruption =
                new Interruption(() -> told.add("stop"), "stops", Console.of(Console.PLAIN, err)::warn)) {
            assertThat(interruption.unlessStopped(() -> "a table")).contains("a table");
            assertThatThrownBy(() -> interruption.unlessStopped(() -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
        }
        assertThat(told).isEmpty();
        assertThat(bytes.size()).isZero();
    }

    @Test
    void aRowThatCannotBeWrittenIsPartOfTheLine() {
        Runnable stop = () -> {
            throw new UserException(UserException.Kind.CANNOT_WRITE, "the disk is full");
        };
        try (Interruption interruption =
                new Interruption(stop, "run r-1 stops", Console.of(Console.PLAIN, err)::warn)) {
            interruption.interrupt();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("nalsm: run r-1 stops (the disk is full)");
    }
}
