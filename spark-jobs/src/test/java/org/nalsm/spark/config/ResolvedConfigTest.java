package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ResolvedConfigTest {
    private static ResolvedConfig load(String text, String... settings) {
        return ConfigLoader.load(List.of(ConfigSource.text("t.conf", text)), List.of(settings));
    }

    @Test
    void jsonIsNestedSortedAndWithoutSurroundings() {
        assertThat(load("").json())
                .startsWith(
                        "{\"data\":{\"dataset\":\"mnist\",\"dir\":\"\",\"test-samples\":10000,\"train-samples\":50000,"
                                + "\"valid-samples\":10000},\"initialisation\":{\"snapshot-ms\":20,\"snapshots\":50000},"
                                + "\"model\":{\"ap-stdp\":{\"delta\":23,\"theta\":37},\"astrocyte-weight\":0.015,"
                                + "\"initial-abs-weight\":3,\"lr-decay\":0.99,\"max-weight\":3,\"name\":\"nalsm\"},"
                                + "\"network\":{\"dimensions\":[10,10,10],\"seed\":1},\"output\":{\"dir\":\"nalsm-results\"}")
                .doesNotContain("presets", "null");
    }

    @Test
    void theRunIdIsTheHashOfTheDocumentedIdentity() throws Exception {
        ResolvedConfig config = load("");
        ObjectMapper jackson = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        ObjectNode identity = (ObjectNode) jackson.readTree(config.json());
        identity.remove("output");
        ((ObjectNode) identity.get("data")).remove("dir");
        ((ObjectNode) identity.get("simulation")).remove("backend");
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest((jackson.writeValueAsString(identity) + "\n0.1.0").getBytes(StandardCharsets.UTF_8));
        String hex = String.format("%064x", new BigInteger(1, digest));
        assertThat(config.runId("0.1.0")).isEqualTo("r-" + hex.substring(0, 12));
    }

    @Test
    void theRunIdDoesNotDependOnWhereAndHow() {
        String id = load("").runId("1");
        assertThat(id).matches("r-[0-9a-f]{12}");
        assertThat(load("", "output.dir=s3a://bucket/x").runId("1")).isEqualTo(id);
        assertThat(load("", "data.dir=/data").runId("1")).isEqualTo(id);
        assertThat(load("", "simulation.backend=event-scalar").runId("1")).isEqualTo(id);
        assertThat(load("model { astrocyte-weight = 1.50e-2 }\nnetwork.seed = 1.0\nmodel.name = \"nalsm\"")
                        .runId("1"))
                .isEqualTo(id);
        assertThat(load("", "readout.optimiser=lbfgs", "model.initial-abs-weight=3")
                        .runId("1"))
                .isEqualTo(id);
    }

    @Test
    void theRunIdDependsOnEverythingElse() {
        assertThat(List.of(
                        load("").runId("1"),
                        load("").runId("2"),
                        load("run.seed = 2").runId("1"),
                        load("network.seed = 2").runId("1"),
                        load("network.dimensions = [10, 10, 11]").runId("1"),
                        load("data.dataset = fashion-mnist").runId("1"),
                        load("model.astrocyte-weight = 0.0151").runId("1"),
                        load("simulation.batches-per-block = 9").runId("1"),
                        load("readout.preset = publication").runId("1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void originsSayWhichLayerSetAValue() {
        ResolvedConfig config = load("\nmodel {\n  name = lsm\n}", "run.seed=7");
        var origins = config.entries().stream()
                .collect(Collectors.toMap(ResolvedConfig.Entry::key, ResolvedConfig.Entry::origin));
        assertThat(origins).containsEntry("model.name", "t.conf:3").containsEntry("run.seed", "--set run.seed=7");
        assertThat(origins.get("network.seed")).matches("reference\\.conf:\\d+");
        assertThat(origins.get("model.initial-abs-weight")).matches("model\\.name = lsm \\(reference\\.conf:\\d+\\)");
    }

    @Test
    void theListingWithOriginsIsAConfigurationThatGivesTheSameExperiment() {
        ResolvedConfig config = load(
                "",
                "model.name=lsm",
                "readout.preset=publication",
                "output.dir=a \"b\" # c\\d",
                "network.dimensions=3,4,5",
                "readout.epsilon=1e-9");
        String listing = String.join("\n", config.describeWithOrigins());
        assertThat(listing).contains("model.name = \"lsm\"").contains("# --set model.name=lsm");
        assertThat(load(listing).experiment()).isEqualTo(config.experiment());
        assertThat(load(config.json()).experiment()).isEqualTo(config.experiment());
    }

    @Test
    void filesAreNamedByThePathThatWasGiven() {
        Path example = Path.of("..", "conf", "nalsm8000.conf");
        ResolvedConfig config = ConfigLoader.load(List.of(ConfigSource.file(example)), List.of());
        assertThat(config.entries())
                .filteredOn(entry -> entry.key().equals("network.dimensions"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.origin()).matches("\\.\\./conf/nalsm8000\\.conf:\\d+"));
    }
}
