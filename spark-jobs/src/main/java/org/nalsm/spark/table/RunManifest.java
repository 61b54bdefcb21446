package org.nalsm.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a complete run consists of. It is written after everything else, so a run that has one is whole.
 *
 * @param runId the run
 * @param configJson resolved configuration as a JSON document
 * @param files the run's data files, sorted by path
 */
public record RunManifest(String runId, String configJson, List<DataFile> files) {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One Parquet file.
     *
     * @param path path below {@code output.dir}, parts separated by /
     * @param rows number of rows
     * @param bytes size of the file
     */
    public record DataFile(String path, long rows, long bytes) {}

    public RunManifest {
        files = List.copyOf(files);
    }

    /** @throws IllegalArgumentException if the configuration is no JSON */
    byte[] toJson() {
        try {
            ObjectNode root = JSON.createObjectNode();
            root.put("format", FORMAT);
            root.put("run_id", runId);
            root.set("config", JSON.readTree(configJson));
            ArrayNode list = root.putArray("files");
            for (DataFile file : files) {
                list.addObject().put("path", file.path).put("rows", file.rows).put("bytes", file.bytes);
            }
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the configuration of run " + runId + " is no JSON", e);
        }
    }

    /** @throws IOException if the bytes are no manifest of this format */
    static RunManifest fromJson(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        if (root.path("format").asInt() != FORMAT
                || !root.path("run_id").isTextual()
                || !root.path("files").isArray()) {
            throw new IOException("it is no manifest of format " + FORMAT);
        }
        List<DataFile> files = new ArrayList<>();
        for (JsonNode file : root.get("files")) {
            files.add(new DataFile(
                    file.path("path").asText(),
                    file.path("rows").asLong(),
                    file.path("bytes").asLong()));
        }
        return new RunManifest(root.get("run_id").asText(), root.path("config").toString(), files);
    }
}
