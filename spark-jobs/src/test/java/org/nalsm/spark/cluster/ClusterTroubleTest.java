package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;

/** With messages as Spark 4.1 writes them. */
class ClusterTroubleTest {
    private static final String LOST =
            "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3"
                    + " in stage 1.0 (TID 7) (10.0.0.7 executor 3): ExecutorLostFailure (executor 3 exited caused by one"
                    + " of the running tasks) Reason: Command exited with code 137\n"
                    + "Driver stacktrace:\n"
                    + "\tat x";

    private static void assertLine(Throwable failure, String... parts) {
        UserException trouble = ClusterTrouble.find(failure).orElseThrow();
        assertThat(trouble.getMessage()).hasLineCount(1).contains(parts).contains("the same command goes on");
        assertThat(trouble.kind().exitCode()).isEqualTo(70);
    }

    @Test
    void whatHappenedToTheClusterIsOneLine() {
        assertLine(new SparkException(LOST), "executor 3", "Command exited with code 137", "--executor-memory");
        assertLine(
                new IllegalStateException(
                        new SparkException("Job aborted due to stage failure: Master removed our application: FAILED\n"
                                + "Driver stacktrace:")),
                "Master removed our application: FAILED");
        assertLine(
                new IllegalStateException(
                        "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was"
                                + " created at:\n..."),
                "stopped SparkContext");
        assertLine(new SparkException("Job 3 cancelled because SparkContext was shut down"), "was shut down");
        assertLine(new OutOfMemoryError("Java heap space"), "--driver-memory", "NALSM_DRIVER_MEMORY");
        assertLine(
                new SparkException("[SPARK_JOB_CANCELLED] Job 4 cancelled " + IdleJobs.REASON
                        + " within 600 s: the cluster has given no executor SQLSTATE: XXKDA\nx"),
                "no task could begin within 600 s: the cluster has given no executor;",
                "--executor-memory",
                "spark.driver.host",
                "spark.nalsm.executorWait=2h");
        assertLine(
                new SparkException("[SPARK_JOB_CANCELLED] Job 4 cancelled " + LostExecutors.REASON
                        + ", 8 times: Command exited with code 1 SQLSTATE: XXKDA\nx"),
                "lost again and again, 8 times: Command exited with code 1;");
    }

    @Test
    void whatTasksThrowIsNone() {
        assertThat(ClusterTrouble.find(
                        new SparkException("Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times, most"
                                + " recent failure: Lost task 0.0 (TID 0) (host executor driver):"
                                + " java.lang.IllegalStateException: bug")))
                .isEmpty();
        assertThat(ClusterTrouble.find(new NullPointerException())).isEmpty();
    }

    @Test
    void lossesAreToldFromOtherTrouble() {
        assertThat(ClusterTrouble.isLossOfExecutors(new RuntimeException(new SparkException(LOST))))
                .isTrue();
        assertThat(ClusterTrouble.isLossOfExecutors(new SparkException("Job 4 cancelled " + LostExecutors.REASON)))
                .isTrue();
        assertThat(ClusterTrouble.isLossOfExecutors(new OutOfMemoryError())).isFalse();
    }
}
