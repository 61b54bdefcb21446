package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.config.LiquidConfig;

class SweepLoadingTest {
    private static final ConfigLoader LOADER = Families.configLoader();

    @TempDir
    private Path directory;

    private static ResolvedSweep load(String text, String... settings) {
        return LOADER.loadSweep(List.of(ConfigSource.text("s.conf", text)), List.of(settings));
    }

    @Test
    void aGridHasEveryCombinationOnce() {
        ResolvedSweep sweep =
                load("sweep.parameters { model.astrocyte-weight = [0.1, 0.2], network.seed = [1, 2, 3] }");
        assertThat(sweep.trials())
                .extracting(SweepTrial::parameters)
                .containsExactly(
                        map("0.1", "1"),
                        map("0.1", "2"),
                        map("0.1", "3"),
                        map("0.2", "1"),
                        map("0.2", "2"),
                        map("0.2", "3"));
        ExperimentConfig last = sweep.trials().get(5).config().orElseThrow().experiment();
        assertThat(last.family(LiquidConfig.class).model().astrocyteWeight()).isEqualTo(0.2f);
        assertThat(last.family(LiquidConfig.class).network().seed()).isEqualTo(3);
    }

    private static java.util.SortedMap<String, String> map(String weight, String seed) {
        return new java.util.TreeMap<>(Map.of("model.astrocyte-weight", weight, "network.seed", seed));
    }

    @Test
    void theOrderInTheFileChangesNoNameAndNoRun() {
        ResolvedSweep one = load("sweep.parameters { model.astrocyte-weight = [0.1, 0.2], network.seed = [1, 2] }");
        ResolvedSweep other = load("sweep.parameters { network.seed = [2, 1], model.astrocyte-weight = [0.2, 0.1] }");
        assertThat(other.id()).isEqualTo(one.id());
        assertThat(runs(other)).isEqualTo(runs(one)).hasSize(4);
        ResolvedSweep larger = load("sweep.parameters { network.seed = [2, 1], model.astrocyte-weight = [0.2, 0.3] }");
        assertThat(larger.id()).isNotEqualTo(one.id());
    }

