package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of this machine that may not be there, may fail and may hang. */
final class ExternalCommand {
    private static final int LONGEST_REASON = 300;

    private ExternalCommand() {}

    /**
     * Runs a command in a folder, with nothing on its standard input and its output in a file of the folder.
     *
     * @throws IOException whose message is fit for a user, if the command is missing, fails or takes longer
     *                     than the limit; it is killed then
     */
    static void run(Path directory, Duration limit, List<String> command) throws IOException, InterruptedException {
        Path output = directory.resolve(".output");
        Process process = start(directory, output, command);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "'" + String.join(" ", command) + "' did not end within " + limit.toSeconds() + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("'" + String.join(" ", command) + "' failed with status " + process.exitValue() + ": "
                    + reason(output));
        }
    }

    private static Process start(Path directory, Path output, List<String> command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new IOException("cannot run '" + command.get(0) + "' (is it installed?)", e);
        }
    }

    /** The first line that looks like an error, or the last line, so that the whole stays one line. */
    private static String reason(Path output) throws IOException {
        List<String> lines = new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return "no output";
        }
        String reason =
                lines.stream().filter(line -> line.startsWith("E:")).findFirst().orElse(lines.get(lines.size() - 1));
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
    }
}
