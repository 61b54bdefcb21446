package org.nalsm.spark.config;

import java.util.List;
import java.util.Map;
import org.nalsm.spark.identity.CanonicalJson;

/**
 * A validated sweep.
 *
 * @param sweep how to run it
 * @param base the configuration that all trials start from
 * @param trials in a fixed order, each with other parameters
 * @param chosen how many were chosen; more than there are trials where some came out equal
 */
public record ResolvedSweep(SweepConfig sweep, ResolvedConfig base, List<SweepTrial> trials, int chosen) {

    /** Name of the sweep: the same base and the same trials have the same name, in whatever order. */
    public String id() {
        return base.contentId(
                "s-",
                key -> true,
                trials.stream().map(SweepTrial::id).sorted().toList().toString());
    }

    /** The base configuration with the section {@code sweep}, but for the parameters, as JSON on one line. */
    public String json() {
        String own = CanonicalJson.write(Map.of(
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
        String all = base.json();
        return all.substring(0, all.length() - 1) + ",\"sweep\":" + own + "}";
    }
}
