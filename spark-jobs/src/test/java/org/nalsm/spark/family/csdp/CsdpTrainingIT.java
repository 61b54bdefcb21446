package org.nalsm.spark.family.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.csdp.MatrixName;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.spark.family.csdp.config.TestConfig.Parameters;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/** The training of small networks: killed and gone on with, on any number of threads, and stopped by what is wrong. */
class CsdpTrainingIT {
    private static final ImageDataset IMAGES = TestExperiments.images();

    @TempDir
    private Path output;

    /** Killed anywhere, on other threads: the same bits. */
    @Test
    void aResumedTrainingEndsWithTheSameBitsOnAnyNumberOfThreads() {
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> images = spark.broadcast(new SampleSource.Images(IMAGES));
            for (Experiment experiment : List.of(
                    SmallCsdp.experiment(output), SmallCsdp.unsupervised(output, "csdp.negatives.rotated=true"))) {
                Trained straight = run(experiment, images, 1, OptionalInt.empty());
                assertThat(straight.latest.weights(MatrixName.W1))
                        .isNotEqualTo(CsdpSettings.of(experiment).untrained().weights(MatrixName.W1));
                assertSame(straight, run(experiment, images, 2, OptionalInt.empty()));
                for (int killed : new int[] {1, SmallCsdp.PER_EPOCH, 7}) {
                    assertSame(straight, run(experiment, images, 2, OptionalInt.of(killed)));
                }
            }
        }
    }

    /** What a training leaves; times are not compared. */
    private record Trained(
            CsdpNetwork latest, CsdpNetwork best, List<CsdpTrainingRow> rows, List<CsdpEpochRow> epochs) {}

    private int runs;

    private Trained run(Experiment experiment, Broadcast<SampleSource> images, int threads, OptionalInt killedAfter) {
        ResultsStore store = TestExperiments.store(output.resolve("run" + runs++));
        CsdpSettings settings = CsdpSettings.of(experiment);
        TrainingWork work = new TrainingWork(settings, images, store, "r-1", threads);
        SequentialWork.Computation<Integer> computation = work.begin(Optional.empty());
        for (int step = 0; step < work.steps(); step++) {
            if (killedAfter.isPresent() && killedAfter.getAsInt() == step) {
                computation = work.begin(Optional.of(computation.state()));
            }
            computation.advance(step);
        }
        assertThat(computation.result()).isEqualTo(SmallCsdp.EPOCHS);
        return new Trained(
                StoredNetwork.read(store, "r-1", Parameters.LATEST, settings.model()),
                StoredNetwork.read(store, "r-1", Parameters.BEST, settings.model()),
                store.read(CsdpTrainingRow.TABLE, ResultsStore.SINGLE_FILE, "r-1").stream()
                        .map(CsdpTrainingIT::withoutTime)
                        .toList(),
                store.read(CsdpEpochRow.TABLE, ResultsStore.SINGLE_FILE, "r-1").stream()
                        .map(CsdpTrainingIT::withoutTime)
                        .toList());
    }

    private static CsdpTrainingRow withoutTime(CsdpTrainingRow row) {
        return new CsdpTrainingRow(
                row.minibatch(),
                row.epoch(),
                row.accuracy(),
                row.entropy(),
                row.inputSpikes(),
                row.hidden1Spikes(),
                row.hidden2Spikes(),
                row.classifierSpikes(),
                row.reconstructionSpikes(),
                row.positiveGoodness1(),
                row.negativeGoodness1(),
                row.positiveGoodness2(),
                row.negativeGoodness2(),
                0);
    }

    private static CsdpEpochRow withoutTime(CsdpEpochRow row) {
        return new CsdpEpochRow(
                row.epoch(),
                row.trainAccuracy(),
                row.trainEntropy(),
                row.validAccuracy(),
                row.validNll(),
                row.validCrossEntropy(),
                row.validSquaredError(),
                0);
    }

    private static void assertSame(Trained expected, Trained actual) {
        for (MatrixName matrix : expected.latest.matrices()) {
            assertThat(actual.latest.weights(matrix)).isEqualTo(expected.latest.weights(matrix));
            assertThat(actual.best.weights(matrix)).isEqualTo(expected.best.weights(matrix));
        }
        assertThat(actual.rows).isNotEmpty().isEqualTo(expected.rows);
        assertThat(actual.epochs).isNotEmpty().isEqualTo(expected.epochs);
    }

    @Test
    void aWeightThatIsNoNumberAndALayerThatDoesNotFitEndTheTrainingWithALine() {
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            Broadcast<SampleSource> images = spark.broadcast(new SampleSource.Images(IMAGES));
            ResultsStore store = TestExperiments.store(output);
            CsdpSettings settings = CsdpSettings.of(SmallCsdp.experiment(output));
            TrainingWork work = new TrainingWork(settings, images, store, "r-1", 1);
            PhaseState state = work.begin(Optional.empty()).state();
            state.floats("w2", 60 * 30)[5] = Float.NaN;
            SequentialWork.Computation<Integer> computation = work.begin(Optional.of(state));
            assertThatThrownBy(() -> computation.advance(0))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("a weight of W2 is not a number");
            work.requireMemory(100_000_000);
            assertThatThrownBy(() -> work.requireMemory(1_000_000))
                    .isInstanceOf(UserException.class)
                    .hasMessageMatching(
                            "csdp.hidden1 = 60, csdp.hidden2 = 30, csdp.training.batch-size = 20: training needs "
                                    + "0.0 GB, and the task's heap is 0.0 GB; use smaller ones, or more memory .*");
        }
    }
}
