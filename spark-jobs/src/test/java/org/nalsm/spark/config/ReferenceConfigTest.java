package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.config.SimulationConfig;

class ReferenceConfigTest {
    private static final ConfigLoader LOADER = Families.configLoader();
    private static final Pattern BOUNDS = Pattern.compile("(above )?(\\S+) to (below )?(\\S+)");

    private static boolean accepts(String... settings) {
        try {
            if (settings[0].startsWith("sweep.")) {
                String halving =
                        settings[0].startsWith("sweep.halving.") ? "sweep.sampling = successive-halving\n" : "";
                LOADER.loadSweep(
                        List.of(ConfigSource.text(
                                "s.conf", halving + "sweep.parameters { model.astrocyte-weight = [0, 1] }")),
                        List.of(settings));
            } else {
                List<String> all = new ArrayList<>();
                modelThatReads(settings[0].replaceAll("=.*", "")).ifPresent(model -> all.add("model.name=" + model));
                all.addAll(List.of(settings));
                LOADER.load(List.of(), all);
            }
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    /** The first model of a family that has the key in its sections. */
    private static Optional<String> modelThatReads(String key) {
        return Families.keys().stream()
                .map(family -> family.models().get(0))
                .filter(model -> keysOf(model).contains(key))
                .findFirst();
    }

    private static List<String> keysOf(String model) {
        return LOADER.load(List.of(), List.of("model.name=" + model)).entries().stream()
                .map(ResolvedConfig.Entry::key)
                .toList();
    }

    @Test
    void theKeysThatUsersRelyOnExist() {
        assertThat(ReferenceConfig.load().keys())
                .contains(
                        "model.name",
                        "model.astrocyte-weight",
                        "model.initial-abs-weight",
                        "model.max-weight",
                        "model.lr-decay",
                        "model.ap-stdp.theta",
                        "model.ap-stdp.delta",
                        "network.dimensions",
                        "network.seed",
                        "run.seed",
                        "data.dataset",
                        "data.dir",
                        "data.train-samples",
                        "data.valid-samples",
                        "data.test-samples",
                        "initialisation.snapshots",
                        "initialisation.snapshot-ms",
                        "initialisation.checkpoint-snapshots",
                        "simulation.duration-ms",
                        "simulation.batch-size",
                        "simulation.batches-per-block",
                        "simulation.backend",
                        "simulation.plastic",
                        "simulation.recorded-samples",
                        "readout.trainer",
                        "readout.preset",
                        "output.dir");
    }

    /** The other direction needs no test: to read a key that is not in the reference is an exception. */
    @Test
    void everyKeyOfTheReferenceIsReadIntoTheRecords() {
        assertThat(Families.keys().stream()
                        .flatMap(family -> keysOf(family.models().get(0)).stream())
                        .distinct()
                        .sorted())
                .containsExactlyElementsOf(ReferenceConfig.load().keys().stream()
                        .filter(key -> !key.startsWith("sweep."))
                        .toList());
    }

    @Test
    void everyKeyIsExplained() {
        List<KeyDescription> descriptions = ConfigLoader.describe();
        assertThat(descriptions)
                .extracting(KeyDescription::key)
                .containsExactlyElementsOf(ReferenceConfig.load().keys());
        assertThat(descriptions).allSatisfy(description -> {
            assertThat(description.meaning())
                    .as(description.key())
                    .hasSizeGreaterThan(20)
                    .endsWith(".");
            assertThat(description.unit()).as(description.key()).isNotBlank();
            assertThat(description.range()).as(description.key()).isNotBlank();
            assertThat(description.defaultValue())
                    .as(description.key())
                    .isNotBlank()
                    .isNotEqualTo("null");
        });
    }

    @Test
    void whatChangesNoResultIsSaidBehindTheRangeAndNotPartOfIt() {
        assertThat(ConfigLoader.describe())
                .filteredOn(key -> !key.changesResults())
                .extracting(KeyDescription::key)
                .containsExactly(
                        "csdp.training.checkpoint-minibatches",
                        "csdp.training.threads",
                        "data.dir",
                        "diehl-cook.kernel",
                        "diehl-cook.training.checkpoints",
                        "initialisation.checkpoint-snapshots",
                        "lsnn.training.checkpoint-iterations",
                        "lsnn.training.threads",
                        "output.dir",
                        "simulation.backend",
                        "simulation.gpu-devices",
                        "simulation.tasks-per-gpu");
        assertThat(ConfigLoader.describe())
                .allSatisfy(key -> assertThat(key.range() + key.meaning()).doesNotContain("Changes no"));
        assertThat(ReferenceConfig.load().changesResults("no.key")).isFalse();
    }

    @Test
    void everyPresetGivesEveryKeyThatDependsOnAChoice() {
        ReferenceConfig reference = ReferenceConfig.load();
        Map<String, String> choices = Map.of("model", "model.name", "readout", "readout.preset", "lsnn", "lsnn.task");
        List<String> dependent = reference.keys().stream()
                .filter(key -> reference.defaults().getIsNull(key))
                .toList();
        assertThat(dependent).hasSizeGreaterThan(5);
        Map<String, String> names = new HashMap<>();
        ConfigLoader.describe().forEach(key -> names.put(key.key(), key.range()));
        for (String key : dependent) {
            String choice = choices.get(key.substring(0, key.indexOf('.')));
            for (String name : names.get(choice).split(", ", -1)) {
                if (choice.equals("model.name") && !keysOf(name).contains(key)) {
                    continue; // A model of a family without the key.
                }
                ReferenceConfig.PresetValue value = reference
                        .preset(
                                key,
                                reference
                                        .defaults()
                                        .withValue(choice, com.typesafe.config.ConfigValueFactory.fromAnyRef(name)))
                        .orElseThrow();
                assertThat(value.selector()).as(key).isEqualTo(choice);
                assertThat(value.selected()).as(key).isEqualTo(name);
                assertThat(value.value().unwrapped()).as(key).isNotNull();
            }
        }
        assertThat(reference.preset("network.seed", reference.defaults())).isEmpty();
    }

    @Test
    void defaultsAreDescribedAsTheyAreWritten() {
        Map<String, String> defaults = new HashMap<>();
        ConfigLoader.describe().forEach(key -> defaults.put(key.key(), key.defaultValue()));
        assertThat(defaults)
                .containsEntry("readout.epsilon", "1e-8")
                .containsEntry("model.name", "\"nalsm\"")
                .containsEntry("network.dimensions", "[10,10,10]")
                .containsEntry("readout.optimiser", "readout.preset: best \"lbfgs\", publication \"adadelta\"")
                .containsEntry(
                        "model.initial-abs-weight",
                        "model.name: lsm 0.8, lsm-ap-stdp 1.0, "
                                + "lsm-stdp ${model.max-weight}, nalsm ${model.max-weight}");
    }

    @Test
    void theCodeAcceptsExactlyTheRangesThatTheReferenceStates() {
        List<String> checked = new ArrayList<>();
        for (KeyDescription key : ConfigLoader.describe()) {
            Matcher bounds = BOUNDS.matcher(key.range());
            if (!bounds.matches()) {
                continue;
            }
            checked.add(key.key());
            boolean open = bounds.group(1) != null;
            double least = Double.parseDouble(bounds.group(2));
            double most = Double.parseDouble(bounds.group(4));
            assertThat(acceptsAlone(key.key(), bounds.group(2)))
                    .as("%s least", key.key())
                    .isEqualTo(!open);
            assertThat(acceptsAlone(key.key(), bounds.group(4)))
                    .as("%s most", key.key())
                    .isEqualTo(bounds.group(3) == null);
            assertThat(acceptsAlone(key.key(), String.valueOf((long) least - 1)))
                    .as("%s below", key.key())
                    .isFalse();
            assertThat(acceptsAlone(key.key(), String.valueOf((long) most + 1)))
                    .as("%s above", key.key())
                    .isFalse();
        }
        assertThat(checked).hasSizeGreaterThanOrEqualTo(20);
    }

    /** The other keys are such that no relation between keys stands in the way. */
    private static boolean acceptsAlone(String key, String value) {
        return switch (key) {
            case "model.initial-abs-weight" -> accepts("model.name=lsm", "model.max-weight=100", key + "=" + value);
            case "sweep.halving.min-resources" ->
                accepts(
                        "sweep.halving.resource=initialisation.snapshots",
                        "sweep.halving.max-resources=10000000",
                        "sweep.halving.factor=2",
                        key + "=" + value);
            case "sweep.halving.max-resources" ->
                accepts("sweep.halving.resource=initialisation.snapshots", key + "=" + value);
            case "sweep.halving.factor" -> accepts("sweep.halving.min-resources=1", key + "=" + value);
            case "lsnn.smnist.valid-images" -> accepts("lsnn.smnist.train-images=1", key + "=" + value);
            case "lsnn.smnist.train-images" -> accepts("lsnn.smnist.valid-images=1", key + "=" + value);
            case "lsnn.training.average-iterations" -> accepts("lsnn.training.iterations=10000000", key + "=" + value);
            default -> accepts(key + "=" + value);
        };
    }

    @Test
    void everyNameThatTheReferenceListsIsAcceptedAndNoOther() {
        for (KeyDescription key : ConfigLoader.describe()) {
            if (key.unit().equals("name")) {
                for (String name : key.range().split(", ", -1)) {
                    assertThat(accepts(key.key() + "=" + name))
                            .as("%s=%s", key.key(), name)
                            .isTrue();
                }
                assertThat(accepts(key.key() + "=other")).as(key.key()).isFalse();
            }
        }
    }

    @Test
    void dimensionsAreThreeAndFitSixteenBits() {
        assertThat(accepts("network.dimensions=1,1,2")).isTrue();
        assertThat(accepts("network.dimensions=1,1,65535")).isTrue();
        assertThat(accepts("network.dimensions=1,1,1")).isFalse();
        assertThat(accepts("network.dimensions=1,256,256")).isFalse();
        assertThat(accepts("network.dimensions=10,10")).isFalse();
        assertThat(accepts("network.dimensions=10,10,10,1")).isFalse();
        assertThat(accepts("network.dimensions=-10,-10,10")).isFalse();
        assertThat(accepts("network.dimensions=4294967297,10,10")).isFalse();
        assertThat(accepts("network.dimensions=10,10,ten")).isFalse();
    }

    @Test
    void penaltiesAreOneToTwentyNumbers() {
        assertThat(accepts("readout.l2-penalties=0,1")).isTrue();
        assertThat(accepts("readout.l2-penalties=[]")).isFalse();
        assertThat(accepts("readout.l2-penalties=-0.1")).isFalse();
        assertThat(accepts("readout.l2-penalties=1.1")).isFalse();
        assertThat(accepts("readout.l2-penalties=" + "0,".repeat(20) + "0")).isFalse();
    }

    @Test
    void notANumberIsRefused() {
        assertThat(accepts("model.lr-decay=NaN")).isFalse();
        assertThat(accepts("readout.rho=1e999999")).isFalse();
        assertThat(accepts("run.seed=9223372036854775808")).isFalse();
    }

    @Test
    void recordsNameEveryBrokenConstraint() {
        assertThatThrownBy(() -> new SimulationConfig(0, 250, 0, "gpu", List.of(), 2, true, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("simulation.duration-ms = 0 must be 1 to 10000")
                .hasMessageContaining("simulation.batches-per-block = 0")
                .hasMessageContaining("simulation.backend = gpu must be one of auto, event");
    }
}
