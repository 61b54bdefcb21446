package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nalsm.spark.faults.Waiting.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.cli.SubmittedNalsm;

/** What goes wrong on a cluster, made to go wrong; afterwards the tables are those of a run to which nothing happened. */
@Tag("slow")
class ClusterFaultsIT {
    @TempDir
    private static Path shared;

    private static SmallRun run;
    private static Map<String, List<String>> expected;

    @TempDir
    private Path directory;

    private StandaloneCluster cluster;
    private Path results;

    /** How far a run is, by what it leaves. */
    enum Reached {
        NETWORK("networks"),
        INITIALISATION("checkpoints"),
        SIMULATION("spike_counts"),
        READOUT("training"),
        BRANCHING_FACTOR("branching_factor");

        private final String table;

        Reached(String table) {
            this.table = table;
        }
    }

    @BeforeAll
    static void train() {
        run = SmallRun.of(
                shared.resolve("data"),
                "network.dimensions=[8,8,8]",
                "initialisation.snapshots=8000",
                "initialisation.checkpoint-snapshots=500",
                "readout.max-epochs=60");
        expected = run.undisturbed(shared.resolve("undisturbed"));
    }

    @BeforeEach
    void start() {
        results = directory.resolve("results");
        cluster = new StandaloneCluster(directory.resolve("cluster"), 2, 1);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private SubmittedNalsm submit() {
        return new SubmittedNalsm(directory).conf("spark.executor.memory", "1g").conf("spark.executor.cores", "1");
    }

    private SubmittedNalsm.Running begin(SubmittedNalsm submit) {
        return submit.start(cluster.url(), run.train(results.toString()));
    }

    private void untilReached(Reached reached, SubmittedNalsm.Running running) {
        until(
                reached + " is reached",
                () -> hasFile(results.resolve(reached.table))
                        || !running.process().isAlive());
        assertThat(running.process().isAlive()).as(running::said).isTrue();
    }

    private static boolean hasFile(Path table) {
        if (!Files.isDirectory(table)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(table)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException | UncheckedIOException e) {
            return false; // a file that was there a moment ago
        }
    }

    private void assertEndsWell(SubmittedNalsm.Running running) {
        SubmittedNalsm.Outcome outcome = running.await();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        FinalTables.assertEqual(results, expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"INITIALISATION", "SIMULATION"})
    void allExecutorsAreKilled(Reached reached) {
        SubmittedNalsm.Running running = begin(submit());
        untilReached(reached, running);
        cluster.executors().forEach(ProcessHandle::destroyForcibly);
        assertEndsWell(running);
    }

    @ParameterizedTest
    @EnumSource(names = {"INITIALISATION", "SIMULATION"})
    void aWorkerIsKilledWithItsExecutor(Reached reached) {
        SubmittedNalsm.Running running = begin(submit());
        untilReached(reached, running);
        List<ProcessHandle> executors = cluster.worker(0).children().toList();
        cluster.worker(0).destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
        assertEndsWell(running);
    }

    @ParameterizedTest
    @EnumSource(Reached.class)
    void theDriverIsKilledAndTheCommandRepeated(Reached reached) {
        SubmittedNalsm.Running first = begin(submit());
        untilReached(reached, first);
        first.kill();
        assertEndsWell(begin(submit()));
    }

    /** A driver in a worker, which starts another one. */
    @Test
    void aSupervisedDriverIsKilled() {
        cluster.addWorker(Map.of()); // as the driver takes a core
        cluster.untilRegistered();
        SubmittedNalsm.Running running =
                begin(submit().inCluster().option("--supervise").conf("spark.cores.max", "1"));
        untilReached(Reached.SIMULATION, running);
        cluster.drivers().forEach(ProcessHandle::destroyForcibly);
        until("the run is complete", () -> Files.isDirectory(results.resolve("manifests")));
        until("the driver has ended", () -> cluster.drivers().isEmpty());
        FinalTables.assertEqual(results, expected);
        running.process().destroyForcibly();
    }

    /** Its blocks are done by the other executor; it goes on when all is over, and changes nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anExecutorIsStopped(boolean speculation) throws IOException, InterruptedException {
        SubmittedNalsm submit = submit();
        if (speculation) {
            submit.conf("spark.speculation", "true")
                    .conf("spark.speculation.quantile", "0.3")
                    .conf("spark.speculation.interval", "200ms");
        } else {
            // It is lost for want of heartbeats.
            submit.conf("spark.network.timeout", "8s")
                    .conf("spark.network.timeoutInterval", "4s")
                    .conf("spark.executor.heartbeatInterval", "1s");
        }
        SubmittedNalsm.Running running = begin(submit);
        untilReached(Reached.SIMULATION, running);
        ProcessHandle stopped = cluster.executors().get(0);
        signal("-STOP", stopped);
        SubmittedNalsm.Outcome outcome = running.await();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        if (stopped.isAlive()) { // else its worker has ended it with the application
            signal("-CONT", stopped);
        }
        until("it ends", () -> !stopped.isAlive());
        FinalTables.assertEqual(results, expected);
    }

    private static void signal(String signal, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void ofTwoDriversAtOnceOneIsRefused() throws IOException {
        SubmittedNalsm.Running one = begin(submit().conf("spark.cores.max", "1"));
        Path other = Files.createDirectories(directory.resolve("other"));
        SubmittedNalsm.Running two = begin(
                new SubmittedNalsm(other).conf("spark.executor.memory", "1g").conf("spark.cores.max", "1"));
        List<SubmittedNalsm.Outcome> outcomes = new ArrayList<>(List.of(one.await(), two.await()));
        outcomes.sort(Comparator.comparing(SubmittedNalsm.Outcome::exitCode));
        assertThat(outcomes.get(0).exitCode()).as(outcomes.get(0).err()).isZero();
        assertThat(outcomes.get(1).exitCode()).isEqualTo(73);
        assertThat(outcomes.get(1).messages())
                .singleElement()
                .asString()
                .contains("is being written by process")
                .endsWith("; wait for it, or end that process");
        FinalTables.assertEqual(results, expected);
    }

    @Test
    void aRunThatIsWrittenIsNotDeleted() {
        SubmittedNalsm.Running running = begin(submit());
        untilReached(Reached.SIMULATION, running);
        CommandLineRun delete = CommandLineRun.nalsm(
                "runs", "delete", FinalTables.runId(results), "--yes", "--force", "--set", "output.dir=" + results);
        delete.assertOneLine(73, "is being written by process");
        assertEndsWell(running);
    }

    /** On a file system of its own, which grows before the command is repeated. */
    @Test
    void theDiskIsFull() throws IOException, InterruptedException {
        Files.createDirectories(results);
        assumeTrue(mount("-t", "tmpfs", "-o", "size=300k", "tmpfs", results.toString()), "no right to mount");
        try {
            SubmittedNalsm.Outcome full = begin(submit()).await();
            assertThat(full.exitCode()).as(full.err()).isEqualTo(73);
            assertThat(full.messages()).singleElement().asString().contains("the disk has free space");
            assertThat(mount("-o", "remount,size=50m", results.toString())).isTrue();
            assertEndsWell(begin(submit()));
        } finally {
            new ProcessBuilder("umount", "-l", results.toString()).start().waitFor();
        }
    }

    private static boolean mount(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /** With the jars that a user gives, on executors that know nothing of S3 themselves. */
    @Test
    void resultsAreInS3AndAnExecutorIsKilled() throws IOException {
        try (S3Store s3 = new S3Store(directory.resolve("s3"))) {
            results = s3.file("run");
            SubmittedNalsm submit = submit().option("--jars", S3Store.clientJars());
            s3.settings().forEach((key, value) -> submit.conf("spark.hadoop." + key, value));
            SubmittedNalsm.Running running = submit.start(cluster.url(), run.train(S3Store.uri("run")));
            untilReached(Reached.SIMULATION, running);
            cluster.executors().get(0).destroyForcibly();
            assertEndsWell(running);
            assertThat(running.said()).doesNotContain(S3Store.SECRET_KEY);
            assertThat(FinalTables.filesWith(results, S3Store.SECRET_KEY)).isEmpty();
        }
    }
}
