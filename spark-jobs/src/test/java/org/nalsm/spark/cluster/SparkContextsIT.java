package org.nalsm.spark.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.UserException;

class SparkContextsIT {
    private static AbstractThrowableAssert<?, ?> assertRefused(SparkConf conf, UserException.Kind kind) {
        return assertThatThrownBy(() -> SparkContexts.open("test", conf))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    org.assertj.core.api.Assertions.assertThat(e.kind()).isEqualTo(kind);
                    org.assertj.core.api.Assertions.assertThat(e.getMessage()).hasLineCount(1);
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
