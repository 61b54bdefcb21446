package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardCommandTest {
    @TempDir
    private Path directory;

    private CommandLineRun board(String... options) {
        return CommandLineRun.nalsm(
                Stream.concat(Stream.of("board", "--set", "output.dir=" + directory), Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void whatCannotBeListenedToIsOneLine() throws IOException {
        CommandLineRun high = board("--port", "65536");
        assertThat(high.exitCode()).isEqualTo(64);
        assertThat(high.err()).hasLineCount(1).contains("--port 65536: expected 0 to 65535");
        CommandLineRun nowhere = board("--host", "nowhere.invalid", "--port", "0");
        assertThat(nowhere.exitCode()).isEqualTo(64);
        assertThat(nowhere.err()).hasLineCount(1).contains("--host 'nowhere.invalid' is no name");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CommandLineRun busy = board("--port", Integer.toString(taken.getLocalPort()));
            assertThat(busy.exitCode()).isEqualTo(70);
            assertThat(busy.err()).hasLineCount(1).contains("cannot listen on port " + taken.getLocalPort(), "--port");
        }
        assertThat(directory).isEmptyDirectory();
    }
}
