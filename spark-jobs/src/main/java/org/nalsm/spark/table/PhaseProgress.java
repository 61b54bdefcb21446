package org.nalsm.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far a phase of a run is.
 *
 * @param phase what is done, for people, such as {@code simulate, train}
 * @param unit of the work, such as {@code samples}
 * @param total of the phase's work
 * @param doneBefore what was done when {@code seconds} began to count: by an earlier attempt, or while the work started up
 * @param done of the work, {@code doneBefore} included
 * @param seconds that the work behind {@code doneBefore} has taken
 * @param remark what else there is to say, such as the accuracy so far; may be empty
 */
public record PhaseProgress(
        String phase, String unit, long total, long doneBefore, long done, double seconds, String remark) {

    /** Units a second; 0 while nothing tells. */
    public double rate() {
        return done > doneBefore && seconds > 0 ? (done - doneBefore) / seconds : 0;
    }

    /** Part of the work that is done, 0 to 1. */
    public double share() {
        return total == 0 ? 1 : Math.min(1, done / (double) total);
    }

    /** Time to the end of the phase at this rate, s; NaN where nothing tells. */
    public double secondsLeft() {
        return rate() > 0 && total > done ? (total - done) / rate() : Double.NaN;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("phase", phase)
                .put("unit", unit)
                .put("total", total)
                .put("done_before", doneBefore)
                .put("done", done)
                .put("seconds", seconds)
                .put("remark", remark);
    }

    /** Nothing if the node is no object. */
    static Optional<PhaseProgress> parse(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isObject)
                .map(far -> new PhaseProgress(
                        far.path("phase").asText(),
                        far.path("unit").asText(),
                        far.path("total").asLong(),
                        far.path("done_before").asLong(),
                        far.path("done").asLong(),
                        far.path("seconds").asDouble(),
                        far.path("remark").asText()));
    }

    /**
     * Makes it of what is heard of a phase. What a task reports first contains its start, when classes are loaded and loops
     * are not compiled yet; unless it is a good part of the work, rate and time left count from there. Not thread-safe.
     */
    public static final class Clock {
        private static final double GOOD_PART = 0.02;
        private static final double NANOS = 1e-9;

        private final LongSupplier nanoTime;
        private PhaseProgress last = new PhaseProgress("", "", 0, 0, 0, 0, "");
        private long begin;
        private long since;
        private boolean started;

        /** @param nanoTime such as {@link System#nanoTime} */
        public Clock(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
        }

        /** A phase begins. */
        public void begin(String phase, long total, String unit) {
            restart(new PhaseProgress(phase, unit, total, 0, 0, 0, ""));
        }

        /** So much of it was found done. */
        public void resume(long done) {
            restart(new PhaseProgress(last.phase, last.unit, last.total, done, done, 0, ""));
        }

        private void restart(PhaseProgress from) {
            last = from;
            begin = nanoTime.getAsLong();
            since = begin;
            started = false;
        }

        /** So much of it is done; the first reports of a phase that goes on may come before its first step. */
        public void at(long done, String remark) {
            long now = nanoTime.getAsLong();
            long far = Math.max(last.doneBefore, done);
            long before = last.doneBefore;
            if (!started && far > before) {
                started = true;
                if (far - before < GOOD_PART * last.total) {
                    since = now;
                    before = far;
                }
            }
            last = new PhaseProgress(last.phase, last.unit, last.total, before, far, (now - since) * NANOS, remark);
        }

        /** As of the last report. */
        public PhaseProgress last() {
            return last;
        }

        /** Since the phase began, or went on from what was found done, s. */
        public double seconds() {
            return (nanoTime.getAsLong() - begin) * NANOS;
        }
    }
}
