package org.nalsm.spark.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures variants in turns, A B A B, so that a machine that gets slower or faster meanwhile treats them alike; and sees
 * to it that those of the same configuration do the same work.
 */
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final VariantRunner runner;
    private final int rounds;

    /** @param rounds how often every variant is measured, at least once */
    public Rounds(VariantRunner runner, int rounds) {
        this.runner = runner;
        this.rounds = rounds;
    }

    /**
     * Measures all of them, in their order.
     *
     * @return a summary for each
     * @throws IllegalStateException if two of the same configuration disagree about weights or spikes
     */
    public List<VariantSummary> measure(List<Variant> variants) {
        Map<String, SpikeAgreement> agreements = new HashMap<>();
        double[] differing = new double[variants.size()];
        List<List<VariantResult>> results = new ArrayList<>();
        variants.forEach(variant -> results.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int k = 0; k < variants.size(); k++) {
                Variant variant = variants.get(k);
                VariantResult result = runner.run(variant);
                SpikeAgreement agreement =
                        agreements.computeIfAbsent(variant.configuration(), any -> new SpikeAgreement());
                agreement.checkWeights(variant.backend(), result.weights());
                differing[k] = Math.max(differing[k], agreement.check(variant.backend(), result.counts()));
                results.get(k).add(result);
                report(round, variant, result);
            }
        }
        return IntStream.range(0, variants.size())
                .mapToObj(k -> VariantSummary.of(variants.get(k), results.get(k), differing[k]))
                .toList();
    }

    private void report(int round, Variant variant, VariantResult result) {
        LOG.info(
                "Round {} of {}, {}: {} ms a sample",
                round + 1,
                rounds,
                variant.name(),
                String.format(Locale.ROOT, "%.3f", result.measurement().millis().median()));
    }
}
