package org.nalsm.spark.config;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.UserException;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.identity.ContentId;

/**
 * One trial of a sweep.
 *
 * @param parameters key to value as JSON: what distinguishes the trial, or in successive halving the candidate
 * @param config the whole configuration, unless the parameters make an impossible one
 * @param error what is wrong with it then
 * @param rung where it stands in successive halving; empty elsewhere
 */
public record SweepTrial(
        SortedMap<String, String> parameters,
        Optional<ResolvedConfig> config,
        Optional<UserException> error,
        Optional<Rung> rung) {

    /**
     * A rung of successive halving, as a trial has it.
     *
     * @param index from 0
     * @param resource how much the trial has of the resource
     * @param settings what the rung sets, key to value as JSON
     */
    public record Rung(int index, int resource, SortedMap<String, String> settings) {}

    /** Name of the trial: equal parameters and equal settings of its rung, equal name. */
    public String id() {
        SortedMap<String, String> all = new TreeMap<>(parameters);
        rung.ifPresent(of -> all.putAll(of.settings()));
        return ContentId.of("t-", CanonicalJson.write(all));
    }
}
