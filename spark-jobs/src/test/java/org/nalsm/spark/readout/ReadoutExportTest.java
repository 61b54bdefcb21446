package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ReadoutExportTest {
    private static final int NEURONS = 19;
    private static final int SAMPLES = 900;
    private static final int BATCH = 250;

    private final int[][] counts = Samples.counts(SAMPLES, NEURONS, 1);
    private final double[] parameters = parameters();

    @TempDir
    private Path directory;

    /** Random, and each class with a preference for the neurons that prefer it, so that all classes are predicted. */
    private static double[] parameters() {
        double[] parameters = Samples.randomParameters(NEURONS, 2);
        for (int j = 0; j < NEURONS; j++) {
            parameters[j * CLASSES + j % CLASSES] += 4;
        }
        return parameters;
    }

    private TrainedReadout readout(FeatureScaling kind) {
        try (CountMatrix training = Samples.matrix(Samples.counts(300, NEURONS, 3))) {
            return TrainedReadout.ofParameters(parameters, FittedScaling.fit(kind, training, BATCH));
        }
    }

    private Path export(TrainedReadout readout) throws IOException {
        Path file = directory.resolve("readout.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            new ReadoutExport(readout).write(out);
        }
        return file;
    }

    private void assertPredictsAlike(TrainedReadout readout, double[][] input) throws IOException {
        MultiLayerNetwork model = MultiLayerNetwork.load(export(readout).toFile(), false);
        INDArray probabilities =
                model.output(Nd4j.createFromArray(input).castTo(model.params().dataType()));
        int[] classes = probabilities.argMax(1).toIntVector();
        try (CountMatrix matrix = Samples.matrix(counts)) {
            Predictions expected = readout.predict(matrix);
            assertThat(classes).isEqualTo(expected.predicted());
            assertThat(IntStream.of(classes).distinct()).as("classes").hasSize(CLASSES);
            for (int i = 0; i < SAMPLES; i++) {
                double[] logits = new double[CLASSES];
                for (int k = 0; k < CLASSES; k++) {
                    logits[k] = expected.scores()[i][k];
                }
                assertThat(probabilities.getRow(i).toDoubleVector())
                        .containsExactly(Samples.softmax(logits), within(1e-5));
            }
        }
    }

    @Test
    void ofCountsByTheTrainingMaximumTakesRawCounts() throws IOException {
        TrainedReadout readout = readout(FeatureScaling.TRAINING_MAXIMUM);
        assertThat(new ReadoutExport(readout).input()).isEqualTo(ReadoutExport.Input.COUNTS);
        double[][] raw = new double[SAMPLES][NEURONS];
        for (int i = 0; i < SAMPLES; i++) {
            for (int j = 0; j < NEURONS; j++) {
                raw[i][j] = counts[i][j];
            }
        }
        assertPredictsAlike(readout, raw);
    }

    @Test
    void ofSharesTakesFeatures() throws IOException {
        TrainedReadout readout = readout(FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM);
        assertThat(new ReadoutExport(readout).input()).isEqualTo(ReadoutExport.Input.FEATURES);
        assertThat(new ReadoutExport(readout).inputDescription()).contains("19 liquid neurons", "batch of 250");
        assertPredictsAlike(readout, Samples.features(counts, FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM, BATCH));
    }

    @Test
    void ofASilentLiquidHasTheBiasOnly() throws IOException {
        FittedScaling silent = new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, 0, BATCH);
        MultiLayerNetwork model = MultiLayerNetwork.load(
                export(TrainedReadout.ofParameters(parameters, silent)).toFile(), false);
        assertThat(model.getParam("0_W").toFloatMatrix()).isDeepEqualTo(new float[NEURONS][CLASSES]);
        assertThat(model.getParam("0_b").getFloat(4)).isEqualTo((float) parameters[NEURONS * CLASSES + 4]);
    }

    @Test
    void needsNoClassOfThisProgramAndHasNoUpdater() throws IOException {
        try (ZipFile zip =
                new ZipFile(export(readout(FeatureScaling.TRAINING_MAXIMUM)).toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names).contains("configuration.json", "coefficients.bin").doesNotContain("updaterState.bin");
            String configuration = new String(
                    zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(configuration).contains("OutputLayer").doesNotContain("nalsm");
        }
    }
}
