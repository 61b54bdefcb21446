package org.nalsm.spark.table;

import java.util.List;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpParameterRow;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.family.diehlcook.table.ConfusionRow;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.family.diehlcook.table.SampleSpikesRow;
import org.nalsm.spark.family.diehlcook.table.SnapshotRow;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.InputRow;
import org.nalsm.spark.family.liquid.table.KernelQualityRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.family.liquid.table.NetworkRow;
import org.nalsm.spark.family.liquid.table.NeuronRow;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.family.liquid.table.SynapseRow;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.parquet.Table;

/** Every table under {@code output.dir}. */
public final class AllTables {
    private AllTables() {}

    public static List<Table<?>> all() {
        return List.of(
                RunRow.TABLE,
                NetworkRow.TABLE,
                NeuronRow.TABLE,
                SynapseRow.TABLE,
                LiquidWeightRow.TABLE,
                CheckpointRow.TABLE,
                SpikeCounts.TABLE,
                InputRow.TABLE,
                SpikesRow.TABLE,
                DynamicsRow.TABLE,
                TrainingRow.TABLE,
                ReadoutRow.TABLE,
                PredictionRow.TABLE,
                BranchingFactorRow.TABLE,
                KernelQualityRow.TABLE,
                TrainedNeuronRow.TABLE,
                SnapshotRow.TABLE,
                TrainingStepRow.TABLE,
                LearningCurveRow.TABLE,
                ResponseRow.TABLE,
                SampleSpikesRow.TABLE,
                NeuronLabelRow.TABLE,
                ConfusionRow.TABLE,
                ParameterRow.TABLE,
                LsnnTrainingRow.TABLE,
                LsnnRecordingRow.TABLE,
                CsdpParameterRow.TABLE,
                CsdpTrainingRow.TABLE,
                CsdpEpochRow.TABLE,
                CsdpGoodnessRow.TABLE,
                CsdpResponseRow.TABLE,
                CsdpRecordingRow.TABLE,
                SweepRow.TABLE,
                TrialRow.TABLE,
                NoteRow.TABLE);
    }
}
