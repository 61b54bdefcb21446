package org.nalsm.spark.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nalsm.spark.identity.CanonicalJson;

/**
 * A validated sweep.
 *
 * @param sweep how to run it
 * @param base the configuration that all trials start from
 * @param trials in a fixed order, each with other parameters; in successive halving those of the first rung
 * @param chosen how many were chosen; more than there are trials where some came out equal
 * @param later in successive halving, the same candidates with what each later rung has, in the order of {@code trials};
 *     which of them run is decided on the way
 */
public record ResolvedSweep(
        SweepConfig sweep, ResolvedConfig base, List<SweepTrial> trials, int chosen, List<List<SweepTrial>> later) {
    public ResolvedSweep {
        trials = List.copyOf(trials);
        later = List.copyOf(later);
    }

    /** The trials that are possible, by rung; a sweep without successive halving has one rung. */
    public List<List<SweepTrial>> rungs() {
        return Stream.concat(Stream.of(trials), later.stream()).toList();
    }

    /** Name of the sweep: the same base and the same trials have the same name, in whatever order. */
    public String id() {
        String content = rungs().stream()
                .flatMap(List::stream)
                .map(SweepTrial::id)
                .sorted()
                .toList()
                .toString();
        return base.contentId(
                "s-",
                key -> true,
                sweep.isHalving() ? content + " factor " + sweep.halving().factor() : content);
    }

    /** The base configuration with the section {@code sweep}, but for the parameters, as JSON on one line. */
    public String json() {
        Map<String, Object> own = new TreeMap<>(Map.of(
                "name",
                sweep.name(),
                "sampling",
                Choices.key(sweep.sampling()),
                "trials",
                sweep.trials(),
                "seed",
                sweep.seed(),
                "parallel-trials",
                sweep.parallelTrials()));
        if (sweep.isHalving()) {
            SweepConfig.Halving halving = sweep.halving();
            own.put(
                    "halving",
                    Map.of(
                            "candidates",
                            Choices.key(halving.candidates()),
                            "resource",
                            halving.resource(),
                            "min-resources",
                            halving.minResources(),
                            "max-resources",
                            halving.maxResources(),
                            "factor",
                            halving.factor(),
                            "test-samples",
                            halving.testSamples()));
        }
        String all = base.json();
        return all.substring(0, all.length() - 1) + ",\"sweep\":" + CanonicalJson.write(own) + "}";
    }
}
