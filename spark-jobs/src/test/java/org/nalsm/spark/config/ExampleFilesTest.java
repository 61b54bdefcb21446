package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nalsm.spark.family.Families;

/** The files in conf/ can be used as they are, and its README lists them all. */
class ExampleFilesTest {
    private static final Path CONF = Path.of("..", "conf");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(CONF)) {
            return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyExampleIsValid(Path file) {
        List<ConfigSource> sources = List.of(ConfigSource.file(file));
        if (ConfigLoader.isSweep(sources)) {
            ResolvedSweep sweep = Families.configLoader().loadSweep(sources, List.of());
            assertThat(sweep.trials())
                    .hasSizeGreaterThan(1)
                    .allMatch(trial -> trial.error().isEmpty());
            assertThat(file.getParent().getFileName()).hasToString("sweeps");
        } else {
            assertThat(Families.configLoader()
                            .load(sources, List.of())
                            .experiment()
                            .data()
                            .dataset())
                    .isEqualTo("mnist");
        }
    }

    @Test
    void theReadmeNamesEveryExample() throws IOException {
        String readme = Files.readString(CONF.resolve("README.md"));
        assertThat(files()).hasSizeGreaterThan(5).allMatch(file -> readme.contains("`" + CONF.relativize(file) + "`"));
    }
}
