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
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.FeatureScaling;
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

/** On made-up counts: the optimum, which is one, is that of the driver's trainer and has no gradient. */
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
    private static ReadoutResult fitted;

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
        fitted = readout(settings(PENALTY)).train(ReadoutProgress.NONE);
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
        ReadoutResult result = fitted;
        try (CountMatrix train = matrix(Split.TRAIN);
                CountMatrix valid = matrix(Split.VALID);
                CountMatrix test = matrix(Split.TEST)) {
            ReadoutResult driver = ReadoutTrainer.of(ReadoutTrainer.Kind.DRIVER, settings, 2)
                    .train(train, valid, ReadoutProgress.NONE);
            double loss = driver.epochs().get(driver.epochs().size() - 1).trainLoss();
            assertThat(result.epochs()).singleElement().satisfies(fit -> {
                assertThat(fit.trainLoss()).isCloseTo(loss, within(1e-4 * loss));
                assertThat(fit.trainAccuracy())
                        .isEqualTo(result.readout().predict(train).accuracy());
                assertThat(fit.validAccuracy())
                        .isEqualTo(result.readout().predict(valid).accuracy());
            });
            // The driver keeps its best iteration, so compare with one that has only the last.
            assertThat(result.readout().scaling()).isEqualTo(driver.readout().scaling());
            SplitTotals totals = readout(settings).predict(result.readout(), Split.TEST);
            List<PredictionRow> rows =
                    store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, RUN, Split.TEST.label());
            assertThat(rows.stream().mapToInt(PredictionRow::predicted))
                    .containsExactly(
                            Arrays.stream(result.readout().predict(test).predicted())
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
        TrainedReadout readout = fitted.readout();
        double[][] gradient = new double[CLASSES][NEURONS + 1];
        double largest = 0;
        for (int s = 0; s < SAMPLES.get(Split.TRAIN); s++) {
            largest =
                    Math.max(largest, Arrays.stream(sample(s, 0).counts()).max().orElseThrow());
        }
        assertThat(readout.scaling().trainingMaximum()).isEqualTo((int) largest);
        for (int s = 0; s < SAMPLES.get(Split.TRAIN); s++) {
            SpikeCounts sample = sample(s, 0);
            double[] odds = new double[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                double score = readout.bias(k);
                for (int j = 0; j < NEURONS; j++) {
                    score += readout.weights(k)[j] * sample.counts()[j] / largest;
                }
                odds[k] = Math.exp(score);
            }
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
                assertThat(gradient[k][j] + PENALTY * readout.weights(k)[j])
                        .as("class %d, neuron %d", k, j)
                        .isCloseTo(0, within(1e-5));
            }
            assertThat(gradient[k][NEURONS])
                    .as("bias %d", k)
                    .isCloseTo(0, within(1e-3)); // class 9 goes to minus infinity
        }
    }

    @Test
    void validationChoosesThePenaltyOfEqualsTheLargest() {
        List<Integer> heard = new ArrayList<>();
        ReadoutResult result =
                readout(settings(20, 1e-4, 1, 1e-2)).train((record, of, penalty, all) -> heard.add(penalty));
        assertThat(heard).containsExactly(0, 1, 2);
        assertThat(result.epochs().stream().map(fit -> fit.penalty())).containsExactly(1.0, 1e-2, 1e-4);
        double best = result.epochs().stream()
                .mapToDouble(fit -> fit.validAccuracy())
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
