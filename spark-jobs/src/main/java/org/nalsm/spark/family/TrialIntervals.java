package org.nalsm.spark.family;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepRow;

/** The {@link Intervals} of the trials of a sweep, which start from one configuration. */
public final class TrialIntervals {
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

    /** @param parameters of the trial, key to JSON value */
    public Intervals of(SortedMap<String, String> parameters) {
        Map<String, String> settings = new HashMap<>(base);
        parameters.forEach((key, json) -> settings.put(key, json.replaceAll("^\"|\"$", "")));
        return Intervals.of(settings.getOrDefault(KnownFamilies.MODEL, ""), settings);
    }
}
