package org.nalsm.spark.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.analysis.ShareInterval;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.StoredConfig;

/**
 * How sure the accuracies of the runs of one configuration are, by the number of their predictions: the 95 % interval of
 * what would come out of all samples of the kind. It tells nothing of how runs with other seeds differ.
 */
public final class Intervals {
    private final Optional<ModelFamily> family;
    private final Map<String, String> settings;

    private Intervals(Optional<ModelFamily> family, Map<String, String> settings) {
        this.family = family;
        this.settings = settings;
    }

    /** Those of a run; none where its configuration cannot be read or its model is not known. */
    public static Intervals of(RunRow row) {
        try {
            return of(row.model(), StoredConfig.of(row.config()));
        } catch (IllegalArgumentException e) {
            return new Intervals(Optional.empty(), Map.of());
        }
    }

    /** @param settings every key of the configuration, as {@link StoredConfig} has them */
    public static Intervals of(String model, Map<String, String> settings) {
        return new Intervals(KnownFamilies.find(model), settings);
    }

    /** The interval of a metric; empty if it is no accuracy, is not known, or the number of predictions is not. */
    public Optional<ShareInterval> of(Metric metric, double value) {
        return of(metric.name(), value);
    }

    private Optional<ShareInterval> of(String metric, double value) {
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        return family.map(known -> known.predictions(metric, settings))
                .filter(predictions -> predictions > 0)
                .map(predictions -> ShareInterval.of(value, predictions));
    }

    /** Such as {@code " [96.13, 96.85]"}, to stand behind an accuracy; empty behind all else. */
    public String beside(Metric metric, double value) {
        return of(metric, value).map(interval -> " " + interval.brief()).orElse("");
    }

    /** Lower and upper ends by metric, of those that have them. */
    public SortedMap<String, List<Double>> of(Map<String, Double> measured) {
        SortedMap<String, List<Double>> ends = new TreeMap<>();
        measured.forEach((metric, value) ->
                of(metric, value).ifPresent(interval -> ends.put(metric, List.of(interval.low(), interval.high()))));
        return ends;
    }
}
