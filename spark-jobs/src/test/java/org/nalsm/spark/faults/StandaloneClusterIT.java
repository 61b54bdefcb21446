package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.faults.Waiting.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.SubmittedNalsm;

/** A standalone master and two workers, the jars as they are built, and spark-submit in both of its modes. */
class StandaloneClusterIT {
    @TempDir
    private static Path shared;

    private static StandaloneCluster cluster;
    private static SmallRun run;
    private static Map<String, List<String>> expected;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        run = SmallRun.of(shared.resolve("data"));
        expected = run.undisturbed(shared.resolve("undisturbed"));
        cluster = new StandaloneCluster(shared.resolve("cluster"), 2, 2);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private SubmittedNalsm submit() {
        return new SubmittedNalsm(directory)
                .conf("spark.executor.memory", "1g")
                .conf("spark.cores.max", "2")
                .conf("spark.executor.cores", "1");
    }

    /**
     * An executor is killed as soon as the first block is there; its worker starts another one. Before that the dataset goes:
     * the new executor has the samples from the driver, or not at all.
     */
    @Test
    void inClientModeTheRowsAreThoseOfTheDriverAloneThoughAnExecutorIsKilledAndTheDatasetIsGone() throws IOException {
        SmallRun own = SmallRun.of(directory.resolve("data"));
        Path results = directory.resolve("results");
        SubmittedNalsm.Running running = submit().start(cluster.url(), own.train(results.toString()));
        until("the first block is there", () -> Files.isDirectory(results.resolve("spike_counts")));
        Files.move(own.data(), directory.resolve("no longer data"));
        cluster.executors().get(0).destroyForcibly();
        SubmittedNalsm.Outcome outcome = running.await();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        FinalTables.assertEqual(results, expected);
    }

    @Test
    void inClusterModeTheRowsAreThoseOfTheDriverAlone() {
        Path results = directory.resolve("results");
        SmallRun.finish(submit().inCluster(), cluster.url(), run.train(results.toString()));
        FinalTables.assertEqual(results, expected);
    }

    /** Which would be cleaned away with the driver's directory. */
    @Test
    void inClusterModeARelativeOutputDirIsRefused() {
        submit().inCluster().run(cluster.url(), run.train("relative"));
        assertThat(cluster.saidByDrivers().lines().filter(line -> line.startsWith("nalsm: ")))
                .singleElement()
                .asString()
                .startsWith("nalsm: output.dir = 'relative' would be in the directory of the driver");
    }
}
