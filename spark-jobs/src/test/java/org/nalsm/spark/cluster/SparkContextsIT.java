package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.UserException;

class SparkContextsIT {
    private static AbstractThrowableAssert<?, ?> assertRefused(SparkConf conf, UserException.Kind kind) {
        return assertThatThrownBy(() -> SparkContexts.open("test", conf))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.getMessage()).hasLineCount(1);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "spark.master, banana, Could not parse Master URL: 'banana'",
        "spark.master, local[0], Asked to run locally with 0 threads",
        "spark.memory.fraction, much, spark.memory.fraction",
        "spark.testing.memory, 1000, System memory 1000 must be at least",
    })
    void settingsThatSparkRefusesAreOneLine(String key, String value, String message) {
        SparkConf conf = new SparkConf()
                .set("spark.ui.enabled", "false")
                .set("spark.master", "local[1]")
                .set(key, value);
        assertRefused(conf, UserException.Kind.BAD_CONFIGURATION)
                .hasMessageStartingWith("Spark cannot start: ")
                .hasMessageContaining(message);
    }

    @Test
    void aClusterThatGivesNoExecutorIsNotWaitedForForEver() {
        SparkConf conf = new SparkConf()
                .set("spark.ui.enabled", "false")
                .set("spark.master", "local-cluster[1,1,512]")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.cores", "2") // its only worker has one
                .set("spark.nalsm.executorWait", "3s");
        try (JavaSparkContext spark = SparkContexts.open("test", conf)) {
            assertThatThrownBy(() -> spark.parallelize(List.of(1)).count())
                    .satisfies(e -> assertThat(ClusterTrouble.find(e))
                            .hasValueSatisfying(trouble -> assertThat(trouble)
                                    .hasMessageStartingWith(
                                            "no task could begin within 3 s: the cluster has given no executor; look")
                                    .message()
                                    .hasLineCount(1)));
        }
        assertRefused(conf.set("spark.nalsm.executorWait", "soon"), UserException.Kind.BAD_CONFIGURATION)
                .hasMessage("spark.nalsm.executorWait = soon must be a time such as 90s or 10min");
    }

    /** In Spark the process would end at once, with a code of its own. */
    @Test
    void aDirectoryOfSparksThatCannotBeWrittenIsOneLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");
        SparkConf conf = new SparkConf()
                .set("spark.ui.enabled", "false")
                .set("spark.master", "local[1]")
                .set("spark.local.dir", file + "," + file.resolve("below"));
        assertRefused(conf, UserException.Kind.CANNOT_WRITE)
                .hasMessageStartingWith(
                        "spark.local.dir = " + file + "," + file.resolve("below") + " cannot be written");
        SparkContexts.requireLocalDirectory(file + "," + directory.resolve("new"));
        assertThat(directory.resolve("new")).isEmptyDirectory();
    }

    @Test
    void aMasterThatDoesNotAnswerIsNotWaitedFor() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String master = "spark://127.0.0.1:" + port + ",nowhere.invalid:7077";
        assertRefused(new SparkConf().set("spark.master", master), UserException.Kind.UNAVAILABLE)
                .hasMessageContaining(master)
                .hasMessageContaining("127.0.0.1:" + port + ": Connection refused")
                .hasMessageContaining("nowhere.invalid");
    }
}
