package org.nalsm.spark.board;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Metric;

/** Metrics and their values for scripts. */
final class MetricJson {
    private MetricJson() {}

    /** What the metrics are and how their values are written. */
    static List<Map<String, Object>> describe(List<Metric> metrics) {
        return metrics.stream().map(MetricJson::describe).toList();
    }

    private static Map<String, Object> describe(Metric metric) {
        return Map.of(
                "name", metric.name(),
                "title", metric.title(),
                "unit", metric.unit().name().toLowerCase(Locale.ROOT),
                "decimals", metric.decimals(),
                "in_sweeps", metric.inSweeps());
    }

    /** The values that are known, by name. */
    static Map<String, Double> values(List<Metric> metrics, ToDoubleFunction<Metric> value) {
        Map<String, Double> json = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Double number = CanonicalJson.orNull(value.applyAsDouble(metric));
            if (number != null) {
                json.put(metric.name(), number);
            }
        }
        return json;
    }
}