    private static Set<String> runs(ResolvedSweep sweep) {
        return sweep.trials().stream()
                .map(trial -> trial.id() + trial.config().orElseThrow().runId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aTrialIsTheRunThatTheSameSettingsMakeByThemselves() {
        ResolvedSweep sweep = load("data.train-samples = 500, sweep.parameters { model.name = [lsm] }", "run.seed=5");
        ResolvedConfig alone =
                LOADER.load(List.of(), List.of("data.train-samples=500", "run.seed=5", "model.name=lsm"));
        assertThat(sweep.trials().get(0).config().orElseThrow().runId()).isEqualTo(alone.runId());
        assertThat(sweep.trials()
                        .get(0)
                        .config()
                        .orElseThrow()
                        .experiment()
                        .family(LiquidConfig.class)
                        .model()
                        .initialAbsWeight())
                .as("the default that belongs to the varied model")
                .isEqualTo(0.8f);
    }

    @Test
    void theStoredConfigurationIsTheBaseWithTheSweepsOwnKeys() {
        ResolvedSweep sweep =
                load("run.seed = 5, sweep { name = x, parallel-trials = 7, parameters.network.seed = [1] }");
        var stored = ConfigFactory.parseString(sweep.json());
        assertThat(stored.getInt("run.seed")).isEqualTo(5);
        assertThat(stored.getString("sweep.name")).isEqualTo("x");
        assertThat(stored.getInt("sweep.parallel-trials")).isEqualTo(7);
        assertThat(stored.withoutPath("sweep"))
                .isEqualTo(ConfigFactory.parseString(sweep.base().json()));
    }

    @Test
    void parameterSetsAreCombinedWithTheParameters() {
        ResolvedSweep sweep = load("""
            sweep.parameter-sets = [ { model.name = lsm, model.initial-abs-weight = 0.7 }, { model { name = nalsm } } ]
            sweep.parameters.network.seed = [7, 8]
            """);
        assertThat(sweep.trials())
                .extracting(trial -> trial.config().orElseThrow().experiment().family(LiquidConfig.class))
                .extracting(
                        config -> config.model().name() + " " + config.network().seed())
                .containsExactly("LSM 7", "LSM 8", "NALSM 7", "NALSM 8");
    }

    @Test
    void randomTrialsLieInTheirRangesAndDependOnSeedKeyAndNumberOnly() {
        String ranges = """
            sweep { sampling = random, trials = 400, parameters {
              model.astrocyte-weight = { from = 0.001, to = 0.1, scale = log }
              initialisation.snapshots = { from = 10, to = 20 }
              network.seed = [1, 2, 3, 4] } }
            """;
        ResolvedSweep sweep = load(ranges);
        assertThat(sweep.trials()).hasSize(400);
        List<Double> weights = sweep.trials().stream()
                .map(trial -> Double.parseDouble(trial.parameters().get("model.astrocyte-weight")))
                .toList();
        assertThat(weights).allMatch(weight -> weight >= 0.001 && weight <= 0.1);
        // Half of the logarithmic range lies below 0.01: a binomial of 400 has a standard deviation of 10.
        assertThat(weights.stream().filter(weight -> weight < 0.01).count()).isBetween(150L, 250L);
        assertThat(sweep.trials())
                .extracting(trial -> trial.parameters().get("initialisation.snapshots"))
                .allMatch(value -> value.matches("1\\d|20"))
                .contains("10", "15", "20");
        assertThat(load(ranges).id()).isEqualTo(sweep.id());
        assertThat(load(ranges, "sweep.seed=2").id()).isNotEqualTo(sweep.id());
        ResolvedSweep fewer = load(ranges.replace("network.seed = [1, 2, 3, 4]", ""), "sweep.trials=5");
        assertThat(fewer.trials())
                .extracting(trial -> trial.parameters().get("model.astrocyte-weight"))
                .containsExactlyElementsOf(sweep.trials().subList(0, 5).stream()
                        .map(trial -> trial.parameters().get("model.astrocyte-weight"))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.initial-abs-weight = { from = 0.1, to = 0.9, scale = log }",
                "model.max-weight = { from = 1.00049, to = 1.00051 }",
                "model.ap-stdp.theta = { from = 37, to = 38 }",
                "model.ap-stdp.delta = { from = 22.5, to = 22.9 }",
            })
    void aRangeOfRealNumbersGivesSuchNumbersInItHoweverTheDefaultIsWritten(String range) {
        ResolvedSweep sweep = load("model.name = lsm-ap-stdp, model.initial-abs-weight = 0.5, "
                + "sweep { sampling = random, trials = 20, parameters { " + range + " } }");
        String key = range.substring(0, range.indexOf(' '));
        Config written = ConfigFactory.parseString(range).getConfig(key);
        List<Double> values = sweep.trials().stream()
                .map(trial -> Double.valueOf(trial.parameters().get(key)))
                .toList();
        assertThat(values).allMatch(value -> value >= written.getDouble("from") && value <= written.getDouble("to"));
        assertThat(values.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void randomChoicesThatComeOutEqualAreCounted() {
        ResolvedSweep sweep = load("sweep { sampling = random, trials = 50, parameters.run.seed = [1, 2, 3] }");
        assertThat(sweep.trials()).hasSize(3);
        assertThat(sweep.chosen()).isEqualTo(50);
    }

    @Test
    void rungsOfSuccessiveHalvingAreTheRunsThatTheSameSettingsMake() {
        ResolvedSweep sweep = load("model.name = lsm, sweep { sampling = successive-halving, "
                + "parameters.model.initial-abs-weight = [0.1, 0.2, 0.3], "
                + "halving { min-resources = 500, max-resources = 5400, test-samples = 100 } }");
        assertThat(sweep.rungs())
                .extracting(rung -> rung.get(2).rung().orElseThrow().resource())
                .as("a third each, and none below the least")
                .containsExactly(600, 1800, 5400);
        assertThat(sweep.rungs().get(1).get(2).config().orElseThrow().runId())
                .isEqualTo(LOADER.load(
                                List.of(),
                                List.of(
                                        "model.name=lsm",
                                        "model.initial-abs-weight=0.3",
                                        "data.train-samples=1800",
                                        "data.test-samples=100"))
                        .runId());
        assertThat(sweep.later()
                        .get(1)
                        .get(0)
                        .config()
                        .orElseThrow()
                        .experiment()
                        .data())
                .extracting(DataConfig::trainSamples, DataConfig::testSamples)
                .containsExactly(5400, 10_000);
        assertThat(sweep.rungs().stream().flatMap(List::stream).map(SweepTrial::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void anImpossibleValueFailsItsTrialAlone() {
        ResolvedSweep sweep = load("sweep.parameters {\n  model.astrocyte-weight = [0.1, -3]\n}");
        assertThat(sweep.trials().get(0).config()).isPresent();
        assertThat(sweep.trials().get(1).config()).isEmpty();
        assertThat(sweep.trials().get(1).error().orElseThrow())
                .hasMessage("s.conf:2: model.astrocyte-weight = -3 must be 0 to 10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sweep.parameters { model.astrocyt-weight = [1] } | s.conf:1: unknown key model.astrocyt-weight",
                "sweep.parameters { network.seed = [] } | s.conf:1: network.seed has an empty list",
                "sweep.parameters { network.seed = 3 } | s.conf:1: network.seed = 3 must be a list of values",
                "sweep.parameters { network.seed = [one] } | s.conf:1: network.seed = one must be a whole number",
                "sweep.parameters { model.name = [nalsm, bogus] } | s.conf:1: model.name = bogus must be one of",
                "sweep.parameters { network.seed = [1, 2, 1] } | s.conf:1: network.seed has the value 1 twice",
                "sweep.parameters { network.seed = [1] }, sweep.trials = 0 | s.conf:1: sweep.trials = 0 must be 1 to"
                        + " 100000",
                "sweep.parameters { network.seed = [1] }, sweep.paralel-trials = 2 | s.conf:1: unknown key"
                        + " sweep.paralel-trials",
                "sweep.parameters { network.seed = { from = 1, to = 9 } } | s.conf:1: network.seed has a range, which"
                        + " needs",
                "sweep { sampling = random, parameters.network.seed = { from = 1.2, to = 1.8 } } | s.conf:1:"
                        + " network.seed is a whole number, and there is none from 1.2 to 1.8",
                "sweep.parameters { output.dir = [a, b] } | s.conf:1: output.dir changes no result",
                "sweep.parameters { initialisation.checkpoint-snapshots = [1, 2] } | s.conf:1:"
                        + " initialisation.checkpoint-snapshots changes no result",
                "sweep.parameters { sweep.seed = [1, 2] } | s.conf:1: sweep.seed changes no result",
                "sweep.parameters { } | s.conf:1: sweep.parameters must be a section of keys",
                "sweep { name = x } | sweep: nothing to vary",
                "model.name = lsm | sweep: nothing to vary",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.factor = 1 }"
                        + " | s.conf:1: sweep.halving.factor = 1 must be 2 to 100",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.min-resources = 0 }"
                        + " | s.conf:1: sweep.halving.min-resources = 0 must be 1 to",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving { min-resources = 10, max-resources = 5 } }"
                        + " | s.conf:1: sweep.halving.min-resources = 10 is more than sweep.halving.max-resources = 5",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.min-resources = 60000 }"
                        + " | s.conf:1: sweep.halving.min-resources = 60000 is more than data.train-samples = 50000",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.resource = model.name }"
                        + " | s.conf:1: sweep.halving.resource = model.name must be a key whose value is a number",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.resource = data.trian-samples }"
                        + " | s.conf:1: sweep.halving.resource: unknown key data.trian-samples",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.resource = csdp.training.epochs, halving.min-resources = 1 }"
                        + " | s.conf:1: sweep.halving.resource = csdp.training.epochs has no effect",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.facto = 3 }"
                        + " | s.conf:1: unknown key sweep.halving.facto",
                "sweep { parameters.run.seed = [1], halving.factor = 4 }"
                        + " | s.conf:1: sweep.halving has no effect with sweep.sampling = grid",
                "sweep { sampling = successive-halving, parameters.data.train-samples = [1, 2] }"
                        + " | s.conf:1: data.train-samples is varied here and is sweep.halving.resource",
                "sweep { sampling = successive-halving, parameters.run.seed = { from = 1, to = 9 } }"
                        + " | s.conf:1: run.seed has a range, which needs sweep.halving.candidates = random",
                "sweep { sampling = random, parameters.model.astrocyte-weight = { from = 1, to = 1e999 } }"
                        + " | s.conf:1: model.astrocyte-weight has no range from 1.0 to Infinity",
                "sweep.parameters { model.astrocyte-weight = [-1, -2] }"
                        + " | s.conf:1: no trial is possible; the first: s.conf:1: model.astrocyte-weight = -1 must be 0 to 10",
                "sweep { sampling = successive-halving, parameters.run.seed = [1, 2] }"
                        + " | s.conf:1: there is one candidate, and nothing to choose among: vary more than seeds",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1] }"
                        + " | s.conf:1: there is one candidate, and nothing to choose among",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving.min-resources = 20000 }"
                        + " | s.conf:1: sweep.halving.min-resources = 20000 leaves one rung, of data.train-samples = 50000: give it 16667 at most",
                "sweep { sampling = successive-halving, parameters.model.astrocyte-weight = [0.1, 0.2], halving { min-resources = 20000, max-resources = 180000 } }"
                        + " | s.conf:1: no trial of rung 2 is possible; the first: sweep.halving: data.train-samples = 60000 must be 1 to 50000",
                "sweep.parameter-sets = [ {run.seed = 1}, {run.seed = 1} ] | s.conf:1: sweep.parameter-sets has the"
                        + " set",
                "sweep { parameters.run.seed = [1], parameter-sets = [ {run.seed = 2} ] } | s.conf:1: run.seed is in",
            })
    void aBadFileIsOneLineWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> load(text)).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.getMessage()).startsWith(message).hasLineCount(1);
            assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
        });
    }

    @Test
    void aKeyThatIsVariedCannotBeSetAsWell() {
        assertThatThrownBy(() -> load("sweep.parameters { run.seed = [1, 2] }", "run.seed=3"))
                .hasMessage("s.conf:1: run.seed is varied here and set by --set: remove one of them");
    }

    @Test
    void aParameterThatAFileNamesTwiceIsAnErrorAndNotSilentlyTheLastOne() throws IOException {
        Path file = directory.resolve("twice.conf");
        Files.writeString(file, "sweep.parameters {\n  run.seed = [1, 2]\n  network.seed = [1]\n  run.seed = [3]\n}\n");
        assertThatThrownBy(() -> LOADER.loadSweep(List.of(ConfigSource.file(file)), List.of()))
                .hasMessage(file + ":4: run.seed is varied twice in this file: keep one of the two lists");
    }

    @Test
    void anIncludeThatDoesNotExistIsNamed() throws IOException {
        Path file = directory.resolve("s.conf");
        Files.writeString(file, "// a comment\ninclude \"missing.conf\"\nsweep.parameters.run.seed = [1]\n");
        assertThatThrownBy(() -> LOADER.loadSweep(List.of(ConfigSource.file(file)), List.of()))
                .hasMessageStartingWith("cannot read \"missing.conf\", which " + file + ":2 includes")
                .hasMessageNotContaining("\n");
    }

    @Test
    void trainRefusesAFileWithASweep() {
        assertThatThrownBy(() -> LOADER.load(
                        List.of(ConfigSource.text("s.conf", "\nsweep.parameters.run.seed = [1]")), List.of()))
                .hasMessage("s.conf:2: a sweep section: run it with 'nalsm sweep'");
    }
}
