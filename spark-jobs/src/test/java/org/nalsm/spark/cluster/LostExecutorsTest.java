package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class LostExecutorsTest {
    private final List<String> cancelled = new ArrayList<>();
    private final LostExecutors watch = new LostExecutors((job, reason) -> cancelled.add(job + ": " + reason));
    private int next;

    private void start(int job) {
        watch.onJobStart(new SparkListenerJobStart(
                job, 0, CollectionConverters.asScala(List.<StageInfo>of()).toSeq(), new Properties()));
    }

    private String add() {
        String id = String.valueOf(next++);
        watch.onExecutorAdded(new SparkListenerExecutorAdded(
                0, id, new ExecutorInfo("host", 1, new scala.collection.immutable.HashMap<>())));
        return id;
    }

    private void lose(String id, String reason) {
        watch.onExecutorRemoved(new SparkListenerExecutorRemoved(0, id, reason));
    }

    @Test
    void jobsWhoseExecutorsAreLostAgainAndAgainAreGivenUp() {
        start(4);
        for (int k = 0; k < 7; k++) {
            lose(add(), "Command exited with code 1");
        }
        assertThat(cancelled).isEmpty();
        lose(add(), "Command exited with code 1\nand more");
        assertThat(cancelled)
                .containsExactly(
                        "4: executors were lost again and again, 8 times without a task that ended well, the last "
                                + "one: Command exited with code 1");
    }

    @Test
    void aClusterThatRestartsOrShrinksIsNoReason() {
        start(4);
        List<String> all = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            all.add(add());
        }
        all.forEach(id -> lose(id, "worker lost"));
        for (int k = 0; k < 100; k++) {
            lose(add(), "Executor killed by driver.");
            lose(add(), "Executor decommission: spot instance");
        }
        assertThat(cancelled).isEmpty();
    }

    @Test
    void theNextJobCountsAnew() {
        start(4);
        for (int k = 0; k < 7; k++) {
            lose(add(), "lost");
        }
        watch.onJobEnd(new org.apache.spark.scheduler.SparkListenerJobEnd(
                4, 1, org.apache.spark.scheduler.JobSucceeded$.MODULE$));
        start(5);
        lose(add(), "lost");
        assertThat(cancelled).isEmpty();
    }
}
