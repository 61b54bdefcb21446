package org.nalsm.spark.family.csdp.report;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.csdp.CsdpSettings;
import org.nalsm.spark.family.csdp.StoredNetwork;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;

/**
 * What the figures of a run are made of.
 *
 * @param minibatches of the training; none of an imported network, likewise the next two
 * @param codes one a test sample
 * @param recordings of the first test samples
 * @param testAccuracy 0 to 1
 */
record RunData(
        CsdpSettings settings,
        CsdpNetwork network,
        List<CsdpTrainingRow> minibatches,
        List<CsdpEpochRow> epochs,
        List<CsdpGoodnessRow> goodness,
        List<CsdpResponseRow> codes,
        List<CsdpRecordingRow> recordings,
        double testAccuracy) {

    static RunData read(StoredRun run) {
        ResultsStore store = run.store();
        String file = ResultsStore.SINGLE_FILE;
        String id = run.runId();
        List<CsdpResponseRow> codes = new ArrayList<>();
        store.<CsdpResponseRow>readBlocks(CsdpResponseRow.TABLE, id, Split.TEST.label(), codes::add);
        return new RunData(
                CsdpSettings.of(run.experiment()),
                StoredNetwork.read(run),
                store.readIfThere(CsdpTrainingRow.TABLE, file, id),
                store.readIfThere(CsdpEpochRow.TABLE, file, id),
                store.readIfThere(CsdpGoodnessRow.TABLE, file, id),
                codes,
                store.readPartition(CsdpRecordingRow.TABLE, id),
                run.row().outcome().testAccuracy());
    }
}
