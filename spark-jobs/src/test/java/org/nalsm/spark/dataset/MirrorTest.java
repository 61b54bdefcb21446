package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;

/** Fetching from a mirror, which is a server on the loopback interface. */
@Timeout(60)
class MirrorTest {
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path temporary;

    private FetchTarget target;
    private HttpServer server;

    @BeforeEach
    void chooseTarget() {
        target = new FetchTarget(temporary);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void fetchesFromAMirror() throws IOException {
        startMirror(compressedFiles());

        FetchReport report = target.fetcher(mirror()).fetch(TinyDataset.NAME);

        assertThat(report.attempts()).hasSize(4).allMatch(FetchReport.Attempt::succeeded);
        assertThat(target.stored()).contains(LABELS + ".gz");
    }

    @Test
    void fetchesPlainFilesFromAMirrorThatHasNoCompressedOnes() throws IOException {
        startMirror(TinyDataset.files());

        target.fetcher(mirror()).fetch(TinyDataset.NAME);

        assertThat(target.stored()).contains(LABELS).doesNotContain(LABELS + ".gz");
    }

    @Test
    void wrongChecksumIsNotStored() throws IOException {
        Map<String, byte[]> files = TinyDataset.files();
        files.get(LABELS)[8] ^= 1;
        startMirror(files);

        UserException failure = target.failure(target.fetcher(mirror()));

        assertThat(failure.kind()).isEqualTo(UserException.Kind.NO_INPUT);
        assertThat(failure).hasMessageContaining(LABELS + ": wrong content, MD5 ");
        assertThat(target.stored()).containsExactly("train-images-idx3-ubyte");
    }

    @Test
    void errorPageInPlaceOfAFileIsNotStored() throws IOException {
        byte[] page = "<html>log in</html>".getBytes(StandardCharsets.US_ASCII);
        startMirror(Map.of("train-images-idx3-ubyte.gz", page));

        assertThat(target.failure(target.fetcher(mirror())))
                .hasMessageContaining("train-images-idx3-ubyte: wrong content, MD5 ");
        assertThat(target.stored()).isEmpty();
    }

    @Test
    void mirrorWithoutTheFile() throws IOException {
        startMirror(Map.of());

        assertThat(target.failure(target.fetcher(mirror())))
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
            assertThat(target.failure(target.fetcher(mirror())))
                    .hasMessageContaining("no complete answer for train-images-idx3-ubyte.gz within 4 s");
        } finally {
            end.countDown();
        }
        assertThat(target.stored()).isEmpty();
    }

    @Test
    void concurrentFetchesEndWithTheSameFiles() throws Exception {
        startMirror(compressedFiles());
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            Callable<ImageDataset> load = () -> target.fetcher(mirror()).load(TinyDataset.NAME);
            for (Future<ImageDataset> loaded : processes.invokeAll(List.of(load, load, load, load))) {
                assertThat(loaded.get().sampleCount()).isEqualTo(8);
            }
        } finally {
            processes.shutdownNow();
        }
        assertThat(target.stored()).hasSize(4);
        assertThat(target.fetcher(mirror()).verify(TinyDataset.NAME)).hasSize(4);
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
