package org.nalsm.spark.config;

import java.util.Optional;
import java.util.SortedMap;
import org.nalsm.engine.UserException;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.identity.ContentId;

/**
 * One trial of a sweep.
 *
 * @param parameters key to value as JSON: what distinguishes the trial
 * @param config the whole configuration, unless the parameters make an impossible one
 * @param error what is wrong with it then
 */
public record SweepTrial(
        SortedMap<String, String> parameters, Optional<ResolvedConfig> config, Optional<UserException> error) {

    /** Name of the trial: equal parameters, equal name. */
    public String id() {
        return ContentId.of("t-", CanonicalJson.write(parameters));
    }
}
