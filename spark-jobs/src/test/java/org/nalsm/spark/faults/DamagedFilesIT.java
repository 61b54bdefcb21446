package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.spark.cli.CommandLineRun;

/** Files of a run that are no longer what they were: the same command mends it, or says in one line which one to delete. */
class DamagedFilesIT {
    @TempDir
    private static Path shared;

    private static SmallRun run;
    private static Map<String, List<String>> expected;

    @TempDir
    private Path directory;

    enum Damage {
        FLIPPED,
        TRUNCATED,
        EMPTY,
        DELETED;

        void inflict(Path file) {
            byte[] bytes = bytes(file);
            switch (this) {
                case FLIPPED -> {
                    bytes[bytes.length / 3] ^= 0x10;
                    write(file, bytes);
                }
                case TRUNCATED -> write(file, Arrays.copyOf(bytes, bytes.length / 2));
                case EMPTY -> write(file, new byte[0]);
                case DELETED -> delete(file);
            }
        }
    }

    @BeforeAll
    static void train() {
        run = SmallRun.of(shared.resolve("data"));
        expected = run.undisturbed(shared.resolve("undisturbed"));
    }

    private CommandLineRun again() {
        List<String> settings = new ArrayList<>(run.settings());
        settings.add("output.dir=" + directory);
        return CommandLineRun.nalsm(settings, "train");
    }

    private void assertMended() {
        CommandLineRun mended = again();
        assertThat(mended.exitCode()).as(mended.err()).isZero();
        FinalTables.assertEqual(directory, expected);
    }

    private Path block() {
        return directory.resolve(
                "spike_counts/run_id=" + FinalTables.runId(directory) + "/split=test/block-00003.parquet");
    }

    private Path manifest() {
        return directory.resolve("manifests/" + FinalTables.runId(directory) + ".json");
    }

    private void copyTheRun() throws IOException {
        Path from = shared.resolve("undisturbed");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = directory.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    /** The manifest knows sizes; checksums of pages are compared by {@code runs verify}. */
    @ParameterizedTest
    @EnumSource(Damage.class)
    void aBlockOfACompleteRun(Damage damage) throws IOException {
        copyTheRun();
        damage.inflict(block());
        CommandLineRun verified = CommandLineRun.nalsm(
                "runs", "verify", FinalTables.runId(directory), "--set", "output.dir=" + directory);
        assertThat(verified.exitCode()).isEqualTo(65);
        assertThat(verified.out() + verified.err()).contains("split=test/block-00003.parquet");
        if (damage == Damage.FLIPPED) {
            delete(block());
        }
        assertMended();
    }

    /** The driver was killed before the readout, so no manifest knows the block. */
    @ParameterizedTest
    @EnumSource(Damage.class)
    void aBlockOfARunThatIsOnItsWay(Damage damage) throws IOException {
        copyTheRun();
        damage.inflict(block());
        delete(manifest());
        delete(directory.resolve("readout/run_id=" + FinalTables.runId(directory) + "/part-00000.parquet"));
        if (damage != Damage.DELETED) {
            again().assertOneLine(65, block().toString(), "delete the file and run again");
            delete(block());
        }
        assertMended();
    }

    @Test
    void aManifest() throws IOException {
        copyTheRun();
        Files.writeString(manifest(), "{\"format\": 1, \"run_");
        again().assertOneLine(65, manifest().toString(), "delete the file and run again");
        delete(manifest());
        assertMended();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
