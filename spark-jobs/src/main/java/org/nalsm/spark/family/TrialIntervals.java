package org.nalsm.spark.family;

import java.util.HashMap;
import java.util.Map;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;

/** The {@link Intervals} of the trials of a sweep, which start from one configuration. */
public final class TrialIntervals {
    private static final String HALVING = "sweep.halving.";

    private final Map<String, String> base;

    private TrialIntervals(Map<String, String> base) {
        this.base = base;
    }

    /** None where the sweep's configuration cannot be read. */
    public static TrialIntervals of(SweepRow sweep) {
        return of(sweep.config());
    }

    /** @param config the configuration that all trials start from, as JSON */
    public static TrialIntervals of(String config) {
        try {
            return new TrialIntervals(StoredConfig.of(config));
        } catch (IllegalArgumentException e) {
            return new TrialIntervals(Map.of());
        }
    }

    /** Those of a trial, and of the means of its repetitions. */
    public Intervals of(TrialRow trial) {
        Map<String, String> settings = new HashMap<>(base);
        trial.parameters().forEach((key, json) -> settings.put(key, json.replaceAll("^\"|\"$", "")));
        trial.resource().ifPresent(resource -> setRung(settings, resource));
        return Intervals.of(settings.getOrDefault(KnownFamilies.MODEL, ""), settings);
    }

    /** What successive halving sets in a rung. */
    private void setRung(Map<String, String> settings, long resource) {
        String key = base.getOrDefault(HALVING + "resource", "");
        settings.put(key, Long.toString(resource));
        String testSamples = base.getOrDefault(HALVING + "test-samples", "0");
        String most = base.getOrDefault(HALVING + "max-resources", "0");
        // 0: what the key has outside of the sweep
        boolean isLast = Long.toString(resource).equals(most.equals("0") ? base.get(key) : most);
        if (!isLast && !testSamples.equals("0")) {
            settings.put("data.test-samples", testSamples);
        }
    }
}
