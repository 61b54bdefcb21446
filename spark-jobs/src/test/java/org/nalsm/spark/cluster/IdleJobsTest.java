package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class IdleJobsTest {
    private final List<String> cancelled = new ArrayList<>();
    private long nowMs = 50_000;
    private final IdleJobs watch =
            new IdleJobs(10_000, () -> nowMs, (job, reason) -> cancelled.add(job + ": " + reason));

    private void start(int job) {
        watch.onJobStart(new SparkListenerJobStart(
                job, 0, CollectionConverters.asScala(List.<StageInfo>of()).toSeq(), new Properties()));
    }

    private void add(String executor) {
        watch.onExecutorAdded(new SparkListenerExecutorAdded(
                0, executor, new ExecutorInfo("host", 1, new scala.collection.immutable.HashMap<>())));
    }

    private void startTask(long id, String executor) {
        watch.onTaskStart(new SparkListenerTaskStart(
                0, 0, new TaskInfo(id, 0, 0, 0, 0, executor, "host", TaskLocality.ANY(), false)));
    }

    private void after(int seconds) {
        nowMs += seconds * 1000L;
        watch.look();
    }

    @Test
    void jobsThatNoExecutorComesForAreGivenUpOnce() {
        after(100); // nothing is to be done
        start(1);
        start(2);
        after(9);
        assertThat(cancelled).isEmpty();
        after(1);
        after(20);
        assertThat(cancelled)
                .containsExactly(
                        "1: no task could begin within 10 s: the cluster has given no executor",
                        "2: no task could begin within 10 s: the cluster has given no executor");
    }

    @Test
    void executorsThatTakeNoTaskAreCounted() {
        start(1);
        after(9);
        add("0"); // a sign of life, the time begins anew
        add("1");
        after(9);
        assertThat(cancelled).isEmpty();
        after(1);
        assertThat(cancelled)
                .containsExactly("1: no task could begin within 10 s: none of 2 executors has what a task asks for");
    }

    @Test
    void aTaskAtWorkIsNoReasonUntilItsExecutorIsLost() {
        start(1);
        add("0");
        startTask(7, "0");
        after(1000);
        assertThat(cancelled).isEmpty();
        watch.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "0", "lost"));
        after(9);
        assertThat(cancelled).isEmpty();
        after(1);
        assertThat(cancelled).hasSize(1);
    }

    @Test
    void aJobThatEndsWaitsForNothing() {
        start(1);
        watch.onJobEnd(new SparkListenerJobEnd(1, 0, org.apache.spark.scheduler.JobSucceeded$.MODULE$));
        after(100);
        assertThat(cancelled).isEmpty();
        start(2);
        after(9);
        assertThat(cancelled).as("its own time").isEmpty();
    }
}
