package org.nalsm.spark.cli.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.RunRow;

/** How far a run is, an event at most every second: {@code progress}, {@code phase} when one is over, {@code run}. */
final class JsonProgress implements Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final JsonConsole console;
    private final Supplier<Map<String, Object>> more;
    private final LongSupplier nanoTime;
    private final PhaseProgress.Clock clock;
    private final Map<String, Object> metrics = new TreeMap<>();
    private String runId = "";
    private long lastWritten;

    /** @param more fields that every line has besides */
    JsonProgress(JsonConsole console, Supplier<Map<String, Object>> more, LongSupplier nanoTime) {
        this.console = console;
        this.more = more;
        this.nanoTime = nanoTime;
        this.clock = new PhaseProgress.Clock(nanoTime);
    }

    @Override
    public synchronized void begin(String phase, long total, String unit) {
        clock.begin(phase, total, unit);
        far();
    }

    @Override
    public synchronized void resume(long done) {
        clock.resume(done);
        far();
    }

    @Override
    public synchronized void at(long done, String detail) {
        clock.at(done, detail);
        if (nanoTime.getAsLong() - lastWritten >= EVERY_NANOS) {
            far();
        }
    }

    @Override
    public synchronized void measured(String metric, double value) {
        if (Double.isFinite(value)) {
            metrics.put(metric, value);
        }
    }

    @Override
    public synchronized void end() {
        Map<String, Object> fields = fields();
        fields.put("phase", clock.last().phase());
        fields.put("seconds", clock.seconds());
        fields.put("remark", clock.last().remark());
        console.write("phase", fields);
    }

    @Override
    public synchronized void row(RunRow row) {
        runId = row.runId();
        metrics.clear();
        metrics.putAll(row.outcome().measured());
        metrics.values().removeIf(value -> CanonicalJson.orNull((Double) value) == null);
        Map<String, Object> fields = fields();
        fields.put("status", row.status().word());
        fields.put("model", row.model());
        fields.put("dataset", row.dataset());
        fields.put("metrics", new TreeMap<>(metrics));
        fields.put("intervals_95", Intervals.of(row).of(row.outcome().measured()));
        fields.put("seconds", row.outcome().seconds());
        fields.put("total_seconds", CanonicalJson.orNull(row.outcome().totalSeconds()));
        console.write("run", fields);
        if (more.get().isEmpty()) {
            console.outcome(fields);
        }
    }

    private void far() {
        lastWritten = nanoTime.getAsLong();
        PhaseProgress far = clock.last();
        Map<String, Object> fields = fields();
        fields.put("phase", far.phase());
        fields.put("unit", far.unit());
        fields.put("done", far.done());
        fields.put("total", far.total());
        fields.put("rate", far.rate());
        fields.put("seconds_left", CanonicalJson.orNull(far.secondsLeft()));
        fields.put("remark", far.remark());
        fields.put("metrics", new TreeMap<>(metrics));
        console.write("progress", fields);
    }

    /** What every line begins with; the run is not known before it begins. */
    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!runId.isEmpty()) {
            fields.put("run_id", runId);
        }
        fields.putAll(more.get());
        return fields;
    }
}
