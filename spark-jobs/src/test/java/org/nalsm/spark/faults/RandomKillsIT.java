package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.faults.Waiting.pause;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.SubmittedNalsm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors and drivers die at random times until there were so many ({@code -Dkills}, from a seed, {@code -Dseed}). A driver's
 * command is repeated; every run must end with the rows of one to which nothing happened.
 */
@Tag("slow")
class RandomKillsIT {
    private static final Logger LOG = LoggerFactory.getLogger(RandomKillsIT.class);
    /** What the program says when the cluster fails it: the command is to be repeated. */
    private static final int UNAVAILABLE = 69;
    /** The system's number for a process that was killed. */
    private static final int KILLED = 128 + 9;
    /** Then a run is left in peace, so that it ends. */
    private static final int KILLS_OF_A_RUN = 5;

    private static final double DRIVERS = 0.4;
    private static final int LONGEST_PAUSE_MS = 9000;

    private final int kills = Integer.getInteger("kills", 10);
    private final Random random = new Random(Long.getLong("seed", 1));

    @TempDir
    private Path directory;

    private int killedDrivers;
    private int killedExecutors;

    @Test
    void everyRunEndsWithTheSameRows() {
        SmallRun run = SmallRun.of(
                directory.resolve("data"),
                "network.dimensions=[8,8,8]",
                "initialisation.snapshots=4000",
                "initialisation.checkpoint-snapshots=200");
        Map<String, List<String>> expected = run.undisturbed(directory.resolve("undisturbed"));
        int runs = 0;
        try (StandaloneCluster cluster = new StandaloneCluster(directory.resolve("cluster"), 2, 1)) {
            while (killedDrivers + killedExecutors < kills) {
                Path results = directory.resolve("results-" + runs++);
                disturb(run, cluster, results);
                FinalTables.assertEqual(results, expected);
                LOG.warn("{} runs, {} drivers and {} executors killed", runs, killedDrivers, killedExecutors);
            }
        }
        assertThat(runs).isPositive();
    }

    private void disturb(SmallRun run, StandaloneCluster cluster, Path results) {
        int before = killedDrivers + killedExecutors;
        while (true) {
            SubmittedNalsm.Running driver = new SubmittedNalsm(directory)
                    .conf("spark.executor.memory", "1g")
                    .conf("spark.executor.cores", "1")
                    .start(cluster.url(), run.train(results.toString()));
            while (driver.process().isAlive()) {
                if (killedDrivers + killedExecutors - before < KILLS_OF_A_RUN) {
                    strike(driver, cluster);
                } else {
                    pause(Duration.ofMillis(100));
                }
            }
            SubmittedNalsm.Outcome outcome = driver.await();
            if (outcome.exitCode() == 0) {
                assertThat(Files.isDirectory(results)).isTrue();
                return;
            }
            assertThat(outcome.exitCode()).as(outcome.err()).isIn(UNAVAILABLE, KILLED);
        }
    }

    private void strike(SubmittedNalsm.Running driver, StandaloneCluster cluster) {
        long until = System.nanoTime()
                + Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MS)).toNanos();
        boolean atDriver = random.nextDouble() < DRIVERS;
        int victim = random.nextInt(2);
        while (System.nanoTime() < until && driver.process().isAlive()) {
            pause(Duration.ofMillis(20));
        }
        if (!driver.process().isAlive()) {
            return;
        }
        List<ProcessHandle> executors = cluster.executors();
        if (atDriver) {
            driver.kill();
            killedDrivers++;
        } else if (victim < executors.size()) {
            executors.get(victim).destroyForcibly();
            killedExecutors++;
        }
    }
}
