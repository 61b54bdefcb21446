package org.nalsm.spark.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrialStatus;

/** What the board answers, asked without a browser. */
class BoardTest {
    private static final String SMALL = "{\"model\":{\"name\":\"nalsm\",\"astrocyte-weight\":0.1}}";
    private static final String LARGE = "{\"model\":{\"name\":\"nalsm\",\"astrocyte-weight\":0.2}}";
    private static final String HOSTILE = "<script>alert(1)</script>";

    @TempDir
    private Path directory;

    private MadeUpResults results;
    private Board board;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        results = new MadeUpResults(directory);
        results.run("r-a1", RunStatus.COMPLETE, "2026-05-01T10:00:00Z", 0.9, "nalsm", SMALL);
        results.run("r-a2", RunStatus.COMPLETE, "2026-05-02T10:00:00Z", 0.95, "nalsm", LARGE);
        results.run("r-b1", RunStatus.RUNNING, "2026-05-03T10:00:00Z", Double.NaN, "nalsm", LARGE);
        results.sweep("s-1", "weights", RunStatus.RUNNING, 4);
        results.trial(
                "s-1", "t-1", "r-a1", TrialStatus.COMPLETE, 0.9, "model.astrocyte-weight", "0.1", "run.seed", "1");
        results.trial(
                "s-1", "t-2", "r-a2", TrialStatus.COMPLETE, 0.94, "model.astrocyte-weight", "0.2", "run.seed", "1");
        results.trial(
                "s-1", "t-3", "r-a3", TrialStatus.COMPLETE, 0.96, "model.astrocyte-weight", "0.2", "run.seed", "2");
        results.trial("s-1", "t-4", "r-b1", TrialStatus.RUNNING, 0, "model.astrocyte-weight", "0.1", "run.seed", "2");
        board = results.board();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private HttpResponse<String> get(String path, String... headers) {
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(board.address().replaceAll("/$", "") + path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    /** The status of a request as it stands, which a well-behaved client would not send. */
    private int raw(String... lines) throws IOException {
        URI address = URI.create(board.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return Integer.parseInt(answer.split(" ", -1)[1]);
        }
    }

    @Test
    void runsComeWithTheirMeasurementsAndTheSettingsInWhichTheyDiffer() throws IOException {
        JsonNode all = json("/api/runs");
        assertThat(all.path("runs").findValuesAsText("run_id")).containsExactly("r-b1", "r-a2", "r-a1");
        JsonNode best = all.path("runs").get(1);
        assertThat(best.path("metrics").path("valid_accuracy").asDouble()).isEqualTo(0.95);
        assertThat(all.path("keys").toString()).isEqualTo("[\"model.astrocyte-weight\"]");
        assertThat(best.path("settings").path("model.astrocyte-weight").asText())
                .isEqualTo("0.2");
        assertThat(best.path("sweeps").toString()).isEqualTo("[\"s-1\"]");
    }

    @Test
    void aRunningRunTellsHowFarItIsAndOneWithoutALeaseIsLost() throws IOException {
        assertThat(json("/api/runs/r-b1").path("status").asText()).isEqualTo("lost");
        try (RunLease lease = RunLease.take(results.store(), "r-b1")) {
            lease.showing(() -> java.util.Optional.of(
                    new PhaseProgress("simulate, train", "samples", 1000, 200, 400, 10, "validation 90.00 %")));
            JsonNode run = json("/api/runs/r-b1");
            for (int tries = 0; run.path("progress").isMissingNode() && tries < 100; tries++) {
                pause(100);
                run = json("/api/runs/r-b1");
            }
            assertThat(run.path("status").asText()).isEqualTo("running");
            // 200 in 10 s, and 600 are left.
            assertThat(run.path("progress").path("rate").asDouble()).isEqualTo(20);
            assertThat(run.path("progress").path("seconds_left").asDouble()).isEqualTo(30);
            assertThat(run.path("progress").path("share").asDouble()).isEqualTo(0.4);
            assertThat(run.path("progress").path("remark").asText()).isEqualTo("validation 90.00 %");
            JsonNode trial = json("/api/sweeps/s-1").path("rows").get(1);
            assertThat(trial.path("progress").path("phase").asText()).isEqualTo("simulate, train");
        }
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSweepComesWithMeansOfRepetitionsAndTheTrialsBehindThem() throws IOException {
        JsonNode sweep = json("/api/sweeps/s-1");
        JsonNode best = sweep.path("leaderboard").get(0);
        assertThat(best.path("parameters").toString()).isEqualTo("{\"model.astrocyte-weight\":\"0.2\"}");
        assertThat(best.path("metrics").path("valid_accuracy").path("mean").asDouble())
                .isEqualTo(0.95);
        assertThat(best.path("trials").toString()).isEqualTo("[\"t-2\",\"t-3\"]");
        assertThat(sweep.path("parameters").get(0).path("values").toString()).isEqualTo("[\"0.1\",\"0.2\"]");
        assertThat(sweep.path("rows")).hasSize(4);
        assertThat(sweep.path("running").asInt()).isEqualTo(1);
        JsonNode listed = json("/api/sweeps").path("sweeps").get(0);
        assertThat(listed.path("best_valid_accuracy").asDouble()).isEqualTo(0.95);
        assertThat(listed.path("complete").asInt()).isEqualTo(3);
    }

    /** 96 of 100 predictions: the interval of Wilson, from a table. */
    @Test
    void accuraciesComeWithTheirIntervals() throws IOException {
        results.run(
                "r-d1",
                RunStatus.COMPLETE,
                "2026-05-05T10:00:00Z",
                0.96,
                "nalsm",
                "{\"model\":{\"name\":\"nalsm\"},\"data\":{\"valid-samples\":100}}");
        pause(800);
        JsonNode intervals = json("/api/runs/r-d1").path("intervals_95");
        assertThat(intervals.path("valid_accuracy").get(0).asDouble()).isEqualTo(0.9016, within(5e-5));
        assertThat(intervals.path("valid_accuracy").get(1).asDouble()).isEqualTo(0.9843, within(5e-5));
        assertThat(intervals.has("test_accuracy"))
                .as("of how many is not known")
                .isFalse();
        assertThat(get("/runs/r-d1").body()).contains("[90.16, 98.43]");
    }

    @Test
    void aRunComesWithItsNameNoteAndTagsAsText() throws IOException {
        new RunNotes(results.store())
                .write(NoteRow.none("r-a1")
                        .named(HOSTILE)
                        .noted("two\nlines & more")
                        .tagged(Map.of("paper", HOSTILE)));
        pause(800);
        JsonNode run = json("/api/runs/r-a1");
        assertThat(run.path("name").asText()).isEqualTo(HOSTILE);
        assertThat(run.path("note").asText()).isEqualTo("two\nlines & more");
        assertThat(run.path("tags").path("paper").asText()).isEqualTo(HOSTILE);
        assertThat(json("/api/runs/r-a2").path("name").asText()).isEmpty();
        assertThat(get("/runs/r-a1").body())
                .contains("&lt;script", "two\nlines &amp; more")
                .doesNotContain("<script>alert");
    }

    @Test
    void aSweepWithoutALeaseIsLost() throws IOException {
        assertThat(json("/api/sweeps/s-1").path("status").asText()).isEqualTo("lost");
        try (RunLease lease = RunLease.take(results.store(), "s-1")) {
            assertThat(json("/api/sweeps").path("sweeps").get(0).path("status").asText())
                    .as(lease.toString())
                    .isEqualTo("running");
        }
    }

    @Test
    void aComparisonSaysWhatIsEqual() throws IOException {
        JsonNode comparison = json("/api/compare?runs=r-a1,r-a2");
        Map<String, JsonNode> rows = new HashMap<>();
        Stream.of("configuration", "provenance", "measured")
                .forEach(part -> comparison
                        .path(part)
                        .forEach(row -> rows.put(row.path("name").asText(), row)));
        assertThat(rows.get("model.astrocyte-weight").path("values").toString()).isEqualTo("[\"0.1\",\"0.2\"]");
        assertThat(rows.get("model.astrocyte-weight").path("equal").asBoolean()).isFalse();
        assertThat(rows.get("code_version").path("equal").asBoolean()).isTrue();
        assertThat(rows.get("test_accuracy").path("values").get(1).asDouble()).isEqualTo(0.94);
        assertThat(get("/api/compare").statusCode()).isEqualTo(400);
        assertThat(get("/api/compare?runs=r-a1,r-zz").statusCode()).isEqualTo(404);
    }

    @Test
    void everyPageIsThereAndMayLoadNothingFromElsewhere() {
        for (String page : List.of(
                "/", "/runs", "/runs/r-a1", "/runs/r-a1/figures", "/sweeps", "/sweeps/s-1", "/compare", "/api")) {
            HttpResponse<String> answer = get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(page)
                    .startsWith("default-src 'none'; script-src 'self'; ")
                    .doesNotContain("unsafe-eval", "script-src 'self' ");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.body().replace("http://www.w3.org/2000/svg", ""))
                    .as(page)
                    .doesNotContain("http://", "https://");
        }
        for (String asset : List.of(
                "board.css",
                "board.js",
                "charts.js",
                "runs.js",
                "run.js",
                "sweeps.js",
                "sweep.js",
                "compare.js",
                "theme.js",
                "icon.svg",
                "echarts.js",
                "tabulator.js",
                "tabulator.css")) {
            assertThat(get("/assets/" + asset).statusCode()).as(asset).isEqualTo(200);
        }
        assertThat(get("/runs/r-a1/figures").body()).contains("<svg", "The box of r-a1.");
        HttpResponse<String> figure = get("/runs/r-a1/figures/accuracy.svg");
        assertThat(figure.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("sandbox");
        assertThat(get("/runs/r-a1/figures/other.svg").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../board.css",
                "/assets/..%2f..%2fversion.properties",
                "/assets/%2e%2e/version.properties",
                "/assets/..\\version.properties",
                "/assets/version.properties",
                "/assets/libraries.properties",
                "/assets//etc/passwd",
                "//etc/passwd",
                "/../../../../etc/passwd",
                "/runs/../runs/r-a1.parquet",
                "/runs/%2e%2e",
                "/runs/r-a1%00",
                "/runs/r-a1%2f..%2f..",
                "/runs/r-a1/",
                "/runs/r-a1.parquet",
                "/runs/r-a1/figures/..%2f..%2fruns%2fr-a1.parquet",
                "/leases/r-b1.json",
                "/api/sweeps/..",
                "/%72uns"
            })
    void whatIsNoAddressOfTheBoardIsRefused(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1", "Host: localhost")).isIn(400, 404);
    }

    @Test
    void onlyGetIsAnswered() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "PATCH")) {
            assertThat(raw(method + " /api/runs HTTP/1.1", "Host: localhost", "Content-Length: 0"))
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void namesThatOthersCanPointHereAreRefused() throws IOException {
        for (String host : List.of("localhost", "localhost:1234", "127.0.0.1:80", "[::1]:80", "LOCALHOST")) {
            assertThat(raw("GET /api/runs HTTP/1.1", "Host: " + host)).as(host).isEqualTo(200);
        }
        for (String host : List.of(
                "evil.example",
                "evil.example:80",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "")) {
            assertThat(raw("GET /api/runs HTTP/1.1", "Host: " + host)).as(host).isEqualTo(403);
        }
        assertThat(raw("GET /api/runs HTTP/1.0")).isEqualTo(403);
    }

    @Test
    void hostileNamesStayText() {
        results.run(
                "r-c1",
                RunStatus.COMPLETE,
                "2026-05-04T10:00:00Z",
                0.5,
                HOSTILE,
                "\"><img src=x onerror=alert(1)>",
                "{\"<b>key</b>\":\"" + HOSTILE + "\"}");
        results.sweep("s-2", HOSTILE, RunStatus.FAILED, 1);
        results.trial("s-2", "t-1", "r-c1", TrialStatus.FAILED, 0, HOSTILE, "\"" + HOSTILE + "\"");
        pause(800);
        for (String page : List.of("/runs/r-c1", "/sweeps/s-2", "/runs", "/sweeps")) {
            HttpResponse<String> answer = get(page);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain("<script>", "<img src=x", "<b>key");
        }
        assertThat(get("/runs/r-c1").body()).contains("&lt;script");
        assertThat(get("/api/sweeps/s-2").headers().firstValue("Content-Type"))
                .hasValue("application/json; charset=utf-8");
    }

    @Test
    void anAnswerThatHasNotChangedIsShortAndALargeOneIsCompressed() {
        String tag = get("/api/runs").headers().firstValue("ETag").orElseThrow();
        assertThat(get("/api/runs", "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<String> zipped = get("/assets/echarts.js", "Accept-Encoding", "gzip");
        assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(Integer.parseInt(
                        zipped.headers().firstValue("Content-Length").orElseThrow()))
                .isLessThan(400_000);
    }

    @Test
    void nothingIsWritten() throws IOException {
        Map<Path, String> before = files();
        everyPageIsThereAndMayLoadNothingFromElsewhere();
        json("/api/compare?runs=r-a1,r-a2");
        assertThat(files()).isEqualTo(before);
        assertThatThrownBy(() -> results.store().readOnly().checkWritable()).isInstanceOf(IllegalStateException.class);
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.toList()) {
                files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        return files;
    }

    /** The time of this test says how long 2,000 runs take; what it holds is what users notice. */
    @Test
    void twoThousandRunsAreListedInLessThanASecond() throws IOException {
        // A file a run; most are copies, since to write so many rows takes longer than all other tests together.
        Path rows = directory.resolve("runs");
        for (int k = 0; k < 100; k++) {
            String id = "r-%06x".formatted(k);
            results.run(id, RunStatus.COMPLETE, "2026-06-01T10:00:00Z", k / 100.0, "nalsm", k % 2 == 0 ? SMALL : LARGE);
            for (int copy = 1; copy < 20; copy++) {
                Files.copy(rows.resolve(id + ".parquet"), rows.resolve(id + "-" + copy + ".parquet"));
            }
        }
        json("/api/runs");
        List<Long> millis = new ArrayList<>();
        for (int tries = 0; tries < 5; tries++) {
            pause(800); // A look that is kept would say nothing.
            long start = System.nanoTime();
            assertThat(json("/api/runs").path("runs")).hasSize(2003);
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        System.out.println("2,000 runs listed within ms: " + millis);
        assertThat(millis.stream().sorted().toList().get(2)).isLessThan(1000);
    }

    @Test
    void aPortThatIsTakenIsOneLine() {
        int port = URI.create(board.address()).getPort();
        assertThatThrownBy(() -> Board.start(results.store(), run -> List.of(), "localhost", port))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("cannot listen on port " + port)
                .hasMessageContaining("--port");
        assertThatThrownBy(() -> Board.start(results.store(), run -> List.of(), "no such host.invalid", 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--host");
    }
}
