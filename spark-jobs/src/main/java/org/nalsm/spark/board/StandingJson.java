package org.nalsm.spark.board;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.Standing;

/** How runs stand, for scripts. */
final class StandingJson {
    private StandingJson() {}

    /** Adds {@code status}, and {@code progress} where there is any. */
    static void add(Standing standing, Map<String, Object> json) {
        json.put("status", standing.status());
        standing.progress().ifPresent(far -> json.put("progress", json(far)));
    }

    private static Map<String, Object> json(PhaseProgress far) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("phase", far.phase());
        json.put("unit", far.unit());
        json.put("done", far.done());
        json.put("total", far.total());
        json.put("share", far.share());
        json.put("rate", far.rate());
        json.put("seconds_left", CanonicalJson.orNull(far.secondsLeft()));
        json.put("remark", far.remark());
        return json;
    }
}
