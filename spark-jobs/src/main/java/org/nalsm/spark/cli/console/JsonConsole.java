package org.nalsm.spark.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nalsm.spark.run.Progress;

/**
 * For machines: every line is a JSON object with {@code time} (UTC) and {@code event}. What else there is of each event is
 * said in {@code conf/README.md}, and stays as it is. Lines of the log are events, too.
 */
public final class JsonConsole implements Console {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream err;
    private Map<String, Object> outcome = Map.of();
    private boolean stopped;

    JsonConsole(PrintStream err) {
        this.err = err;
        JsonLog.install(this);
    }

    /**
     * Writes an event.
     *
     * @param fields names and values as Jackson takes them, in their order; null for what is not known
     */
    public synchronized void write(String event, Map<String, Object> fields) {
        if (!stopped) {
            line(event, fields);
        }
    }

    private void line(String event, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        all.put("event", event);
        all.putAll(fields);
        try {
            err.println(JSON.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(all.toString(), e);
        }
    }

    /** What the end is to tell: the fields of the run or sweep as it was last heard of. */
    public synchronized void outcome(Map<String, Object> fields) {
        outcome = new LinkedHashMap<>(fields);
    }

    @Override
    public void say(String text) {
        write("message", Map.of("text", text));
    }

    @Override
    public synchronized void warn(String text) {
        line("warning", Map.of("text", text));
    }

    @Override
    public Progress progress() {
        return new JsonProgress(this, Map::of, System::nanoTime);
    }

    /**
     * How far one of several works is.
     *
     * @param more fields that its lines have besides
     */
    public Progress progress(Supplier<Map<String, Object>> more) {
        return new JsonProgress(this, more, System::nanoTime);
    }

    @Override
    public synchronized void stop() {
        stopped = true;
    }

    /**
     * The command has failed.
     *
     * @param text why; may have several lines
     */
    public synchronized void failed(String text, int exitCode) {
        line("error", Map.of("text", text, "exit", exitCode));
    }

    /** The command has ended, after all else; a signal that ends it has said so in a warning. */
    public synchronized void end(int exitCode) {
        if (stopped) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("exit", exitCode);
        fields.putAll(outcome);
        line("end", fields);
    }
}
