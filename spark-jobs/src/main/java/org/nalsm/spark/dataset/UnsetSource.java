package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A directory source whose path the user has not set; kept so that the error of a failed fetch tells that
 * it could be.
 */
record UnsetSource(String reason) implements DatasetSource {

    @Override
    public String title() {
        return "directory of the user";
    }

    @Override
    public void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException {
        throw new IOException(reason);
    }
}
