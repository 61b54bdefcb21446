package org.nalsm.spark.readout.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.FittedScaling;
import org.nalsm.spark.readout.ReadoutProgress;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.ReadoutTrainer;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;

/**
 * On made-up counts: the optimum, which is one, is that of the driver's trainer and has no gradient; validation chooses
 * penalty and length.
 */
class DistributedReadoutIT {
    private static final String RUN = "r-made-up";
    private static final int NEURONS = 17;
    private static final int CLASSES = CountMatrix.CLASSES;
    private static final Map<Split, Integer> SAMPLES = Map.of(Split.TRAIN, 400, Split.VALID, 90, Split.TEST, 130);

    @TempDir
    private static Path directory;

    private static JavaSparkContext spark;
    private static ResultsStore store;

    private static final double PENALTY = 1e-2;
    private static LogisticRegressionModel model;
    private static TrainedReadout fitted;

    @BeforeAll
    static void write() {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        for (Split split : Split.values()) {
            for (SampleBlock block : blocks(split)) {
                try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, RUN, split.label(), block.index())) {
                    for (int s = 0; s < block.size(); s++) {
                        writer.write(SpikeCounts.TABLE, sample(block.firstSampleId() + s, block.index()));
                    }
                    writer.commit();
                }
            }
        }
        spark = TestExperiments.spark("local[2]");
        spark.setLogLevel("WARN"); // a fit is thousands of small tasks
        model = fit(settings(PENALTY), blocks(Split.TRAIN)).model(PENALTY, 500);
        fitted = DistributedReadout.readout(model, scaling(blocks(Split.TRAIN)));
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    /** Blocks of 50; the last ones are smaller. */
    private static List<SampleBlock> blocks(Split split) {
        return SampleBlock.of(split, SAMPLES.get(split), 50);
    }

    /** Neuron j prefers class j mod 10; neuron 0 is silent, and there is no sample of class 9. */
    private static SpikeCounts sample(int id, int block) {
        SplittableRandom random = new SplittableRandom(id);
        int label = random.nextInt(CLASSES - 1);
        int[] counts = new int[NEURONS];
        for (int j = 1; j < NEURONS; j++) {
            counts[j] = random.nextInt(8 + (j % CLASSES == label ? 12 : 0));
        }
        return new SpikeCounts(id, label, counts, 3, Arrays.stream(counts).sum(), block);
    }

    private static ReadoutSettings settings(double... penalties) {
        return settings(500, penalties);
    }

    private static ReadoutSettings settings(int iterations, double... penalties) {
        return new ReadoutSettings(
                ReadoutSettings.Optimiser.LBFGS,
                ReadoutSettings.Labels.HARD,
                FeatureScaling.TRAINING_MAXIMUM,
                penalties,
                iterations,
                iterations,
                250,
                0.1,
                0.95,
                1e-8,
                1e-9);
    }

    private static PenaltyFit fit(ReadoutSettings settings, List<SampleBlock> training) {
        return new PenaltyFit(
                settings,
                new CountedBlocks(store, RUN, NEURONS).of(spark, training),
                NEURONS,
                scaling(training).trainingMaximum());
    }

    private static FittedScaling scaling(List<SampleBlock> training) {
        int largest = samples(training)
                .flatMapToInt(sample -> Arrays.stream(sample.counts()))
                .max()
                .orElseThrow();
        return new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, largest, 250);
    }

    private static Stream<SpikeCounts> samples(List<SampleBlock> blocks) {
        return blocks.stream()
                .flatMap(block -> IntStream.range(0, block.size())
                        .mapToObj(s -> sample(block.firstSampleId() + s, block.index())));
    }

    /** Share of the samples whose own class has the largest score, in plain loops. */
    private static double accuracy(TrainedReadout readout, List<SampleBlock> blocks) {
        return samples(blocks)
                .mapToDouble(sample -> {
                    double[] scores = scores(readout, sample);
                    return Arrays.stream(scores).max().orElseThrow() == scores[sample.label()] ? 1 : 0;
                })
                .average()
                .orElseThrow();
    }

    private static double[] scores(TrainedReadout readout, SpikeCounts sample) {
        double[] scores = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            scores[k] = readout.bias(k);
            for (int j = 0; j < NEURONS; j++) {
                scores[k] += readout.weights(k)[j]
                        * sample.counts()[j]
                        / readout.scaling().trainingMaximum();
            }
        }
        return scores;
    }

    private static DistributedReadout readout(ReadoutSettings settings) {
        return new DistributedReadout(spark, settings, store, RUN, NEURONS, DistributedReadoutIT::blocks);
    }

    private static CountMatrix matrix(Split split) {
        try (CountMatrix.Builder builder = new CountMatrix.Builder(SAMPLES.get(split), NEURONS)) {
            for (int s = 0; s < SAMPLES.get(split); s++) {
                SpikeCounts sample = sample(split.firstSampleId() + s, 0);
                builder.addRow(sample.counts(), sample.label());
            }
            return builder.build();
        }
    }

    @Test
    void theOptimumIsThatOfTheDriver() {
        ReadoutSettings settings = settings(PENALTY);
        try (CountMatrix train = matrix(Split.TRAIN);
                CountMatrix valid = matrix(Split.VALID);
                CountMatrix test = matrix(Split.TEST)) {
            ReadoutResult driver = ReadoutTrainer.of(ReadoutTrainer.Kind.DRIVER, settings, 2)
                    .train(train, valid, ReadoutProgress.NONE);
            double loss = driver.epochs().get(driver.epochs().size() - 1).trainLoss();
            assertThat(PenaltyFit.loss(model)).isCloseTo(loss, within(1e-4 * loss));
            // The driver keeps its best iteration, so what follows is compared with this readout on plain arrays.
            assertThat(fitted.scaling()).isEqualTo(driver.readout().scaling());
            assertThat(accuracy(fitted, blocks(Split.VALID)))
                    .isEqualTo(fitted.predict(valid).accuracy());
            SplitTotals totals = readout(settings).predict(fitted, Split.TEST);
            List<PredictionRow> rows =
                    store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, RUN, Split.TEST.label());
            assertThat(rows.stream().mapToInt(PredictionRow::predicted))
                    .containsExactly(Arrays.stream(fitted.predict(test).predicted())
                            .boxed()
                            .toArray(Integer[]::new));
            assertThat(rows.stream().mapToInt(PredictionRow::sampleId))
                    .isSorted()
                    .hasSize(130);
            assertThat(totals.accuracy())
                    .isEqualTo(PredictionRow.accuracy(rows))
                    .isGreaterThan(0.5);
            assertThat(totals.samples()).isEqualTo(130);
            assertThat(totals.inputSpikes()).isEqualTo(3 * 130);
        }
    }

    /** With the machine's own library beside that of ND4J, the process would end somewhere in another test. */
    @Test
    void linearAlgebraIsInJava() {
        readout(settings(5, 1)).train(ReadoutProgress.NONE);
        assertThatThrownBy(NativeBLAS::getInstance).hasMessageContaining("Unable to load native implementation");
    }

    @Test
    void theGradientIsZeroThere() {
        double[][] gradient = new double[CLASSES][NEURONS + 1];
        double largest = fitted.scaling().trainingMaximum();
        for (int s = 0; s < SAMPLES.get(Split.TRAIN); s++) {
            SpikeCounts sample = sample(s, 0);
            double[] odds = Arrays.stream(scores(fitted, sample)).map(Math::exp).toArray();
            double sum = Arrays.stream(odds).sum();
            for (int k = 0; k < CLASSES; k++) {
                double error = (odds[k] / sum - (k == sample.label() ? 1 : 0)) / SAMPLES.get(Split.TRAIN);
                for (int j = 0; j < NEURONS; j++) {
                    gradient[k][j] += error * sample.counts()[j] / largest;
                }
                gradient[k][NEURONS] += error;
            }
        }
        for (int k = 0; k < CLASSES; k++) {
            for (int j = 0; j < NEURONS; j++) {
                assertThat(gradient[k][j] + PENALTY * fitted.weights(k)[j])
                        .as("class %d, neuron %d", k, j)
                        .isCloseTo(0, within(1e-5));
            }
            assertThat(gradient[k][NEURONS])
                    .as("bias %d", k)
                    .isCloseTo(0, within(1e-3)); // class 9 goes to minus infinity
        }
    }

    /** Two hundred samples for 180 weights, hardly a penalty: longer fits know them better and the validation samples worse. */
    @Test
    void validationChoosesTheLength() {
        double penalty = 1e-7;
        List<SampleBlock> few = blocks(Split.TRAIN).subList(0, 4);
        List<SampleBlock> validation = blocks(Split.VALID);
        ReadoutResult result = new DistributedReadout(
                        spark,
                        settings(500, penalty),
                        store,
                        RUN,
                        NEURONS,
                        split -> split == Split.TRAIN ? few : blocks(split))
                .train(ReadoutProgress.NONE);

        PenaltyFit fit = fit(settings(500, penalty), few);
        List<EpochRecord> expected = new ArrayList<>();
        double best = -1;
        for (int length = 10; ; length *= 2) {
            LogisticRegressionModel longer = fit.model(penalty, length);
            TrainedReadout readout = DistributedReadout.readout(longer, scaling(few));
            double valid = accuracy(readout, validation);
            expected.add(new EpochRecord(length, penalty, PenaltyFit.loss(longer), accuracy(readout, few), valid, 0));
            if (valid < best) {
                break;
            }
            best = valid;
        }
        assertThat(result.epochs()).hasSameSizeAs(expected);
        for (int k = 0; k < expected.size(); k++) {
            EpochRecord made = result.epochs().get(k);
            assertThat(made.epoch()).isEqualTo(expected.get(k).epoch());
            assertThat(made.trainLoss()).isCloseTo(expected.get(k).trainLoss(), within(1e-9));
            assertThat(made.trainAccuracy()).isEqualTo(expected.get(k).trainAccuracy());
            assertThat(made.validAccuracy()).isEqualTo(expected.get(k).validAccuracy());
        }
        assertThat(result.bestEpoch())
                .isEqualTo(expected.get(expected.size() - 2).epoch());
        assertThat(result.validAccuracy()).isEqualTo(best);
        assertThat(result.readout().scaling()).isEqualTo(scaling(few));
        assertThat(accuracy(result.readout(), validation)).isEqualTo(best);
        LogisticRegressionModel optimum = fit.model(penalty, 500);
        assertThat(PenaltyFit.loss(optimum))
                .isLessThan(expected.get(expected.size() - 2).trainLoss());
        assertThat(accuracy(DistributedReadout.readout(optimum, scaling(few)), validation))
                .isLessThan(best);
    }

    @Test
    void validationChoosesThePenaltyOfEqualsTheLargest() {
        List<Integer> heard = new ArrayList<>();
        ReadoutResult result =
                readout(settings(20, 1e-4, 1, 1e-2)).train((record, of, penalty, all) -> heard.add(penalty));
        assertThat(heard).isSorted().containsOnly(0, 1, 2).hasSameSizeAs(result.epochs());
        assertThat(result.epochs().stream().map(EpochRecord::penalty).distinct())
                .containsExactly(1.0, 1e-2, 1e-4);
        double best = result.epochs().stream()
                .mapToDouble(EpochRecord::validAccuracy)
                .max()
                .orElseThrow();
        assertThat(result.validAccuracy()).isEqualTo(best);
        assertThat(result.penalty())
                .isEqualTo(result.epochs().stream()
                        .filter(fit -> fit.validAccuracy() == best)
                        .findFirst()
                        .orElseThrow()
                        .penalty());
    }

    @Test
    void whatSparkMlDoesNotKnowIsOneLine() {
        assertThatThrownBy(() -> DistributedReadout.check(new ReadoutSettings(
                        ReadoutSettings.Optimiser.ADADELTA,
                        ReadoutSettings.Labels.SOFT,
                        FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM,
                        new double[] {0},
                        1,
                        1,
                        250,
                        0.1,
                        0.95,
                        1e-8,
                        0)))
                .isInstanceOf(UserException.class)
                .hasMessage("readout.trainer = spark-ml trains with lbfgs, hard labels and counts only; set "
                        + "readout.optimiser = lbfgs, readout.labels = hard, readout.features = counts, "
                        + "or readout.trainer = driver");
    }
}
