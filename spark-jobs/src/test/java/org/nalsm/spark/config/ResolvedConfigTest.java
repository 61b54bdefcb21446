package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.config.InitialisationConfig;
import org.nalsm.spark.family.liquid.config.NetworkConfig;
import org.nalsm.spark.family.liquid.config.SimulationConfig;
import org.nalsm.spark.identity.ResultsVersion;

class ResolvedConfigTest {
    private static final ConfigLoader LOADER = Families.configLoader();

    private static ResolvedConfig load(String text, String... settings) {
        return LOADER.load(List.of(ConfigSource.text("t.conf", text)), List.of(settings));
    }

    @Test
    void whatIsSetIsToldFromDefaultsAndPresets() {
        ResolvedConfig config = Families.configLoader()
                .load(
                        List.of(ConfigSource.text(
                                "a.conf", "data.train-samples = 50000\nreadout.preset = publication")),
                        List.of("run.seed=7"));
        assertThat(config.describeWhatIsSet().stream().map(line -> line.replaceAll(" {2,}", " ")))
                .as("also where it is set to the default, but not what the preset brings along")
                .containsExactly(
                        "data.train-samples = 50000 # a.conf:1",
                        "readout.preset = \"publication\" # a.conf:2",
                        "run.seed = 7 # --set run.seed=7");
        assertThat(config.describeWithOrigins()).hasSizeGreaterThan(30);
    }

