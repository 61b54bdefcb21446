package org.nalsm.spark.family.lsnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.BatchState;
import org.nalsm.engine.lsnn.task.StoreRecall;
import org.nalsm.engine.training.SoftmaxCrossEntropy;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * The test of store-recall: batches of new sequences that go on from the state after the last validation. A step is a batch.
 * It takes seconds, so an attempt that is lost begins anew. The rows go to the tables from the task.
 */
record RecallEvaluation(LsnnModel model, Broadcast<TrainedNetwork> network, ResultsStore store, String runId)
        implements SequentialWork<Integer> {

    @Override
    public long steps() {
        return model.config().storeRecall().testBatches();
    }

    @Override
    public Computation<Integer> begin(Optional<PhaseState> from) {
        from.ifPresent(state -> {
            throw new IllegalArgumentException("the test has no states in between");
        });
        return new Test();
    }

    private final class Test implements Computation<Integer> {
        private final Workers workers = new Workers(1);
        private final Batches.Sequences batches = new Batches.Sequences(model, workers);
        private final BatchPass pass =
                new BatchPass(model.layer(), model.windows(), model.steps(), Kernel.fastest(), workers);
        private final BatchState state =
                new BatchState(model.layer(), model.config().training().batchSize());
        private final List<PredictionRow> predictions = new ArrayList<>();
        private final List<LsnnRecordingRow> recordings = new ArrayList<>();

        Test() {
            state.restore(network.value().stateReals(), network.value().stateSpikes());
        }

        @Override
        public void advance(long step) {
            List<StoreRecall.Sequence> sequences = batches.test((int) step);
            float[] outputs = pass.forward(
                            Batches.Sequences.labelled(sequences).inputs(),
                            network.value().layer(),
                            network.value().readout(),
                            state)
                    .outputs();
            Recorder recorder = new Recorder(model, pass, network.value().readout());
            for (int s = 0; s < sequences.size(); s++) {
                int number = (int) step * sequences.size() + s;
                predict(number, s, sequences.get(s).targets(), outputs);
                if (number < model.config().recordedSamples()) {
                    recordings.add(recorder.sequence(s, number, sequences.get(s)));
                }
            }
        }

        /** A row a recall; its sample is the number of the sequence times the symbols, plus the recall's place. */
        private void predict(int number, int position, int[] targets, float[] outputs) {
            int classes = model.outputs();
            for (int w = 0; w < targets.length; w++) {
                if (targets[w] >= 0) {
                    int at = (position * targets.length + w) * classes;
                    predictions.add(new PredictionRow(
                            number * targets.length + w,
                            targets[w],
                            SoftmaxCrossEntropy.predicted(outputs, at, classes),
                            Arrays.copyOfRange(outputs, at, at + classes)));
                }
            }
        }

        @Override
        public PhaseState state() {
            throw new IllegalStateException("the test stores no states");
        }

        /** Writes the rows where they belong, the predictions last. */
        @Override
        public Integer result() {
            workers.close();
            store.write(LsnnRecordingRow.TABLE, ResultsStore.SINGLE_FILE, recordings.stream(), runId);
            store.write(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, predictions.stream(), runId, Split.TEST.label());
            return predictions.size();
        }
    }
}
