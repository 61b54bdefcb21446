package org.nalsm.spark.config;

import java.util.List;
import java.util.TreeMap;

/**
 * A validated sweep.
 *
 * @param sweep how to run it
 * @param base the configuration that all trials start from
 * @param trials in a fixed order, each with other parameters
 */
public record ResolvedSweep(SweepConfig sweep, ResolvedConfig base, List<SweepTrial> trials) {

    /** Name of the sweep: the same base and the same trials have the same name, in whatever order. */
    public String id(String codeVersion) {
        return ContentId.of("s-", base.runId(codeVersion)
            + trials.stream().map(SweepTrial::id).sorted().toList());
    }

    /** The base configuration and the parameters of all trials as JSON. */
    public String json() {
        return "{\"base\":" + base.json() + ",\"trials\":"
            + CanonicalJson.write(trials.stream().map(SweepTrial::parameters).map(TreeMap::new).toList()) + "}";
    }
}