    @Test
    void jsonIsNestedSortedAndWithoutSurroundings() {
        assertThat(load("").json())
                .startsWith(
                        "{\"data\":{\"dataset\":\"mnist\",\"dir\":\"\",\"test-samples\":10000,\"train-samples\":50000,"
                                + "\"valid-samples\":10000},\"initialisation\":{\"checkpoint-snapshots\":5000,\"snapshot-ms\":20,"
                                + "\"snapshots\":50000},"
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
        ((ObjectNode) identity.get("simulation")).remove(List.of("backend", "gpu-devices", "tasks-per-gpu"));
        ((ObjectNode) identity.get("initialisation")).remove("checkpoint-snapshots");
        String text = jackson.writeValueAsString(identity) + "\nresults " + ResultsVersion.CURRENT + "\n";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        String hex = String.format("%064x", new BigInteger(1, digest));
        assertThat(config.runId()).isEqualTo("r-" + hex.substring(0, 12));
    }

    @Test
    void theRunIdDoesNotDependOnWhereAndHow() {
        String id = load("").runId();
        assertThat(id).matches("r-[0-9a-f]{12}");
        assertThat(load("", "output.dir=s3a://bucket/x").runId()).isEqualTo(id);
        assertThat(load("", "data.dir=/data").runId()).isEqualTo(id);
        assertThat(load("", "simulation.backend=event-scalar").runId()).isEqualTo(id);
        assertThat(load("model { astrocyte-weight = 1.50e-2 }\nnetwork.seed = 1.0\nmodel.name = \"nalsm\"")
                        .runId())
                .isEqualTo(id);
        assertThat(load("", "readout.optimiser=lbfgs", "model.initial-abs-weight=3")
                        .runId())
                .isEqualTo(id);
    }

    @Test
    void theRunIdDependsOnEverythingElse() {
        assertThat(List.of(
                        load("").runId(),
                        load("run.seed = 2").runId(),
                        load("network.seed = 2").runId(),
                        load("network.dimensions = [10, 10, 11]").runId(),
                        load("data.dataset = fashion-mnist").runId(),
                        load("model.astrocyte-weight = 0.0151").runId(),
                        load("simulation.batches-per-block = 9").runId(),
                        load("readout.preset = publication").runId()))
                .doesNotHaveDuplicates();
    }

    /** Another valid value of every key; a key that depends on others with what makes it possible. */
    private static final Map<String, List<String>> OTHER_VALUES = Map.ofEntries(
            other("data.dataset", "fashion-mnist"),
            other("data.dir", "/elsewhere"),
            other("data.train-samples", "49999"),
            other("data.valid-samples", "9999"),
            other("data.test-samples", "9999"),
            other("initialisation.snapshots", "0"),
            other("initialisation.snapshot-ms", "21"),
            other("initialisation.checkpoint-snapshots", "4"),
            other("model.name", "lsm-stdp"),
            other("model.astrocyte-weight", "0.02"),
            other("model.initial-abs-weight", "0.7", "model.name=lsm"),
            other("model.max-weight", "2.5"),
            other("model.lr-decay", "0.98"),
            other("model.ap-stdp.theta", "38"),
            other("model.ap-stdp.delta", "24"),
            other("network.dimensions", "10,10,11"),
            other("network.seed", "2"),
            other("output.dir", "elsewhere"),
            other("readout.trainer", "dl4j"),
            other("readout.preset", "publication"),
            other("readout.optimiser", "adadelta"),
            other("readout.labels", "soft"),
            other("readout.features", "shares"),
            other("readout.l2-penalties", "0"),
            other("readout.max-epochs", "301"),
            other("readout.patience-epochs", "51"),
            other("readout.batch-size", "251"),
            other("readout.learning-rate", "0.2"),
            other("readout.rho", "0.9"),
            other("readout.epsilon", "1e-7"),
            other("run.seed", "2"),
            other("simulation.duration-ms", "251"),
            other("simulation.batch-size", "251"),
            other("simulation.batches-per-block", "9"),
            other("simulation.backend", "dense"),
            other("simulation.gpu-devices", "[0, 1]"),
            other("simulation.tasks-per-gpu", "3"),
            other("simulation.plastic", "false"),
            other("simulation.recorded-samples", "19"));

    private static Map.Entry<String, List<String>> other(String key, String value, String... alsoBefore) {
        return Map.entry(
                key,
                Stream.concat(Stream.of(key + "=" + value), Stream.of(alsoBefore))
                        .toList());
    }

    @Test
    void everyKeyButThoseThatChangeNoResultIsPartOfTheId() {
        Set<String> free = Set.of(
                "output.dir",
                "data.dir",
                "simulation.backend",
                "simulation.gpu-devices",
                "simulation.tasks-per-gpu",
                "initialisation.checkpoint-snapshots");
        assertThat(load("").entries())
                .extracting(ResolvedConfig.Entry::key)
                .containsExactlyInAnyOrderElementsOf(OTHER_VALUES.keySet());
        OTHER_VALUES.forEach((key, settings) -> {
            List<String> before = settings.subList(1, settings.size());
            ResolvedConfig one = LOADER.load(List.of(), before);
            List<String> after = new ArrayList<>(before);
            after.add(settings.get(0));
            ResolvedConfig other = LOADER.load(List.of(), after);
            assertThat(other.json()).as(key).isNotEqualTo(one.json());
            assertThat(other.runId().equals(one.runId())).as(key).isEqualTo(free.contains(key));
            assertThat(other.sameResultsAs(one)).as(key).isEqualTo(free.contains(key));
            assertThat(other.contentId("x-", k -> k.equals(key), "")
                            .equals(one.contentId("x-", k -> k.equals(key), "")))
                    .as(key)
                    .isEqualTo(free.contains(key));
            assertThat(other.contentId("x-", k -> k.equals("no.key"), ""))
                    .as(key)
                    .isEqualTo(one.contentId("x-", k -> k.equals("no.key"), ""));
        });
    }

    @Test
    void aPartsIdDependsOnItsPrefixItsKeysAndItsContent() {
        ResolvedConfig config = load("");
        Predicate<String> seeds = key -> key.endsWith(".seed");
        String id = config.contentId("c-", seeds, "abc");
        assertThat(id).matches("c-[0-9a-f]{12}");
        assertThat(config.contentId("d-", seeds, "abc")).isEqualTo(id.replace("c-", "d-"));
        assertThat(config.contentId("c-", seeds, "abd")).isNotEqualTo(id);
        assertThat(config.contentId("c-", key -> key.equals("run.seed"), "abc")).isNotEqualTo(id);
        assertThat(load("data.train-samples = 7").contentId("c-", seeds, "abc")).isEqualTo(id);
        assertThat(load("network.seed = 7").contentId("c-", seeds, "abc")).isNotEqualTo(id);
        assertThat(config.contentId("r-", key -> true, "")).isEqualTo(config.runId());
    }

    /** The models of one family, with fewer sections than the other's. */
    record Few(NetworkConfig network) {}

    /** With all of another family's but one. */
    record Many(NetworkConfig network, SimulationConfig simulation, InitialisationConfig initialisation) {}

    @Test
    void onlyTheSectionsOfTheChosenFamilyEnterTheId() {
        ConfigLoader loader = new ConfigLoader(List.of(
                new FamilyKeys(List.of("nalsm"), Many.class), new FamilyKeys(List.of("lsm", "lsm-stdp"), Few.class)));
        ResolvedConfig few = loader.load(List.of(), List.of("model.name=lsm"));
        assertThat(few.experiment().family(Few.class)).isEqualTo(new Few(new NetworkConfig(List.of(10, 10, 10), 1)));
        assertThat(few.entries())
                .extracting(ResolvedConfig.Entry::key)
                .containsExactly(
                        "data.dataset",
                        "data.dir",
                        "data.test-samples",
                        "data.train-samples",
                        "data.valid-samples",
                        "model.name",
                        "network.dimensions",
                        "network.seed",
                        "output.dir",
                        "run.seed");
        for (String others : List.of(
                "simulation.duration-ms=7", "initialisation.snapshots=7", "readout.rho=0.5", "model.max-weight=1")) {
            assertThat(loader.load(List.of(ConfigSource.text("shared.conf", others)), List.of("model.name=lsm"))
                            .runId())
                    .as(others)
                    .isEqualTo(few.runId());
        }
        assertThat(List.of(
                        few.runId(),
                        loader.load(List.of(), List.of("model.name=lsm", "network.seed=2"))
                                .runId(),
                        loader.load(List.of(), List.of("model.name=lsm-stdp")).runId(),
                        loader.load(List.of(), List.of()).runId(),
                        loader.load(List.of(), List.of("simulation.duration-ms=7"))
                                .runId(),
                        loader.load(List.of(), List.of("initialisation.snapshots=7"))
                                .runId()))
                .doesNotHaveDuplicates();
        ResolvedConfig many = loader.load(List.of(), List.of());
        assertThat(many.experiment().family(Many.class).simulation().durationMs())
                .isEqualTo(250);
        assertThat(loader.load(List.of(ConfigSource.text("shared.conf", "readout.rho=0.5")), List.of())
                        .runId())
                .isEqualTo(many.runId());
        assertThatThrownBy(() -> many.experiment().family(Few.class)).isInstanceOf(ClassCastException.class);
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
        ResolvedConfig config = LOADER.load(List.of(ConfigSource.file(example)), List.of());
        assertThat(config.entries())
                .filteredOn(entry -> entry.key().equals("network.dimensions"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.origin()).matches("\\.\\./conf/nalsm8000\\.conf:\\d+"));
    }
}
