package org.nalsm.spark.run;

import java.util.List;
import org.nalsm.spark.table.ResultsStore;

/** What another program has learned, read and checked; a run can begin with it. */
public interface ImportedModel {
    /**
     * Settings ({@code key=value}) that the run has beside those of the user. They say what was imported, so that another
     * content is another run.
     */
    List<String> settings();

    /**
     * Stores it as the result of the phases that a run with it does not need; these find it and do nothing.
     *
     * @param experiment with the settings
     */
    void store(Experiment experiment, ResultsStore store);
}
