package org.nalsm.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever holds a {@link RunLease}. A process is known by its number and by when it began, which the system counts from its
 * own start: clocks may be set while it runs.
 *
 * @param owner made up for each lease
 * @param machine host, and where the system tells the namespace of its process numbers
 * @param process its number
 * @param began when, in the system's own words
 * @param since when the lease was taken, for the reader
 * @param beat grows while the owner lives
 */
record LeaseHolder(String owner, String machine, long process, String began, String since, long beat) {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseHolder.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of the fields behind the name in {@code /proc/PID/stat}. */
    private static final int STATE = 0;

    private static final int START_TIME = 19;

    /** This process. */
    static LeaseHolder here(String owner) {
        long process = ProcessHandle.current().pid();
        return new LeaseHolder(
                owner, here(), process, began(process).orElse(""), Instant.now().toString(), 0);
    }

    LeaseHolder next() {
        return new LeaseHolder(owner, machine, process, began, since, beat + 1);
    }

    String describe() {
        return "process %d on %s since %s".formatted(process, machine.replaceAll(" .*", ""), since);
    }

    boolean isOfThisMachine() {
        return machine.equals(here());
    }

    /** Whether the process is there, if it is one of this machine. */
    boolean runs() {
        return began(process).filter(began::equals).isPresent();
    }

    ObjectNode json() {
        return JSON.createObjectNode()
                .put("owner", owner)
                .put("machine", machine)
                .put("process", process)
                .put("began", began)
                .put("since", since)
                .put("beat", beat);
    }

    /** Nothing, with a warning, if the text is no holder. */
    static Optional<LeaseHolder> parse(String runId, String text) {
        return json(runId, text)
                .map(node -> new LeaseHolder(
                        node.path("owner").asText(),
                        node.path("machine").asText(),
                        node.path("process").asLong(),
                        node.path("began").asText(),
                        node.path("since").asText(),
                        node.path("beat").asLong()));
    }

    /** What a lease says; nothing, with a warning, if it is not JSON. */
    static Optional<JsonNode> json(String runId, String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            LOG.warn("The lease of run {} cannot be understood and counts as none: {}", runId, e.getMessage());
            return Optional.empty();
        }
    }

    /** When a process began; empty if there is none, or one that has ended and that nobody has asked about. */
    private static Optional<String> began(long process) {
        Path stat = Path.of("/proc", Long.toString(process), "stat");
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE].matches("[ZX]") ? Optional.empty() : Optional.of(fields[START_TIME]);
        } catch (IOException e) { // it is gone, or this is no Linux
            return ProcessHandle.of(process)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(handle -> handle.info().startInstant())
                    .map(Instant::toString);
        }
    }

    private static String here() {
        String namespace;
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "";
        }
        try {
            return (InetAddress.getLocalHost().getHostName() + " " + namespace).strip();
        } catch (IOException e) {
            return namespace;
        }
    }
}
