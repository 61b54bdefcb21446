package org.nalsm.spark.dataset;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files below a URL of a web server. */
final class HttpSource implements DatasetSource {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final SourceLimits limits;

    HttpSource(String url, SourceLimits limits) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.limits = limits;
        URI.create(this.url);
    }

    @Override
    public String title() {
        return url;
    }

    @Override
    public void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        for (DatasetFile file : wanted) {
            Path target = workspace.resolve(file.compressedName());
            int status = download(client, file.compressedName(), target);
            if (status == NOT_FOUND) {
                status = download(client, file.name(), target);
            }
            if (status != OK) {
                throw new IOException("HTTP status " + status + " for " + file.compressedName());
            }
            receiver.accept(file, target);
        }
    }

    /**
     * The limit covers the whole exchange. A request's own timeout ends when the header arrives and would
     * let a stalled body hang for ever.
     */
    private int download(HttpClient client, String name, Path target) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/" + name)).GET().build();
        CompletableFuture<HttpResponse<Path>> exchange =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofFile(target));
        try {
            int status = exchange.get(limits.download().toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
            if (status != OK) {
                Files.deleteIfExists(target);
            }
            return status;
        } catch (TimeoutException e) {
            throw new IOException(
                    "no complete answer for " + name + " within "
                            + limits.download().toSeconds() + " s",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(reason(Objects.requireNonNullElse(e.getCause(), e)), e);
        } finally {
            exchange.cancel(true);
        }
    }

    /** The JDK's client gives most of these without a message. */
    private String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "host name not found";
            }
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + limits.connect().toSeconds() + " s";
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
