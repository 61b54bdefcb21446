package org.nalsm.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What submit/nalsm makes of its arguments and of what spark-submit says, in a project that is built. */
class LauncherTest {
    @TempDir
    private Path project;

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(project.resolve("submit"));
        Files.copy(Path.of("../submit/nalsm"), project.resolve("submit/nalsm"));
        for (String source : List.of("engine/src/main", "spark-jobs/src/main", "spark/bin")) {
            Files.createDirectories(project.resolve(source));
        }
        Files.createDirectories(project.resolve("spark-jobs/target"));
        for (String file : List.of(
                "pom.xml",
                "engine/pom.xml",
                "spark-jobs/pom.xml",
                "spark-jobs/target/nalsm-driver-libs.jar",
                "spark-jobs/target/spark.classpath",
                "spark-jobs/target/nalsm-spark-jobs.jar")) {
            Files.createFile(project.resolve(file));
        }
    }

    /** With a spark-submit that is this script. */
    private Outcome run(String submit, String memory, String... arguments) throws IOException, InterruptedException {
        Path tool = Files.writeString(project.resolve("spark/bin/spark-submit"), "#!/bin/bash\n" + submit + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        // The launcher becomes spark-submit, which may end before all of what it said has passed the launcher's filter:
        // what
        // ends the second half of the pipe is that everybody has closed the first.
        List<String> command = new ArrayList<>(
                List.of("bash", "-c", "\"$0\" \"$@\" 2>&1 >out | cat >err; exit ${PIPESTATUS[0]}", "submit/nalsm"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().put("SPARK_HOME", project.resolve("spark").toString());
        builder.environment().put("NALSM_DRIVER_MEMORY", memory);
        builder.environment().put("LC_ALL", "C");
        int exitCode = builder.start().waitFor();
        return new Outcome(exitCode, text("out"), text("err"));
    }

    private String text(String file) throws IOException {
        return Files.readString(project.resolve(file), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, '', NALSM_DRIVER_MEMORY is 'abc'",
        "0g, '', NALSM_DRIVER_MEMORY is '0g'",
        "4g, --driver-memory=1m, --driver-memory is 1m; give 64m to 16t",
        "9000t, '', NALSM_DRIVER_MEMORY is 9000t; give 64m to 16t",
        "99999999999999999999g, '', NALSM_DRIVER_MEMORY is 99999999999999999999g; give 64m to 16t",
        "4g, --driver-memory=2q, --driver-memory is '2q'",
        "4g, --driver-memory, --driver-memory is ''",
    })
    void aSizeThatIsNoneIsRefused(String memory, String option, String message)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!option.isEmpty()) {
            arguments.addAll(List.of("--", option));
        }
        Outcome outcome = run("echo started", memory, arguments.toArray(String[]::new));
        assertThat(outcome.err().lines()).singleElement().asString().startsWith("nalsm: " + message);
        assertThat(outcome.exitCode()).isEqualTo(64);
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void whatSparkSubmitRefusesIsOneLine() throws IOException, InterruptedException {
        String refusal = """
            echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
            echo "Exception in thread \\"main\\" org.apache.spark.SparkException: Unrecognized option '--bogus'." >&2
            printf '\\tat org.apache.spark.deploy.SparkSubmit.error(SparkSubmit.scala:1)\\n' >&2
            exit 1
            """;
        Outcome outcome = run(refusal, "2g", "train", "--", "--bogus");
        assertThat(outcome.err())
                .isEqualTo("nalsm: spark-submit refuses what stands after '--': Unrecognized option '--bogus'.\n");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void whatTheProgramSaysPassesAsItIsAndAtOnce() throws IOException, InterruptedException {
        String program = """
            echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
            echo first >&2
            printf '\\r 10 %%' >&2
            printf '\\tat org.apache.spark.Kept\\n' >&2
            printf 'no end of line' >&2
            echo "$@"
            """;
        Outcome outcome = run(program, "2g", "train", "--set", "a=b c");
        assertThat(outcome.err()).isEqualTo("first\n\r 10 %\tat org.apache.spark.Kept\nno end of line");
        assertThat(outcome.out()).contains("--driver-memory 2g").endsWith("train --set a=b c\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void namesMayHaveAnyLettersInWhateverLocale() throws IOException, InterruptedException {
        assertThat(run("locale charmap", "2g", "train").out()).isEqualTo("UTF-8\n");
    }

    @ParameterizedTest
    @CsvSource({
        "runs list, true",
        "sweep list, true",
        "evaluate r-12, true",
        "'', true",
        "train, false",
        "sweep --config list, false",
        "predict --run runs, false"
    })
    void onlyWhatLooksAtResultsGoesWithoutTheOptimisingCompiler(String words, boolean without)
            throws IOException, InterruptedException {
        assertThat(run("echo \"$@\"", "2g", words.isEmpty() ? new String[0] : words.split(" ", -1))
                        .out()
                        .contains("-XX:TieredStopAtLevel=1"))
                .isEqualTo(without);
    }

    @Test
    void withoutArgumentsThereIsHelp() throws IOException, InterruptedException {
        Outcome outcome = run("echo \"$@\"", "2g");
        assertThat(outcome.out()).contains("NALSM_DRIVER_MEMORY").endsWith("nalsm-spark-jobs.jar --help\n");
    }

    /** A file of Spark's settings says what the launcher would otherwise choose; an option beats it. */
    @ParameterizedTest
    @CsvSource({
        "'', 3g, ''",
        "--properties-file FILE, 5g, spark://elsewhere:7077",
        "--properties-file=FILE --conf spark.driver.memory=6g, 6g, spark://elsewhere:7077",
        "--properties-file FILE --driver-memory 7g, 7g, spark://elsewhere:7077",
    })
    void aFileOfSettingsIsHeeded(String options, String memory, String master)
            throws IOException, InterruptedException {
        Path file = Files.writeString(
                project.resolve("cluster.conf"),
                "# spark.driver.memory 9g\nspark.master   spark://elsewhere:7077\nspark.driver.memory=5g\n"
                        + "spark.driver.memoryOverhead 1g\n");
        List<String> arguments = new ArrayList<>(List.of("--dry-run", "train"));
        if (!options.isEmpty()) {
            arguments.add("--");
            arguments.addAll(List.of(
                    options.replace("FILE", file.getFileName().toString()).split(" ", -1)));
        }
        assertThat(run("exit 1", "3g", arguments.toArray(String[]::new)).out())
                .containsPattern("--driver-memory " + memory + "\\b");
        assertThat(withoutSpark(arguments).contains("--master local")).isEqualTo(master.isEmpty());
    }

    @Test
    void aFileOfSettingsThatIsNotThereIsOneLine() throws IOException, InterruptedException {
        for (String option : List.of("--properties-file=none.conf", "--properties-file")) {
            Outcome outcome = run("echo started", "2g", "train", "--", option);
            assertThat(outcome.err())
                    .isEqualTo("nalsm: --properties-file '%s': no such file\n"
                            .formatted(option.contains("=") ? "none.conf" : ""));
            assertThat(outcome.exitCode()).isEqualTo(66);
            assertThat(outcome.out()).isEmpty();
        }
    }

    /** What the launcher would run with the Spark that Maven resolved. */
    private String withoutSpark(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("submit/nalsm"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectOutput(project.resolve("plain").toFile());
        builder.environment().remove("SPARK_HOME");
        assertThat(builder.start().waitFor()).isZero();
        return text("plain");
    }
}
