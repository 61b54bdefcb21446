package org.nalsm.spark.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks what of MLflow's REST protocol a client of runs needs, and refuses what the server's documentation says that it
 * refuses: missing fields, unknown runs, too many or too long values, parameters that change, filters it cannot read.
 */
public final class StandInMlflow implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final Set<String> STATUSES = Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");
    private static final Pattern NAME = Pattern.compile("[/\\w.\\- :]+");
    private static final Pattern CONDITION = Pattern.compile("tags\\.`([^`]+)` = '([^']*)'");
    private static final int MEGABYTE = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private volatile boolean down;
    private volatile boolean hanging;
    private volatile String credentials = "";

    /** A run as the server has it. */
    public static final class Run {
        final String id;
        final String experiment;
        final String name;
        final long started;
        final Map<String, String> tags = new LinkedHashMap<>();
        final Map<String, String> parameters = new LinkedHashMap<>();
        final Map<String, List<JsonNode>> metrics = new LinkedHashMap<>();
        String status = "RUNNING";
        long ended;

        private Run(String id, String experiment, String name, long started) {
            this.id = id;
            this.experiment = experiment;
            this.name = name;
            this.started = started;
        }

        /** The last value of a metric; NaN without one. */
        public double last(String key) {
            List<JsonNode> values = metrics.getOrDefault(key, List.of());
            return values.isEmpty()
                    ? Double.NaN
                    : values.get(values.size() - 1).path("value").asDouble();
        }

        public Map<String, String> tags() {
            return tags;
        }

        public Map<String, String> parameters() {
            return parameters;
        }

        public String status() {
            return status;
        }
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        private Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    public StandInMlflow() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on only who has these is served, such as {@code Basic dXNlcjpwYXNz}. */
    void require(String authorization) {
        credentials = authorization;
    }

    /** Answers every request with 503, or not. */
    void down(boolean isDown) {
        down = isDown;
    }

    /** Takes requests and does not answer. */
    void hang() {
        hanging = true;
    }

    public synchronized List<Run> runs() {
        return List.copyOf(runs.values());
    }

    synchronized List<String> experiments() {
        return List.copyOf(experiments.keySet());
    }

    /** What was refused, and why. */
    public synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Everything that was received, as text. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (hanging) {
                Thread.sleep(60_000);
            }
            int status = 200;
            ObjectNode answer;
            try {
                answer = answer(exchange, body);
            } catch (Refusal e) {
                status = e.status;
                answer = JSON.createObjectNode().put("error_code", e.code).put("message", e.getMessage());
                if (status == 400) {
                    note(exchange.getRequestURI() + ": " + e.getMessage());
                }
            }
            byte[] bytes = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(String refusal) {
        refusals.add(refusal);
    }

    private synchronized ObjectNode answer(HttpExchange exchange, byte[] body) throws IOException {
        if (down) {
            throw new Refusal(503, "TEMPORARILY_UNAVAILABLE", "try later");
        }
        String sent = exchange.getRequestHeaders().getFirst("Authorization");
        if (!credentials.isEmpty() && !credentials.equals(sent)) {
            throw new Refusal(401, "UNAUTHENTICATED", "You are not authenticated");
        }
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + new String(body, UTF_8));
        require(path.startsWith(API), "no such address " + path);
        require(body.length <= MEGABYTE, "the request has more than a megabyte");
        String call = exchange.getRequestMethod() + " " + path.substring(API.length());
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        return switch (call) {
            case "GET experiments/get-by-name" -> experiment(query(exchange, "experiment_name"));
            case "POST experiments/create" -> createExperiment(text(request, "name"));
            case "POST runs/create" -> create(request);
            case "POST runs/search" -> search(request);
            case "POST runs/log-batch" -> log(request);
            case "POST runs/update" -> update(request);
            default -> throw new Refusal(404, "ENDPOINT_NOT_FOUND", call);
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Refusal(400, "INVALID_PARAMETER_VALUE", otherwise);
        }
    }

    private static String text(JsonNode node, String field) {
        require(
                node.path(field).isTextual() && !node.path(field).asText().isEmpty(),
                "Missing value for required parameter '" + field + "'");
        return node.path(field).asText();
    }

    private static String query(HttpExchange exchange, String name) {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        require(query.startsWith(name + "="), "Missing value for required parameter '" + name + "'");
        return URLDecoder.decode(query.substring(name.length() + 1), UTF_8);
    }

    /** Protobuf writes 64-bit numbers as text. */
    private static long number(JsonNode node, String field) {
        String text = node.path(field).asText();
        require(text.matches("-?\\d{1,19}"), "Missing or invalid value for parameter '" + field + "': '" + text + "'");
        return Long.parseLong(text);
    }

    private ObjectNode experiment(String name) {
        String id = experiments.get(name);
        if (id == null) {
            throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "Could not find experiment with name '" + name + "'");
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("experiment").put("experiment_id", id).put("name", name);
        return answer;
    }

    private ObjectNode createExperiment(String name) {
        if (experiments.containsKey(name)) {
            throw new Refusal(400, "RESOURCE_ALREADY_EXISTS", "Experiment '" + name + "' already exists");
        }
        String id = Integer.toString(experiments.size() + 1);
        experiments.put(name, id);
        return JSON.createObjectNode().put("experiment_id", id);
    }

    private ObjectNode create(JsonNode request) {
        String experiment = text(request, "experiment_id");
        require(experiments.containsValue(experiment), "No experiment with id=" + experiment + " exists");
        Run run = new Run(
                "%032x".formatted(runs.size() + 1),
                experiment,
                request.path("run_name").asText(),
                number(request, "start_time"));
        request.path("tags").forEach(tag -> addTag(run, tag));
        runs.put(run.id, run);
        ObjectNode answer = JSON.createObjectNode();
        answer.set("run", json(run));
        return answer;
    }

    private static ObjectNode json(Run run) {
        ObjectNode node = JSON.createObjectNode();
        node.putObject("info")
                .put("run_id", run.id)
                .put("run_uuid", run.id)
                .put("experiment_id", run.experiment)
                .put("status", run.status)
                .put("start_time", run.started)
                .put("lifecycle_stage", "active");
        ArrayNode parameters = node.putObject("data").putArray("params");
        run.parameters.forEach(
                (key, value) -> parameters.addObject().put("key", key).put("value", value));
        return node;
    }

    private ObjectNode search(JsonNode request) {
        require(!request.path("experiment_ids").isEmpty(), "Missing value for required parameter 'experiment_ids'");
        require(request.path("max_results").asInt(1000) <= 50_000, "max_results must be at most 50000");
        require(
                request.path("order_by").isEmpty()
                        || request.path("order_by").get(0).asText().equals("attributes.start_time DESC"),
                "Invalid order_by");
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String condition : text(request, "filter").split(" and ", -1)) {
            Matcher parts = CONDITION.matcher(condition);
            require(parts.matches(), "Invalid clause(s) in filter string: '" + condition + "'");
            wanted.put(parts.group(1), parts.group(2));
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("runs");
        runs.values().stream()
                .filter(run -> run.tags.entrySet().containsAll(wanted.entrySet()))
                .sorted((a, b) -> Long.compare(b.started, a.started))
                .limit(request.path("max_results").asInt(1000))
                .forEach(run -> found.add(json(run)));
        return answer;
    }

    private Run run(JsonNode request) {
        Run run = runs.get(text(request, "run_id"));
        if (run == null) {
            throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "Run '" + request.path("run_id") + "' not found");
        }
        return run;
    }

    private ObjectNode log(JsonNode request) {
        Run run = run(request);
        JsonNode metrics = request.path("metrics");
        JsonNode parameters = request.path("params");
        JsonNode tags = request.path("tags");
        require(metrics.size() <= 1000, "A batch logging request can contain at most 1000 metrics");
        require(parameters.size() <= 100, "A batch logging request can contain at most 100 params");
        require(tags.size() <= 100, "A batch logging request can contain at most 100 tags");
        require(
                metrics.size() + parameters.size() + tags.size() <= 1000,
                "A batch logging request can contain at most 1000 values");
        metrics.forEach(metric -> {
            String key = name(metric);
            require(metric.path("value").isNumber(), "Metric '" + key + "' has no number as its value");
            number(metric, "timestamp");
            number(metric, "step");
            run.metrics.computeIfAbsent(key, k -> new ArrayList<>()).add(metric);
        });
        parameters.forEach(parameter -> {
            String key = name(parameter);
            String value = parameter.path("value").asText();
            require(
                    value.length() <= 6000,
                    "Param value of '" + key + "' had length " + value.length() + ", over 6000");
            String before = run.parameters.putIfAbsent(key, value);
            require(
                    before == null || before.equals(value),
                    "Changing param values is not allowed. Param with key='" + key + "' was already logged");
        });
        tags.forEach(tag -> addTag(run, tag));
        return JSON.createObjectNode();
    }

    private static String name(JsonNode entity) {
        String key = text(entity, "key");
        require(
                key.length() <= 250 && NAME.matcher(key).matches() && !key.startsWith("/") && !key.contains(".."),
                "Invalid name: '" + key + "'");
        return key;
    }

    private static void addTag(Run run, JsonNode tag) {
        String key = name(tag);
        require(tag.path("value").isTextual(), "Missing value of tag '" + key + "'");
        require(tag.path("value").asText().getBytes(UTF_8).length <= 5000, "Tag '" + key + "' is over 5000 bytes");
        run.tags.put(key, tag.path("value").asText());
    }

    private ObjectNode update(JsonNode request) {
        Run run = run(request);
        String status = text(request, "status");
        require(STATUSES.contains(status), "Invalid status '" + status + "'");
        run.status = status;
        if (!status.equals("RUNNING")) {
            run.ended = number(request, "end_time");
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("run_info", json(run).path("info"));
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
