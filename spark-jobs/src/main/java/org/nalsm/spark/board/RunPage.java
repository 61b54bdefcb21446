package org.nalsm.spark.board;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.nalsm.spark.report.Headline;

/**
 * What the template of a run's page shows.
 *
 * @param id the run
 * @param name what people call it; may be empty
 * @param note what people say of it; may be empty
 * @param model its model
 * @param dataset what it was trained on
 * @param status how it stands
 * @param complete whether it has figures
 * @param sweeps the sweeps that it is a trial of
 * @param headlines what was measured, the first of it
 * @param facts names and values
 * @param configuration keys and values
 */
public record RunPage(
        String id,
        String name,
        String note,
        String model,
        String dataset,
        String status,
        boolean complete,
        SortedSet<String> sweeps,
        List<Headline> headlines,
        List<List<String>> facts,
        SortedMap<String, String> configuration) {

    /** The two columns of a table each. */
    public List<Map.Entry<String, String>> settings() {
        return List.copyOf(configuration.entrySet());
    }
}
