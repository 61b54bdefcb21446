package org.nalsm.spark.board;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/**
 * How a run stands.
 *
 * @param status the word in its row; {@link #LOST} for a running one whose driver is silent
 * @param progress how far its phase is; empty of a run that does not run, and between phases
 */
record Standing(String status, Optional<PhaseProgress> progress) {
    /** Of a run that its row calls running. */
    static final String LOST = "lost";
    /** A dozen renewals of its lease may be late: clocks of file systems are not those of readers. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    static Standing of(RunRow run, ResultsStore store) {
        if (run.status() != RunStatus.RUNNING) {
            return new Standing(run.status().word(), Optional.empty());
        }
        Optional<RunLease.Sign> sign = RunLease.sign(store, run.runId())
                .filter(found -> found.renewedAt().isAfter(Instant.now().minus(SILENCE)));
        return sign.isPresent()
                ? new Standing(run.status().word(), sign.get().progress())
                : new Standing(LOST, Optional.empty());
    }

    boolean isAlive() {
        return status.equals(RunStatus.RUNNING.word());
    }

    /** Adds {@code status}, and {@code progress} where there is any. */
    void addTo(Map<String, Object> json) {
        json.put("status", status);
        progress.ifPresent(far -> json.put("progress", json(far)));
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
