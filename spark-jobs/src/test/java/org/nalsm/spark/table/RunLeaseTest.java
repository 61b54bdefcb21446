package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;

class RunLeaseTest {
    private static final String RUN = "r-0a1b";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BEAT = Duration.ofMillis(50);
    /** Greater than any process number of Linux. */
    private static final long NO_PROCESS = 1L << 23;

    @TempDir
    private Path directory;

    private ResultsStore store;
    private Path file;

    @BeforeEach
    void open() {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        file = directory.resolve("leases/" + RUN + ".json");
    }

    @Test
    void aSecondDriverIsRefusedWithALineThatNamesTheFirst() throws IOException {
        assertThat(RunLease.holder(store, RUN)).isEmpty();
        try (RunLease lease = RunLease.take(store, RUN)) {
            String first = Files.readString(file);
            String machine = InetAddress.getLocalHost().getHostName();
            assertThatThrownBy(() -> RunLease.take(store, RUN)).isInstanceOfSatisfying(UserException.class, e -> {
                assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE);
                assertThat(e.getMessage())
                        .hasLineCount(1)
                        .startsWith("run " + RUN + " in " + store.root() + " is being written by process "
                                + ProcessHandle.current().pid() + " on "
                                + machine + " since 20")
                        .endsWith("; wait for it, or end that process");
            });
            assertThat(file).as("the first one's lease").hasContent(first);
            assertThat(RunLease.holder(store, RUN).orElseThrow())
                    .startsWith("process " + ProcessHandle.current().pid());
            RunLease.take(store, "r-other").close();
        }
        assertThat(directory.resolve("leases")).isEmptyDirectory();
        RunLease.take(store, RUN).close();
    }

    @Test
    @Timeout(4)
    void theLeaseOfADeadProcessOfThisMachineIsTakenOverAtOnce() throws IOException {
        write("process", NO_PROCESS);
        assertThat(ProcessHandle.of(NO_PROCESS)).isEmpty();
        assertThat(RunLease.holder(store, RUN)).isEmpty();
        takeAndCheck();
        // The number of a process that is gone may be another process's now, which began later.
        write("began", "1");
        takeAndCheck();
    }

    /** They may be set back or forth while a driver runs, and are never the same on two machines. */
    @Test
    @Timeout(4)
    void aLivingDriverIsRespectedWhateverClocksSay() throws IOException {
        for (Instant since : new Instant[] {Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")}) {
            write("since", since.toString());
            assertThatThrownBy(() -> RunLease.take(store, RUN))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(" since " + since);
        }
    }

    /** In a container nobody may ask for the exit code of a process that was killed, and its number stays. */
    @Test
    @Timeout(20)
    @EnabledOnOs(OS.LINUX)
    void theLeaseOfAProcessThatOnlyWaitsToBeAskedForIsTakenOver() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try {
            long ended = Long.parseLong(parent.inputReader().readLine());
            Path stat = Path.of("/proc/" + ended + "/stat");
            while (!Files.readString(stat).contains(") Z ")) {
                Thread.sleep(10);
            }
            String[] fields = Files.readString(stat).replaceAll("^.*\\) ", "").split(" ", -1);
            write("process", ended, "began", fields[19]);
            takeAndCheck();
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Of drivers that start within the same moment one takes it, whether it is free or a dead one's. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onlyOneDriverTakesALease(boolean ofADeadOne) throws Exception {
        int drivers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(drivers);
        try {
            for (int round = 0; round < 20; round++) {
                if (ofADeadOne) {
                    write("process", NO_PROCESS);
                }
                CyclicBarrier start = new CyclicBarrier(drivers);
                List<Future<RunLease>> attempts = new ArrayList<>();
                for (int k = 0; k < drivers; k++) {
                    attempts.add(threads.submit(() -> {
                        start.await();
                        return RunLease.take(store, RUN);
                    }));
                }
                List<RunLease> taken = new ArrayList<>();
                for (Future<RunLease> attempt : attempts) {
                    try {
                        taken.add(attempt.get());
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(UserException.class);
                    }
                }
                assertThat(taken).as("round " + round).hasSize(1);
                taken.get(0).close();
                assertThat(directory.resolve("leases")).isEmptyDirectory();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Timeout(4)
    void whatIsNoLeaseIsNone() throws IOException {
        Files.createDirectories(file.getParent());
        for (String text : new String[] {"", "{", "no lease"}) {
            Files.writeString(file, text);
            RunLease.take(store, RUN, BEAT).close();
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void theLeaseOfAnotherMachineThatNobodyRenewsIsTakenOver() throws IOException {
        write("machine", "elsewhere pid:[1]");
        long start = System.nanoTime();
        takeAndCheck();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("it was watched for four beats")
                .isBetween(BEAT.multipliedBy(4), Duration.ofSeconds(10));
    }

    @Test
    void theLeaseOfAnotherMachineThatIsRenewedIsRespected() throws Exception {
        write("machine", "elsewhere pid:[1]");
        AtomicBoolean lives = new AtomicBoolean(true);
        Thread other = new Thread(() -> {
            for (int beat = 100; lives.get(); beat++) {
                try {
                    write("machine", "elsewhere pid:[1]", "beat", beat);
                    Thread.sleep(BEAT.toMillis() / 2);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        other.start();
        try {
            assertThatThrownBy(() -> RunLease.take(store, RUN, BEAT))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(" on elsewhere since ");
        } finally {
            lives.set(false);
            other.join();
        }
        assertThat(JSON.readTree(file.toFile()).path("machine").asText()).isEqualTo("elsewhere pid:[1]");
    }

    @Test
    void aLeaseThatIsGivenBackWhileItIsWatchedIsFree() throws Exception {
        write("machine", "elsewhere pid:[1]");
        Thread other = new Thread(() -> {
            try {
                Thread.sleep(BEAT.toMillis());
                Files.delete(file);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        takeAndCheck();
        other.join();
    }

    @Test
    void aLeaseIsRenewedUntilItIsClosed() throws Exception {
        try (RunLease lease = RunLease.take(store, RUN, BEAT)) {
            long first = beat();
            for (int wait = 0; beat() < first + 3 && wait < 100; wait++) {
                Thread.sleep(BEAT.toMillis());
            }
            assertThat(beat()).isGreaterThanOrEqualTo(first + 3);
        }
        assertThat(file).doesNotExist();
        Thread.sleep(4 * BEAT.toMillis());
        assertThat(directory.resolve("leases")).isEmptyDirectory();
    }

    /** Renewals come at any moment of a close. */
    @Test
    @Timeout(20)
    void aLeaseTellsHowFarTheRunIs() throws Exception {
        PhaseProgress far = new PhaseProgress("train \"network\"", "steps", 100, 10, 30, 4.5, "validation 90.00 %");
        AtomicReference<Optional<PhaseProgress>> now = new AtomicReference<>(Optional.empty());
        assertThat(RunLease.sign(store, RUN)).isEmpty();
        try (RunLease lease = RunLease.take(store, RUN, BEAT)) {
            lease.showing(now::get);
            assertThat(RunLease.sign(store, RUN).orElseThrow().progress()).isEmpty();
            now.set(Optional.of(far));
            while (RunLease.sign(store, RUN).orElseThrow().progress().isEmpty()) {
                Thread.sleep(BEAT.toMillis());
            }
            RunLease.Sign sign = RunLease.sign(store, RUN).orElseThrow();
            assertThat(sign.progress()).contains(far);
            assertThat(sign.renewedAt()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
        }
        assertThat(RunLease.sign(store, RUN)).isEmpty();
    }

    @Test
    void rateAndTimeLeftAreThoseOfThisAttempt() {
        PhaseProgress far = new PhaseProgress("train", "steps", 100, 10, 30, 4, "");
        assertThat(far.rate()).isEqualTo(5);
        assertThat(far.secondsLeft()).isEqualTo(14);
        assertThat(far.share()).isEqualTo(0.3);
        PhaseProgress begun = new PhaseProgress("train", "steps", 100, 10, 10, 4, "");
        assertThat(begun.rate()).isZero();
        assertThat(begun.secondsLeft()).isNaN();
        assertThat(new PhaseProgress("train", "steps", 0, 0, 0, 4, "").share()).isEqualTo(1);
    }

    @Test
    void nothingIsLeftOfALeaseThatIsClosedWhileItIsRenewed() throws Exception {
        for (int k = 0; k < 200; k++) {
            RunLease.take(store, RUN, Duration.ofMillis(1)).close();
        }
        Thread.sleep(50);
        assertThat(file).doesNotExist();
    }

    /** A machine that was suspended, say: its driver counted as dead. */
    @Test
    void whoeverLostTheLeaseNoticesAndLeavesTheNewOwnersAlone() throws Exception {
        Path next = directory.resolve("leases/" + RUN + ".1.json");
        try (RunLease lease = RunLease.take(store, RUN, BEAT)) {
            lease.requireHeld();
            assertThat(lease.isLost()).isFalse();
            Files.copy(file, next);
            Files.delete(file);
            assertThatThrownBy(lease::requireHeld)
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE))
                    .hasMessageContaining("run " + RUN + " was not renewed by this driver");
            assertThat(lease.isLost()).isTrue();
            Thread.sleep(3 * BEAT.toMillis());
            assertThat(file).as("no renewal").doesNotExist();
        }
        assertThat(next).exists();
    }

    private void takeAndCheck() throws IOException {
        try (RunLease lease = RunLease.take(store, RUN, BEAT)) {
            JsonNode now = JSON.readTree(newest().toFile());
            assertThat(now.path("process").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(now.path("machine").asText())
                    .startsWith(InetAddress.getLocalHost().getHostName());
            assertThat(now.path("owner").asText()).isNotEqualTo("someone");
        }
        assertThat(directory.resolve("leases")).isEmptyDirectory();
    }

    /** The only one, as whoever takes a lease over deletes the earlier one. */
    private Path newest() throws IOException {
        try (Stream<Path> leases = Files.list(directory.resolve("leases"))) {
            return leases.reduce((one, other) -> fail(one + " beside " + other)).orElseThrow();
        }
    }

    private long beat() throws IOException {
        return JSON.readTree(file.toFile()).path("beat").asLong();
    }

    /** A lease as this process would write it now, but for some fields. */
    private void write(Object... fields) throws IOException {
        ObjectNode lease;
        try (RunLease own = RunLease.take(store, "r-own")) {
            lease = (ObjectNode)
                    JSON.readTree(directory.resolve("leases/r-own.json").toFile());
        }
        lease.put("owner", "someone");
        for (int k = 0; k < fields.length; k += 2) {
            lease.set((String) fields[k], JSON.valueToTree(fields[k + 1]));
        }
        Files.createDirectories(file.getParent());
        Path whole = Files.writeString(directory.resolve("whole.json"), lease.toString());
        Files.move(whole, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
