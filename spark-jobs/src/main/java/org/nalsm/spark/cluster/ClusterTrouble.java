package org.nalsm.spark.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;

/**
 * Failures of Spark and its cluster, which say nothing about the work that they end. Spark throws them as exceptions of many
 * kinds; what happened stands in their messages.
 */
public final class ClusterTrouble {
    private static final String GO_ON = "; once that is mended, the same command goes on";
    private static final Pattern LOSS =
            Pattern.compile("ExecutorLostFailure \\((executor \\S+) [^)]*\\)(?: Reason: ([^\\n]*))?");
    private static final List<String> ENDED = List.of(
            "Master removed our application",
            "All masters are unresponsive",
            "stopped SparkContext",
            "SparkContext was shut down",
            "SparkContext has been shutdown");

    private ClusterTrouble() {}

    /** Whether executors were lost so often that Spark, or {@link LostExecutors}, gave the job up. */
    public static boolean isLossOfExecutors(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (LOSS.matcher(message).find() || message.contains(LostExecutors.REASON)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The failure in words, if it is one of the cluster.
     *
     * @param spark the context that was worked with; one that has stopped makes any failure one of the cluster
     */
    public static Optional<UserException> find(JavaSparkContext spark, Throwable failure) {
        Optional<UserException> known = find(failure);
        return known.isEmpty() && spark.sc().isStopped() && !isMistake(failure)
                ? Optional.of(ended("Spark stopped while it worked on master " + spark.master(), failure))
                : known;
    }

    /** The failure in words, if it can be seen to be one of the cluster. */
    public static Optional<UserException> find(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(outOfMemory(cause));
            }
            String message = String.valueOf(cause.getMessage());
            Matcher loss = LOSS.matcher(message);
            if (loss.find()) {
                return Optional.of(lost(
                        "a task lost its executor too often, the last time " + loss.group(1) + ": "
                                + (loss.group(2) == null
                                        ? "no reason is known"
                                        : loss.group(2).strip()),
                        failure));
            }
            int given = message.indexOf(LostExecutors.REASON);
            if (given >= 0) {
                return Optional.of(lost(firstLine(message.substring(given)), failure));
            }
            int idle = message.indexOf(IdleJobs.REASON);
            if (idle >= 0) {
                return Optional.of(unavailable(
                        firstLine(message.substring(idle))
                                + "; look at the master's page for free cores, memory and GPUs, ask for less after --"
                                + " (--executor-memory, --executor-cores), see that its workers reach this driver"
                                + " (spark.driver.host), or wait longer (--conf " + IdleJobs.WAIT + "=2h)",
                        failure));
            }
            if (message.contains("java.lang.OutOfMemoryError")) {
                return Optional.of(outOfMemory(failure));
            }
            Optional<String> end = ENDED.stream().filter(message::contains).findFirst();
            if (end.isPresent()) {
                return Optional.of(ended("Spark ended the application: " + firstLine(message), failure));
            }
        }
        return Optional.empty();
    }

    private static boolean isMistake(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserException) {
                return true;
            }
        }
        return false;
    }

    private static UserException lost(String what, Throwable failure) {
        return unavailable(
                what + "; look at the executors' logs, and give them more memory (--executor-memory) if they lack it",
                failure);
    }

    private static UserException ended(String what, Throwable failure) {
        return unavailable(what + "; look at the master's page and at the line of Spark's above", failure);
    }

    private static UserException outOfMemory(Throwable failure) {
        return unavailable(
                ("a heap is exhausted; give the driver more than its %d MB (--driver-memory after --, or "
                                + "NALSM_DRIVER_MEMORY), or on a cluster the executors (--executor-memory)")
                        .formatted(Runtime.getRuntime().maxMemory() >> 20),
                failure);
    }

    private static UserException unavailable(String what, Throwable failure) {
        return new UserException(UserException.Kind.UNAVAILABLE, what + GO_ON, failure);
    }

    /** Without the code for databases that Spark puts behind some. */
    static String firstLine(String message) {
        return message.lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\s*SQLSTATE: \\w+$", "")
                .strip();
    }
}
