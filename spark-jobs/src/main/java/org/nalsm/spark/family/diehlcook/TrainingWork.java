package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Optional;
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
}
