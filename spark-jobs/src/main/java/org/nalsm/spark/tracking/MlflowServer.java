package org.nalsm.spark.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/**
 * An MLflow server through its official client, to which it adds limits: of time, as the client waits for ever, and those of
 * requests ({@code runs/log-batch} takes 1000 metrics, 100 parameters and 100 tags). Used by one thread.
 */
final class MlflowServer implements AutoCloseable {
    private static final int CALL_SECONDS = 10;
    private static final int MOST_METRICS = 1000;
    private static final int MOST_PARAMETERS = 100;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> PASSING = Set.of(408, 429);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BasicMlflowHostCreds credentials;
    private final String experimentName;
    private @Nullable String experimentId;
    private MlflowClient client;
    private ExecutorService calls = thread();

    /**
     * A run as the server has it.
     *
     * @param parameters keys of those that it has, which cannot be changed
     */
    record Found(String id, Set<String> parameters) {}

    /** @param environment MLflow's own variables */
    MlflowServer(Map<String, String> environment) {
        this.credentials = new BasicMlflowHostCreds(
                environment.getOrDefault(Tracking.SERVER, "").strip(),
                environment.get("MLFLOW_TRACKING_USERNAME"),
                environment.get("MLFLOW_TRACKING_PASSWORD"),
                environment.get("MLFLOW_TRACKING_TOKEN"),
                Boolean.parseBoolean(environment.get("MLFLOW_TRACKING_INSECURE_TLS")));
        String name = environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "").strip();
        this.experimentName = name.isEmpty() ? "nalsm" : name;
        this.client = new MlflowClient(credentials);
    }

    private static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "mlflow-call");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The newest run with these tags. */
    Optional<Found> find(Map<String, String> tags) throws ServerTrouble {
        List<String> conditions = new ArrayList<>();
        tags.forEach((key, value) -> conditions.add("tags.`" + key + "` = '" + value + "'"));
        List<String> experiments = List.of(experiment());
        List<Service.Run> runs = call(mlflow -> mlflow.searchRuns(
                        experiments,
                        String.join(" and ", conditions),
                        Service.ViewType.ACTIVE_ONLY,
                        1,
                        List.of("attributes.start_time DESC"))
                .getItems());
        return runs.stream().findFirst().map(run -> {
            Set<String> parameters = new HashSet<>();
            run.getData().getParamsList().forEach(parameter -> parameters.add(parameter.getKey()));
            return new Found(run.getInfo().getRunId(), parameters);
        });
    }

    /** A new run. */
    Found create(String name, long startedMs, Map<String, String> tags) throws ServerTrouble {
        Service.CreateRun.Builder request = Service.CreateRun.newBuilder()
                .setExperimentId(experiment())
                .setRunName(name)
                .setStartTime(startedMs)
                .addAllTags(tags(tags));
        return new Found(call(mlflow -> mlflow.createRun(request.build())).getRunId(), new HashSet<>());
    }

    private static List<Service.RunTag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Service.RunTag.newBuilder()
                        .setKey(tag.getKey())
                        .setValue(tag.getValue())
                        .build())
                .toList();
    }

    void setTags(String runId, Map<String, String> tags) throws ServerTrouble {
        call(mlflow -> {
            mlflow.logBatch(runId, List.of(), List.of(), tags(tags));
            return true;
        });
    }

    void log(String runId, List<Point> points) throws ServerTrouble {
        for (int from = 0; from < points.size(); from += MOST_METRICS) {
            List<Service.Metric> part = points.subList(from, Math.min(points.size(), from + MOST_METRICS)).stream()
                    .map(point -> Service.Metric.newBuilder()
                            .setKey(point.key())
                            .setValue(point.value())
                            .setStep(point.step())
                            .setTimestamp(point.timeMs())
                            .build())
                    .toList();
            call(mlflow -> {
                mlflow.logBatch(runId, part, List.of(), List.of());
                return true;
            });
        }
    }

    void logParameters(String runId, Map<String, String> parameters) throws ServerTrouble {
        List<Service.Param> all = parameters.entrySet().stream()
                .map(entry -> Service.Param.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())
                        .build())
                .toList();
        for (int from = 0; from < all.size(); from += MOST_PARAMETERS) {
            List<Service.Param> part = all.subList(from, Math.min(all.size(), from + MOST_PARAMETERS));
            call(mlflow -> {
                mlflow.logBatch(runId, List.of(), part, List.of());
                return true;
            });
        }
    }

    /** It goes on after an earlier attempt. */
    void running(String runId) throws ServerTrouble {
        String request;
        try {
            request = JSON.writeValueAsString(Map.of("run_id", runId, "status", "RUNNING"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        call(mlflow -> mlflow.sendPost("runs/update", request));
    }

    void ended(String runId, Service.RunStatus status, long endedMs) throws ServerTrouble {
        call(mlflow -> {
            mlflow.setTerminated(runId, status, endedMs);
            return true;
        });
    }

    private String experiment() throws ServerTrouble {
        if (experimentId == null) {
            experimentId = find().isPresent() ? find().get() : create();
        }
        return experimentId;
    }

    private Optional<String> find() throws ServerTrouble {
        return call(mlflow -> mlflow.getExperimentByName(experimentName)).map(Service.Experiment::getExperimentId);
    }

    /** Another driver may do so in the same moment. */
    private String create() throws ServerTrouble {
        try {
            return call(mlflow -> mlflow.createExperiment(experimentName));
        } catch (ServerTrouble e) {
            return find().orElseThrow(() -> e);
        }
    }

    private <R> R call(Function<MlflowClient, R> request) throws ServerTrouble {
        MlflowClient used = client;
        Future<R> answer = calls.submit(() -> request.apply(used));
        try {
            return answer.get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            renew();
            throw new ServerTrouble("no answer within " + CALL_SECONDS + " s", false, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerTrouble("interrupted", false, e);
        } catch (ExecutionException e) {
            throw trouble(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /** Closing the client ends the call that hangs. */
    private void renew() {
        calls.shutdownNow();
        client.close();
        client = new MlflowClient(credentials);
        calls = thread();
    }

    private static ServerTrouble trouble(Throwable cause) {
        if (cause instanceof MlflowHttpException answer) {
            int status = answer.getStatusCode();
            boolean refusal = status >= CLIENT_ERROR && status < SERVER_ERROR && !PASSING.contains(status);
            return new ServerTrouble("status " + status + " " + message(answer), refusal, cause);
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ServerTrouble(root.getClass().getSimpleName() + ": " + root.getMessage(), false, cause);
    }

    private static String message(MlflowHttpException answer) {
        String body = String.valueOf(answer.getBodyMessage());
        try {
            String text = JSON.readTree(body).path("message").asText();
            return text.isEmpty() ? String.valueOf(answer.getReasonPhrase()) : text;
        } catch (JsonProcessingException e) {
            return String.valueOf(answer.getReasonPhrase());
        }
    }

    /** Without a user or password that stands in it. */
    static String withoutSecrets(String address) {
        try {
            URI uri = URI.create(address.strip());
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException e) {
            return "the address in " + Tracking.SERVER;
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        client.close();
    }
}
