package org.nalsm.spark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLocationTest {
    @TempDir
    private Path directory;

    @Test
    void remoteFilesAreReadThroughHadoop() throws IOException {
        Path file = Files.writeString(directory.resolve("remote.conf"), "run.seed = 3");
        var source = ConfigLocation.readRemote(file.toUri().toString());
        assertThat(source.text()).isEqualTo("run.seed = 3");
        assertThat(source.name()).isEqualTo(file.toUri().toString());
    }
}
