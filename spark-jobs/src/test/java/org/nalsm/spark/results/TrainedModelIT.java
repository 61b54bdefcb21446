package org.nalsm.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.run.TestExperiments;

/** The example of {@link TrainedModel} and of the README, on the first test images of MNIST. */
class TrainedModelIT {
    @TempDir
    private Path directory;

    @Test
    void aJavaProgramGetsWhatTheCommandLineDoes() throws URISyntaxException {
        Path images = Path.of(getClass()
                .getResource("/mnist-excerpt/t10k-images-idx3-ubyte.gz")
                .toURI());
        List<Prediction> predictions;
        List<Prediction> fromMemory;
        String run;
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            run = TestExperiments.train(
                            spark,
                            TestExperiments.experiment(directory, "model.name=lsm"),
                            TestExperiments.store(directory))
                    .run()
                    .runId();
            TrainedModel model = TrainedModel.open(directory.toString(), run.substring(0, 6));
            assertThat(model.runId()).isEqualTo(run);
            predictions = model.predict(spark, images);
            fromMemory = model.predict(spark, pixels(images));
            assertThatThrownBy(() -> model.predict(spark, List.of(new byte[784], new byte[10])))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("image 1: has 10 pixels; give 784");
            assertThatThrownBy(() -> model.predict(spark, List.of()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("holds no images");
        }
        // DuckDB applies the softmax a second time, to the table alone.
        List<String> table = query("""
            SELECT predicted, round(exp(list_max(scores)) / list_sum(list_transform(scores, x -> exp(x::DOUBLE))), 9)
            FROM '%s/predictions/*/split=u-*/*.parquet' ORDER BY sample_id
            """.formatted(directory));
        assertThat(table).hasSameSizeAs(predictions).hasSizeGreaterThan(50);
        for (int k = 0; k < predictions.size(); k++) {
            Prediction prediction = predictions.get(k);
            String[] expected = table.get(k).split(" ", -1);
            assertThat(prediction.predicted()).isEqualTo(Integer.parseInt(expected[0]));
            assertThat(prediction.probability()).isCloseTo(Double.parseDouble(expected[1]), within(1e-6));
            assertThat(prediction.file()).isEqualTo(images.toString());
            assertThat(prediction.position()).isEqualTo(k);
            assertThat(prediction.label()).isEmpty();
            assertThat(fromMemory.get(k).file()).isEmpty();
            assertThat(fromMemory.get(k).scores()).isEqualTo(prediction.scores());
        }
        CommandLineRun lines = nalsm(
                List.of("output.dir=" + directory), "predict", "--run", run, "--format", "csv", images.toString());
        assertThat(lines.said()).contains("found on disk");
        assertThat(lines.out().lines().skip(1).map(line -> line.split(",", -1)[3]))
                .containsExactlyElementsOf(predictions.stream()
                        .map(prediction -> Integer.toString(prediction.predicted()))
                        .toList());
        assertThatThrownBy(() -> TrainedModel.open(directory.toString(), "r-0000"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no run 'r-0000'");
    }

    private static List<byte[]> pixels(Path file) {
        LabelledImages images = IdxReader.readImages(file);
        List<byte[]> pixels = new ArrayList<>();
        IntStream.range(0, images.count()).forEach(i -> {
            byte[] image = new byte[images.pixelsPerImage()];
            images.copyImage(i, image);
            pixels.add(image);
        });
        return pixels;
    }
}
