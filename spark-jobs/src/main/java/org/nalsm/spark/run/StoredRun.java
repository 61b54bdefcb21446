package org.nalsm.spark.run;

import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;

/**
 * A run on disk.
 *
 * @param row its row
 * @param experiment its experiment, with what simulates here in the place of what simulated then
 * @param store the results it lies in
 */
public record StoredRun(RunRow row, Experiment experiment, ResultsStore store) {
    public String runId() {
        return row.runId();
    }
}
