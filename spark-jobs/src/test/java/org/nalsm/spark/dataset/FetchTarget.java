package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;

/** Where the tests fetch {@link TinyDataset} to. */
record FetchTarget(Path directory) {
    DatasetFetcher fetcher(String sources) {
        return new DatasetFetcher(TinyDataset.catalogue(sources), directory);
    }

    UserException failure(DatasetFetcher fetcher) {
        UserException failure = catchThrowableOfType(UserException.class, () -> fetcher.fetch(TinyDataset.NAME));
        assertThat(failure).as("fetching must fail").isNotNull();
        return failure;
    }

    Path folder() {
        return directory.resolve(TinyDataset.NAME);
    }

    /** Names in the dataset's folder, hidden ones too: nothing temporary may be left. */
    List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
