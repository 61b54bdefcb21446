package org.nalsm.spark.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A variant after all rounds.
 *
 * @param variant what was measured
 * @param liquid what was simulated
 * @param initialisation of the liquid, all rounds together; empty for a model without initialisation
 * @param measurement of the samples, all rounds together
 * @param differingCounts share of the spike counts that are not those of the first variant of the same configuration, 0
 *     to 1; always 0 between event-driven ones
 */
public record VariantSummary(
        Variant variant,
        BenchmarkedLiquid liquid,
        Optional<Initialisation> initialisation,
        Measurement measurement,
        double differingCounts) {

    /** For JSON: the measurement. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>(measurement.fields());
        fields.put("differing_counts", differingCounts);
        return fields;
    }

    /** @param rounds at least one result of the variant */
    static VariantSummary of(Variant variant, List<VariantResult> rounds, double differingCounts) {
        List<Initialisation> initialisations = rounds.stream()
                .map(VariantResult::initialisation)
                .filter(Objects::nonNull)
                .toList();
        return new VariantSummary(
                variant,
                rounds.get(0).liquid(),
                initialisations.isEmpty() ? Optional.empty() : Optional.of(Initialisation.joined(initialisations)),
                Measurement.joined(
                        rounds.stream().map(VariantResult::measurement).toList()),
                differingCounts);
    }
}
