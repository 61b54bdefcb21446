package org.nalsm.engine.dataset;

import java.io.IOException;
import java.io.InputStream;

/** One N-MNIST recording and the MNIST image that it was made of, from the test resources of this package. */
final class NMnistExcerpt {
    private NMnistExcerpt() {}

    static byte[] recording() {
        return resource("n-mnist/recording.bin");
    }

    static byte[] image() {
        return resource("n-mnist/image.raw");
    }

    private static byte[] resource(String name) {
        try (InputStream content = NMnistExcerpt.class.getResourceAsStream(name)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
