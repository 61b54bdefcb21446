package org.nalsm.spark.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

class ConfigLocationTest {
    @TempDir
    private Path directory;

    @Test
    void anEmptyNameIsNoDirectory() {
        for (String name : List.of("", " ")) {
            assertThatThrownBy(() -> ConfigLocation.read(name))
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
                    .hasMessage("--config '" + name + "' names no file; leave it out, or give one");
        }
    }

    @Test
    void remoteFilesAreReadThroughHadoop() throws IOException {
        Path file = Files.writeString(directory.resolve("remote.conf"), "run.seed = 3");
        var source = ConfigLocation.readRemote(file.toUri().toString());
        assertThat(source.text()).isEqualTo("run.seed = 3");
        assertThat(source.name()).isEqualTo(file.toUri().toString());
    }
}
