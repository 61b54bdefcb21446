package org.nalsm.spark.benchmark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The same thing measured several times.
 *
 * @param values at least one, in the order of measuring
 */
public record Spread(List<Double> values) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException without values */
    public Spread {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
    }

    static Spread of(double... values) {
        return new Spread(Arrays.stream(values).boxed().toList());
    }

    /** All values of several. */
    static Spread joined(List<Spread> parts) {
        return new Spread(parts.stream().flatMap(part -> part.values().stream()).toList());
    }

    /** The middle value, or the mean of the two in the middle. */
    public double median() {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The smallest value. */
    public double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The largest value. */
    public double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        return Map.of("median", median(), "min", min(), "max", max(), "values", values);
    }
}
