package org.nalsm.spark.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.table.ResultsStore;

class RunNotesTest {
    @TempDir
    private Path directory;

    private RunNotes notes() {
        return new RunNotes(new ResultsStore(directory.toString(), new Configuration(), Map.of()));
    }

    @Test
    void whatIsSaidIsKeptAndReadByOthers() {
        NoteRow said = NoteRow.none("r-1")
                .named(" baseline 'ö' ")
                .noted("one\r\ntwo")
                .tagged(Map.of("paper", "fig. 3", "ok", ""));
        notes().write(said);
        assertThat(notes().of("r-1")).isEqualTo(said);
        assertThat(notes().of("r-1").name()).isEqualTo("baseline 'ö'");
        assertThat(notes().of("r-1").note()).isEqualTo("one\ntwo");
        assertThat(notes().all()).containsOnlyKeys("r-1");
        assertThat(CommandLineRun.query("SELECT run_id, name, tags['paper'] FROM '" + directory + "/notes/*.parquet'"))
                .containsExactly("r-1 baseline 'ö' fig. 3");
    }

    @Test
    void aRunOfWhichNothingIsSaidHasNoFile() throws IOException {
        notes().write(NoteRow.none("r-1").named("a").tagged(Map.of("k", "v")));
        notes().write(notes().of("r-1").named("").without(List.of("k")));
        assertThat(notes().of("r-1").isEmpty()).isTrue();
        try (Stream<Path> files = Files.list(directory.resolve("notes"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aDamagedFileHidesNoOther() throws IOException {
        notes().write(NoteRow.none("r-1").named("a"));
        Files.writeString(directory.resolve("notes/r-2.parquet"), "no parquet");
        assertThat(notes().all()).containsOnlyKeys("r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "bell\u0007", "escape\u001b[31m", "override\u202etxt", "separator\u2028x"})
    void namesHaveNoControlCharacters(String name) {
        assertThatThrownBy(() -> NoteRow.none("r-1").named(name))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("--name has line ends or control characters");
    }

    @Test
    void whatIsTooLongOrTooMuchIsRefused() {
        NoteRow none = NoteRow.none("r-1");
        assertThat(none.named("x".repeat(100)).name()).hasSize(100);
        assertThatThrownBy(() -> none.named("x".repeat(101))).hasMessageContaining("101 characters; at most 100");
        assertThatThrownBy(() -> none.noted("x".repeat(4001))).hasMessageContaining("4001 characters; at most 4000");
        assertThatThrownBy(() -> none.noted("a\u0000b")).hasMessageContaining("control characters");
        assertThatThrownBy(() -> none.tagged(Map.of("k", "x".repeat(251)))).hasMessageContaining("--tag k has 251");
        for (String key : List.of("", "a b", "=", "-a", "a=b", "ä", "x".repeat(65))) {
            assertThatThrownBy(() -> none.tagged(Map.of(key, "v")))
                    .as(key)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("a key has up to 64");
        }
        Map<String, String> many = new java.util.HashMap<>();
        for (int k = 0; k < 50; k++) {
            many.put("k" + k, "v");
        }
        NoteRow full = none.tagged(many);
        assertThat(full.tagged(Map.of("k1", "other")).tags()).hasSize(50).containsEntry("k1", "other");
        assertThatThrownBy(() -> full.tagged(Map.of("one", "more"))).hasMessageContaining("51 tags, at most 50");
        assertThatThrownBy(() -> full.without(List.of("zz")))
                .hasMessageContaining("--remove zz: run r-1 has no such tag");
    }
}
