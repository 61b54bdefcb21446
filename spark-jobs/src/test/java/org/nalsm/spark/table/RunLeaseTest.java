package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
        // The number of a process that is gone may be another process's now, which began after the lease.
        write("since", Instant.EPOCH.toString());
        takeAndCheck();
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

    @Test
    void whoeverLostTheLeaseDoesNotDeleteTheNewOwners() throws IOException {
        RunLease lease = RunLease.take(store, RUN);
        write("owner", "another");
        lease.close();
        assertThat(JSON.readTree(file.toFile()).path("owner").asText()).isEqualTo("another");
    }

    private void takeAndCheck() throws IOException {
        try (RunLease lease = RunLease.take(store, RUN, BEAT)) {
            JsonNode now = JSON.readTree(file.toFile());
            assertThat(now.path("process").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(now.path("machine").asText())
                    .startsWith(InetAddress.getLocalHost().getHostName());
            assertThat(now.path("owner").asText()).isNotEqualTo("someone");
        }
        assertThat(file).doesNotExist();
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
