package org.nalsm.spark.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * How far a phase of a run is.
 *
 * @param phase what is done, for people, such as {@code simulate, train}
 * @param unit of the work, such as {@code samples}
 * @param total of the phase's work
 * @param doneBefore what an earlier attempt had done of it: it says nothing of how fast this one is
 * @param done of the work, {@code doneBefore} included
 * @param seconds since this attempt began with the phase
 * @param remark what else there is to say, such as the accuracy so far; may be empty
 */
public record PhaseProgress(
        String phase, String unit, long total, long doneBefore, long done, double seconds, String remark) {

    /** Units a second in this attempt; 0 before the first. */
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
}
