package org.nalsm.engine.dataset;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The first 300 training and 100 test images of MNIST, from the test resources of this package. */
public final class MnistExcerpt {
    private MnistExcerpt() {}

    /** Samples 0..299 and 60000..60099; normalised by the excerpt's own largest share, not MNIST's. */
    public static ImageDataset dataset() {
        return new ImageDataset("mnist-excerpt", training(), test());
    }

    public static LabelledImages training() {
        return IdxReader.read(resource("train-images-idx3-ubyte.gz"), resource("train-labels-idx1-ubyte.gz"));
    }

    public static LabelledImages test() {
        return IdxReader.read(resource("t10k-images-idx3-ubyte.gz"), resource("t10k-labels-idx1-ubyte.gz"));
    }

    private static Path resource(String name) {
        try {
            return Path.of(MnistExcerpt.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
