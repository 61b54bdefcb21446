package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.diehlcook.DiehlCookModel;
import org.nalsm.engine.diehlcook.InitialNetwork;
import org.nalsm.engine.diehlcook.LearnedNetwork;
import org.nalsm.engine.diehlcook.Moments;
import org.nalsm.engine.diehlcook.NetworkTrainer;
import org.nalsm.engine.diehlcook.Response;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.KernelChoice;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/**
 * The training; a step is a sample.
 *
 * @param seed of initial weights, delays and input spikes
 * @param kernel as configured; what is fastest is found out on the executor
 * @param samples those of a pass
 * @param steps samples of all passes
 * @param snapshots after how many samples the network is kept
 */
record TrainingWork(
        Broadcast<SampleSource> source,
        ResultsStore store,
        String runId,
        DiehlCookModel model,
        long seed,
        KernelChoice kernel,
        TrainingFile samples,
        long steps,
        List<Integer> snapshots,
        boolean normaliseAtEnd)
        implements SequentialWork<LearnedNetwork> {

    static TrainingWork of(DiehlCookRun run) {
        DiehlCookSettings settings = run.settings();
        return new TrainingWork(
                run.context().samples(),
                run.store(),
                run.runId(),
                settings.model(),
                settings.seed(),
                settings.keys().kernel(),
                settings.learned(),
                settings.trainingSteps(),
                LearningCurvePhase.snapshots(settings),
                settings.keys().training().normaliseAtEnd());
    }

    @Override
    public Computation<LearnedNetwork> begin(Optional<PhaseState> from) {
        NetworkTrainer trainer =
                new NetworkTrainer(InitialNetwork.draw(model, seed), seed, DiehlCookSettings.kernel(kernel));
        TrainingLog log = new TrainingLog(store, runId);
        if (from.isPresent()) {
            TrainerState.restore(from.get(), trainer, model);
            log.restore(from.get());
        } else {
            log.add(row(0, -1, -1, 0, trainer));
        }
        return new Training(
                this, trainer, log, ((SampleSource.Images) source.value().raw()).images());
    }

    private static TrainingStepRow row(
            int presented, int sampleId, int label, int presentations, NetworkTrainer trainer) {
        Moments weights = trainer.weightMoments();
        Moments theta = trainer.thetaMoments();
        return new TrainingStepRow(
                presented,
                sampleId,
                label,
                presentations,
                trainer.steps(),
                trainer.spikes(),
                weights.mean(),
                weights.deviation(),
                theta.mean(),
                theta.deviation());
    }

    private record Training(TrainingWork work, NetworkTrainer trainer, TrainingLog log, ImageDataset images)
            implements Computation<LearnedNetwork> {

        @Override
        public void advance(long step) {
            int position = (int) step;
            int sampleId = work.samples.sampleId(position % work.samples.size());
            Response response = trainer.train(position, images.image(sampleId));
            int presented = position + 1;
            log.add(row(presented, sampleId, work.source.value().label(sampleId), response.presentations(), trainer));
            if (work.snapshots.contains(presented)) {
                TrainedNetworkTable.writeSnapshot(work.store, work.runId, presented, trainer.learned());
            }
        }

        @Override
        public PhaseState state() {
            return log.addTo(TrainerState.of(trainer));
        }

        @Override
        public LearnedNetwork result() {
            log.flush();
            return work.normaliseAtEnd ? trainer.normalised() : trainer.learned();
        }
    }

    /** The rows of the training that are not in a file yet; a file has those of a thousand samples. */
    private static final class TrainingLog {
        private static final int ROWS = 1000;
        private static final String SIZE = "log-size";
        private static final String WHOLE = "log-whole";
        private static final String REAL = "log-real";
        private static final int WHOLE_COLUMNS = 6;
        private static final int REAL_COLUMNS = 4;

        private final ResultsStore store;
        private final String runId;
        private final List<TrainingStepRow> rows = new ArrayList<>();

        private TrainingLog(ResultsStore store, String runId) {
            this.store = store;
            this.runId = runId;
        }

        private void add(TrainingStepRow row) {
            rows.add(row);
            if (row.presented() % ROWS == ROWS - 1) {
                flush();
            }
        }

        private void flush() {
            if (!rows.isEmpty()) {
                String file = "block-%05d".formatted(rows.get(0).presented() / ROWS);
                store.writeOnce(TrainingStepRow.TABLE, file, rows.stream(), runId);
                rows.clear();
            }
        }

        private PhaseState addTo(PhaseState state) {
            long[] whole = rows.stream()
                    .flatMapToLong(row -> LongStream.of(
                            row.presented(),
                            row.sampleId(),
                            row.label(),
                            row.presentations(),
                            row.steps(),
                            row.spikes()))
                    .toArray();
            double[] real = rows.stream()
                    .flatMapToDouble(row -> DoubleStream.of(
                            row.weightMean(), row.weightDeviation(), row.thetaMeanMv(), row.thetaDeviationMv()))
                    .toArray();
            return state.put(SIZE, new int[] {rows.size()}).put(WHOLE, whole).put(REAL, real);
        }

        private void restore(PhaseState state) {
            int size = state.ints(SIZE, 1)[0];
            long[] whole = state.longs(WHOLE, size * WHOLE_COLUMNS);
            double[] real = state.doubles(REAL, size * REAL_COLUMNS);
            for (int k = 0; k < size; k++) {
                int w = k * WHOLE_COLUMNS;
                int r = k * REAL_COLUMNS;
                rows.add(new TrainingStepRow(
                        (int) whole[w],
                        (int) whole[w + 1],
                        (int) whole[w + 2],
                        (int) whole[w + 3],
                        whole[w + 4],
                        whole[w + 5],
                        real[r],
                        real[r + 1],
                        real[r + 2],
                        real[r + 3]));
            }
        }
    }
}
