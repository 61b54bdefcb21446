package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an application tells of its work, read from its pages as a browser or Prometheus does. */
class WorkMetricsIT {
    private static JavaSparkContext spark;

    @BeforeAll
    static void work() {
        spark = SparkContexts.open(
                "test",
                new SparkConf()
                        .set("spark.master", "local[2]")
                        .set("spark.ui.enabled", "true") // off elsewhere in the tests
                        .set("spark.ui.port", "0")
                        .set("spark.ui.liveUpdate.period", "0"));
        LongAccumulator samples = spark.sc().longAccumulator(WorkMetrics.SAMPLES);
        LongAccumulator spikes = spark.sc().longAccumulator(WorkMetrics.SPIKES);
        LongAccumulator updates = spark.sc().longAccumulator(WorkMetrics.SYNAPTIC_UPDATES);
        LongAccumulator bytes = spark.sc().longAccumulator(WorkMetrics.DEVICE_BYTES);
        spark.setJobGroup("r-0a1b", "run r-0a1b", true);
        JobTitle.during(
                spark,
                "simulate samples",
                () -> spark.parallelize(List.of(1, 2, 3, 4), 4)
                        .map(block -> {
                            samples.add(5);
                            spikes.add(70L * block);
                            updates.add(3_000_000_000L);
                            bytes.setValue(1L << 30);
                            return block;
                        })
                        .reduce(Integer::sum));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void prometheusReadsWhatTasksCounted() {
        String text = page("/metrics/prometheus/", all -> valueOf(all, "samples_Count") == 20);
        assertThat(valueOf(text, "spikes_Count")).isEqualTo(700);
        assertThat(valueOf(text, "synapticUpdates_Count")).isEqualTo(12_000_000_000L);
        assertThat(valueOf(text, "deviceBytes_Number")).isEqualTo(1L << 30);
        assertThat(valueOf(text, "tasksWaiting_Number")).isZero();
        assertThat(valueOf(text, "tasksRunning_Number")).isZero();
        assertThat(text).containsPattern("driver_nalsm_samples_OneMinuteRate");
    }

    /** Not by a line of the program, which says nothing to a user. */
    @Test
    void stagesHaveTheNameOfTheWorkAndShowItsCounters() {
        String text = page(
                "/api/v1/applications/" + spark.sc().applicationId() + "/stages",
                all -> all.contains("\"status\" : \"COMPLETE\""));
        assertThat(text)
                .contains("\"name\" : \"simulate samples\"", "\"description\" : \"run r-0a1b: simulate samples\"")
                .contains("\"name\" : \"samples\"", "\"name\" : \"synaptic updates\"");
    }

    private static long valueOf(String text, String metric) {
        Matcher line =
                Pattern.compile("driver_nalsm_" + metric + "\\{[^}]*\\} (\\d+)").matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }

    /** Spark's listeners learn of a task a moment after its job has ended. */
    private static String page(String path, Predicate<String> isThere) {
        String text = "";
        for (int wait = 0; wait < 500 && !isThere.test(text); wait++) {
            try (InputStream in =
                    URI.create(spark.sc().uiWebUrl().get() + path).toURL().openStream()) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                Thread.sleep(20);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(path, e);
            }
        }
        assertThat(text).as(path).matches(isThere);
        return text;
    }
}
