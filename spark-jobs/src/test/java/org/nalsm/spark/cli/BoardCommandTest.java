package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.table.ResultsStore;

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

    @Test
    void aDirectoryThatIsNotThereIsALineAndAFileIsRefused() throws IOException {
        Path missing = directory.resolve("results");
        assertThat(BoardCommand.notThere(store(missing)))
                .hasValueSatisfying(line -> assertThat(line).contains(missing.toString(), "is not there (yet)"));
        assertThat(missing).doesNotExist();
        assertThat(BoardCommand.notThere(store(directory))).isEmpty();

        Path file = Files.writeString(directory.resolve("file"), "text");
        String setting = "output.dir=" + file;
        for (String[] command : new String[][] {{"board", "--port", "0"}, {"runs", "list"}, {"sweep", "list"}}) {
            List<String> all = new ArrayList<>(List.of(command));
            all.addAll(List.of("--set", setting));
            CommandLineRun.nalsm(all.toArray(String[]::new))
                    .assertOneLine(66, "output.dir = ", file + " is a file; name the directory of the results");
        }
        assertThat(CommandLineRun.nalsm("runs", "list", "--set", "output.dir=" + missing)
                        .out())
                .startsWith("no runs in ")
                .contains(missing + ", which is not there");
    }

    private static ResultsStore store(Path path) {
        return new ResultsStore(path.toString(), new Configuration(), Map.of());
    }
}
