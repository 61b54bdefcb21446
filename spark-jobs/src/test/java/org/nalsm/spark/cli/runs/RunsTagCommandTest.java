package org.nalsm.spark.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.TestRuns;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;

/** Names, notes and tags, where they are given and where they are seen; and how runs stand. */
class RunsTagCommandTest {
    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void writeRuns() {
        runs = new TestRuns(directory);
    }

    private JsonNode json(String... args) throws IOException {
        return new ObjectMapper().readTree(runs.nalsm(args).out());
    }

    @Test
    void aNameIsSeenInListsAndFindsItsRun() {
        assertThat(runs.nalsm("list").out().lines().findFirst().orElse("")).doesNotContain("name");
        assertThat(runs.nalsm("tag", "r-a1", "--name", "Baseline A", "--tag", "paper=fig3")
                        .exitCode())
                .isZero();
        runs.nalsm("tag", "r-a2", "--name", "wide");
        assertThat(runs.nalsm("list").out().lines().toList().get(1))
                .startsWith("r-a1  complete  nalsm  mnist    Baseline A  90.00 [89.40, 90.57]");
        assertThat(runs.listed("--where", "name=Baseline A")).isEqualTo("r-a1");
        assertThat(runs.listed("--where", "name~BASE")).isEqualTo("r-a1");
        assertThat(runs.listed("--where", "tags.paper~fig")).isEqualTo("r-a1");
        assertThat(runs.listed("--where", "tags.paper!=fig3")).isEqualTo("r-b1 r-a2 r-b2");
        assertThat(runs.listed("--where", "model.name~NAL", "--sort", "name")).isEqualTo("r-a1 r-a2 r-b2");
        runs.nalsm("list", "--where", "tags.papr=1").assertOneLine(64, "did you mean tags.paper?");
    }

    @Test
    void whatIsSaidIsShownChangedAndTakenAway() throws IOException {
        assertThat(runs.nalsm("tag", "r-a1").out()).startsWith("run r-a1 has no name, note or tags");
        assertThat(runs.nalsm("tag", "r-a1", "--note", "first line\nsecond", "--tag", "a=1", "--tag", "b=x=y")
                        .out())
                .contains("note       first line\nsecond", "tags.a     1", "tags.b     x=y");
        assertThat(json("tag", "r-a1", "--remove", "a", "--tag", "b=2", "--name", "n", "--json")
                        .toString())
                .isEqualTo(
                        "{\"name\":\"n\",\"note\":\"first line\\nsecond\",\"run_id\":\"r-a1\",\"tags\":{\"b\":\"2\"}}");
        assertThat(runs.nalsm("show", "r-a1").out())
                .containsPattern("name +n\\n")
                .containsPattern("tags.b +2\\n")
                .containsPattern("intervals_95.test_accuracy +\\[0.883");
        JsonNode shown = json("show", "r-a1", "--json");
        assertThat(shown.path("intervals_95").path("valid_accuracy")).hasSize(2);
        assertThat(shown.path("note").asText()).isEqualTo("first line\nsecond");
        runs.nalsm("tag", "r-a1", "--name", "", "--note", "", "--remove", "b");
        assertThat(json("show", "r-a1", "--json").path("name").isNull()).isTrue();
        assertThat(directory.resolve("notes/r-a1.parquet")).doesNotExist();
    }

    @Test
    void mistakesAreOneLine() {
        runs.nalsm("tag", "r-a1", "--tag", "paper").assertOneLine(64, "--tag paper", "KEY=VALUE");
        runs.nalsm("tag", "r-a1", "--tag", "=x").assertOneLine(64, "--tag =x", "KEY=VALUE");
        runs.nalsm("tag", "r-a1", "--remove", "a").assertOneLine(64, "--remove a", "no such tag");
        runs.nalsm("tag", "r-a1", "--name", "a\nb").assertOneLine(64, "--name has line ends");
        runs.nalsm("tag", "r-zz", "--name", "a").assertOneLine(66, "no run 'r-zz'");
    }

    @Test
    void aRunThatIsDeletedTakesItsNoteAlong() {
        runs.nalsm("tag", "r-b1", "--name", "x");
        assertThat(directory.resolve("notes/r-b1.parquet")).exists();
        assertThat(runs.nalsm("delete", "--yes", "--force", "r-b1").exitCode()).isZero();
        assertThat(Files.exists(directory.resolve("notes/r-b1.parquet"))).isFalse();
    }

    @Test
    void aRunWhoseDriverIsSilentIsLost() throws IOException {
        runs.write("r-c1", RunStatus.RUNNING, "2026-05-05T10:00:00Z", 0.5);
        assertThat(runs.listed("--where", "status=lost")).isEqualTo("r-c1");
        assertThat(json("show", "r-c1", "--json").path("status").asText()).isEqualTo("lost");
        RunLease lease = RunLease.take(runs.store(), "r-c1");
        try (lease) {
            assertThat(runs.listed("--where", "status=running")).isEqualTo("r-c1");
        }
    }

    @Test
    void aComparisonHasIntervalsAndNames() throws IOException {
        runs.nalsm("tag", "r-a1", "--name", "one");
        assertThat(runs.nalsm("compare", "r-a1", "r-a2").out())
                .contains("90.00 % [89.40, 90.57]", "95.00 % [94.56, 95.41]")
                .containsPattern("name +one");
        JsonNode valid =
                json("compare", "r-a1", "r-a2", "--json").path("measured").path("valid_accuracy");
        assertThat(valid.path("a_interval_95")).hasSize(2);
        assertThat(valid.path("b").asDouble()).isEqualTo(0.95);
    }
}
