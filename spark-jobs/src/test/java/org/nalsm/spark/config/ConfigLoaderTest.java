package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.config.InitialisationConfig;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.family.liquid.config.ModelConfig;
import org.nalsm.spark.family.liquid.config.ModelName;
import org.nalsm.spark.family.liquid.config.NetworkConfig;
import org.nalsm.spark.family.liquid.config.ReadoutConfig;
import org.nalsm.spark.family.liquid.config.SimulationConfig;

class ConfigLoaderTest {
    private static final ConfigLoader LOADER = Families.configLoader();

    @TempDir
    private Path dir;

    private ConfigSource file(String name, String... lines) throws IOException {
        return ConfigSource.file(Files.write(dir.resolve(name), List.of(lines)));
    }

    private static ExperimentConfig set(String... settings) {
        return LOADER.load(List.of(), List.of(settings)).experiment();
    }

    private static LiquidConfig liquid(String... settings) {
        return set(settings).family(LiquidConfig.class);
    }

    private static List<String> errors(List<ConfigSource> sources, String... settings) {
        UserException e = catchThrowableOfType(UserException.class, () -> LOADER.load(sources, List.of(settings)));
        assertThat(e).as("an error").isNotNull();
        assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
        return e.getMessage().lines().toList();
    }

    @Test
    void parametersOfASweepOnTheCommandLineAreSentToAFile() {
        assertThatThrownBy(() -> LOADER.load(List.of(), List.of("sweep.parameters.run.seed=[1,2]")))
                .hasMessageEndingWith(
                        "what a sweep varies stands in a --config file, such as sweep.parameters { run.seed = [1, 2]"
                                + " }");
    }

    @Test
    void aFileNamedWithoutADirectoryIncludesTheOneBesideIt() throws IOException {
        Path beside = Files.writeString(Path.of("beside-test.conf"), "run.seed = 7");
        Path file = Files.writeString(Path.of("including-test.conf"), "include \"beside-test.conf\"\nrun.sede = 1");
        try {
            assertThatThrownBy(() -> Families.configLoader().load(List.of(ConfigSource.file(file)), List.of()))
                    .hasMessageStartingWith("including-test.conf:2: unknown key run.sede");
            Files.writeString(file, "include \"beside-test.conf\"");
            assertThat(Families.configLoader()
                            .load(List.of(ConfigSource.file(file)), List.of())
                            .experiment()
                            .run()
                            .seed())
                    .isEqualTo(7);
        } finally {
            Files.delete(beside);
            Files.delete(file);
        }
    }

    @Test
    void aSettingThatTheChosenModelDoesNotReadIsRefused() {
        assertThat(errors(List.of(), "diehl-cook.neurons=1600", "lsnn.task=foo"))
                .containsExactlyInAnyOrder(
                        "--set diehl-cook.neurons=1600: diehl-cook.neurons has no effect: model.name = nalsm does not"
                                + " read it; leave it out, or choose its model",
                        "--set lsnn.task=foo: lsnn.task has no effect: model.name = nalsm does not read it; leave it"
                                + " out, or choose its model");
        assertThat(errors(List.of(), "model.name=lsnn", "model.astrocyte-weight=0.1"))
                .singleElement()
                .asString()
                .contains("model.astrocyte-weight has no effect: model.name = lsnn");
        assertThat(errors(List.of(), "model.name=lsnn", "lsnn.task=store-recall", "lsnn.training.validation=full"))
                .singleElement()
                .asString()
                .contains("lsnn.training.validation", "is for lsnn.task = smnist");
        // A file may be shared by runs of several models.
        assertThat(LOADER.load(List.of(ConfigSource.text("shared.conf", "lsnn.task = store-recall")), List.of())
                        .experiment()
                        .model())
                .isEqualTo("nalsm");
    }

    @Test
    void defaultsAreThoseOfThePublicContract() {
        ExperimentConfig config = set();
        LiquidConfig liquid = config.family(LiquidConfig.class);
        assertThat(config.model()).isEqualTo("nalsm");
        assertThat(liquid.model())
                .isEqualTo(new ModelConfig(ModelName.NALSM, 0.015f, 3f, 3f, 0.99f, new ModelConfig.ApStdp(37f, 23f)));
        assertThat(liquid.network()).isEqualTo(new NetworkConfig(List.of(10, 10, 10), 1));
        assertThat(config.run()).isEqualTo(new RunConfig(1));
        assertThat(config.data()).isEqualTo(new DataConfig("mnist", "", 50000, 10000, 10000));
        assertThat(liquid.initialisation()).isEqualTo(new InitialisationConfig(50000, 20, 5000));
        assertThat(liquid.simulation()).isEqualTo(new SimulationConfig(250, 250, 10, "auto", List.of(), 2, true, 20));
        assertThat(liquid.readout().trainer()).isEqualTo(ReadoutConfig.Trainer.DRIVER);
        assertThat(liquid.readout().preset()).isEqualTo(ReadoutConfig.Preset.BEST);
        assertThat(config.output()).isEqualTo(new OutputConfig("nalsm-results"));
    }

    @Test
    void settingsWinOverLaterFilesOverEarlierFilesOverDefaults() throws IOException {
        List<ConfigSource> files = List.of(
                file("first.conf", "network.seed = 2", "run.seed = 2", "data.train-samples = 2"),
                file("second.conf", "run.seed = 3", "data.train-samples = 3"));
        ExperimentConfig config = LOADER.load(files, List.of("data.train-samples=4", "data.train-samples=5"))
                .experiment();
        assertThat(config.family(LiquidConfig.class).network().seed()).isEqualTo(2);
        assertThat(config.run().seed()).isEqualTo(3);
        assertThat(config.data().trainSamples()).isEqualTo(5);
        assertThat(config.data().validSamples()).isEqualTo(10000);
    }

    @Test
    void includedFilesAreReadRelativeToTheIncludingOne() throws IOException {
        Files.createDirectories(dir.resolve("base"));
        Files.writeString(dir.resolve("base/inner.conf"), "run.seed = 11");
        Files.writeString(dir.resolve("base/outer.conf"), "include \"inner.conf\"\nnetwork.seed = 12");
        ExperimentConfig config = LOADER.load(List.of(file("top.conf", "include \"base/outer.conf\"")), List.of())
                .experiment();
        assertThat(config.run().seed()).isEqualTo(11);
        assertThat(config.family(LiquidConfig.class).network().seed()).isEqualTo(12);
    }

    @Test
    void aMissingIncludeIsNotPassedOver() throws IOException {
        for (String include : List.of("include \"nowhere.conf\"", "include file(\"/nowhere/nowhere.conf\")")) {
            ConfigSource source = file("top.conf", include);
            assertThatThrownBy(() -> LOADER.load(List.of(source), List.of()))
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT))
                    .hasMessageContaining("nowhere.conf")
                    .hasMessageContaining("top.conf");
        }
    }

    @Test
    void aMissingFileOrADirectoryIsNoInput() {
        for (Path path : List.of(dir.resolve("absent.conf"), dir)) {
            assertThatThrownBy(() -> LOADER.load(List.of(ConfigSource.file(path)), List.of()))
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT))
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void everyMistakeIsReportedOnceWithItsFileAndLine() throws IOException {
        ConfigSource source = file(
                "bad.conf",
                "model {",
                "  nmae = lsm",
                "  max-weight = heavy",
                "}",
                "simulation.batch-size = 0",
                "data { dataset = cifar, train-samples = 50001 }",
                "network = 3",
                "readout.optimiser = sgd",
                "initialisation.snapshots = 2.5",
                "run.seed = null");
        String name = source.name();
        assertThat(errors(List.of(source), "output.dri=x", "simulation.duration-ms=99999999999"))
                .containsExactly(
                        "--set output.dri=x: unknown key output.dri: did you mean output.dir?",
                        "--set simulation.duration-ms=99999999999: simulation.duration-ms = 99999999999 must be 1 to"
                                + " 10000",
                        name + ":2: unknown key model.nmae: did you mean model.name?",
                        name + ":3: model.max-weight = heavy must be a number",
                        name + ":5: simulation.batch-size = 0 must be 1 to 60000",
                        name + ":6: data.dataset = \"cifar\" must be one of mnist, fashion-mnist, n-mnist, n-mnist-sim",
                        name + ":6: data.train-samples = 50001 must be 1 to 50000",
                        name + ":7: network is a section and has no value of its own: "
                                + "set keys in it, such as network.dimensions",
                        name + ":8: readout.optimiser = sgd must be one of lbfgs, adadelta",
                        name + ":9: initialisation.snapshots = 2.5 must be a whole number",
                        name + ":10: run.seed has no value: remove it to get the default");
    }

    @Test
    void mistakesOfSeveralFilesAreReportedTogether() throws IOException {
        ConfigSource broken = file("a.conf", "run.seed = 1", "model { name = [", "}");
        ConfigSource wrong = file("b.conf", "", "run.sede = 1");
        assertThat(errors(List.of(broken, wrong)))
                .hasSize(2)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(broken.name() + ":3: "),
                        line -> assertThat(line)
                                .isEqualTo(wrong.name() + ":2: unknown key run.sede: did you mean run.seed?"));
    }

    @Test
    void mistakesInIncludedFilesNameTheIncludedFile() throws IOException {
        ConfigSource inner = file("inner.conf", "", "", "run.sed = 1");
        assertThat(errors(List.of(file("outer.conf", "include \"inner.conf\""))))
                .containsExactly(inner.name() + ":3: unknown key run.sed: did you mean run.seed?");
    }

    @Test
    void onlyAKeyThatIsNearIsSuggested() throws IOException {
        ConfigSource source = file("far.conf", "foo = 1", "astrocyte-weight = 0.1");
        assertThat(errors(List.of(source), "spark.master=x"))
                .containsExactly(
                        "--set spark.master=x: unknown key spark.master: 'nalsm config describe' lists the keys there"
                                + " are",
                        source.name() + ":1: unknown key foo: 'nalsm config describe' lists the keys there are",
                        source.name() + ":2: unknown key astrocyte-weight: did you mean model.astrocyte-weight?");
    }

    @Test
    void anUnresolvedSubstitutionIsOneLine() throws IOException {
        ConfigSource source = file("s.conf", "", "output.dir = ${no.such.key}");
        assertThat(errors(List.of(source)))
                .singleElement()
                .asString()
                .startsWith(source.name() + ":2: ")
                .contains("no.such.key");
    }

    @Test
    void textThatTheCallerReadIsNamedAsTheCallerSays() {
        ConfigSource source = ConfigSource.text("hdfs://host/x.conf", "\nrun.seeed = 2");
        assertThat(errors(List.of(source)))
                .containsExactly("hdfs://host/x.conf:2: unknown key run.seeed: did you mean run.seed?");
        assertThat(LOADER.load(List.of(ConfigSource.text("x", "run.seed = 8")), List.of())
                        .experiment()
                        .run()
                        .seed())
                .isEqualTo(8);
    }

    @Test
    void presetBlocksAreNoKeysForUsers() {
        assertThat(errors(List.of(), "readout.presets.best.optimiser=adadelta"))
                .singleElement()
                .asString()
                .contains("unknown key readout.presets.best.optimiser", "readout.optimiser");
        for (String key : List.of("readout.presets.by", "model.presets.by", "model.presets.lsm.initial-abs-weight")) {
            assertThat(errors(List.of(), key + "=model.name"))
                    .singleElement()
                    .asString()
                    .contains("unknown key " + key);
        }
    }

    @Test
    void settingsTakeTextAndListsAsTheyAreTyped() {
        ExperimentConfig config = set(
                "output.dir=hdfs://host:9000/a#b",
                "network.dimensions=20,20,20",
                "readout.l2-penalties=1e-3",
                "data.dir=\"quoted\"",
                "network.seed=-9223372036854775808",
                "simulation.plastic=false");
        assertThat(config.output().dir()).isEqualTo("hdfs://host:9000/a#b");
        assertThat(config.family(LiquidConfig.class).network().dimensions()).containsExactly(20, 20, 20);
        assertThat(config.family(LiquidConfig.class).network().neurons()).isEqualTo(8000);
        assertThat(config.family(LiquidConfig.class).readout().l2Penalties()).containsExactly(0.001);
        assertThat(config.data().dir()).isEqualTo("\"quoted\"");
        assertThat(config.family(LiquidConfig.class).network().seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(config.family(LiquidConfig.class).simulation().plastic()).isFalse();
        assertThat(liquid("network.dimensions=[5, 5, 5]").network().dimensions())
                .containsExactly(5, 5, 5);
    }

    @Test
    void aSettingWithoutEqualsSignIsAUsageError() {
        assertThatThrownBy(() -> set("model.name"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
                .hasMessageContaining("--set model.name");
    }

    @Test
    void unreadableAndEmptySettingsAreProblemsOfThatSetting() {
        assertThat(errors(List.of(), "network.dimensions=[1,2"))
                .singleElement()
                .asString()
                .startsWith("--set network.dimensions=[1,2: network.dimensions ");
        assertThat(errors(List.of(), "run.seed="))
                .containsExactly("--set run.seed=: run.seed =  must be a whole number of at most 64 bits");
    }

    @Test
    void aValueInThePlaceOfASectionIsOneLineWhatEverDependsOnTheSection() throws IOException {
        ConfigSource source = file("flat.conf", "model = nalsm");
        assertThat(errors(List.of(source)))
                .containsExactly(source.name() + ":1: model is a section and has no value of its own: set keys in it, "
                        + "such as model.ap-stdp.delta");
    }

    @Test
    void aSettingRefersToNoOtherKey() {
        assertThat(errors(List.of(), "network.dimensions=[${x}, 2, 3]"))
                .containsExactly("--set network.dimensions=[${x}, 2, 3]: network.dimensions refers to another key with "
                        + "${...}, which only a --config file can do");
    }

    @Test
    void digitsAreThoseOfThisLine() {
        assertThat(errors(List.of(), "run.seed=\uff11\uff12"))
                .singleElement()
                .asString()
                .endsWith("must be a whole number of at most 64 bits");
        assertThat(errors(List.of(), "model.max-weight=\u0663"))
                .singleElement()
                .asString()
                .endsWith("must be a number");
    }

    @Test
    void gpusAreNumbersOrUuids() {
        assertThat(errors(List.of(), "simulation.gpu-devices=[first]"))
                .containsExactly("--set simulation.gpu-devices=[first]: simulation.gpu-devices = [\"first\"] must be a "
                        + "list of numbers of GPUs, such as [0, 1], or of their UUIDs, GPU-... or MIG-...");
        assertThat(set("simulation.gpu-devices=[0, GPU-3f2a-11, MIG-GPU-8/1/0]"))
                .isNotNull();
    }

    @Test
    void aFileThatIsNoTextIsNotReadAsOne() throws IOException {
        Path binary = dir.resolve("binary.conf");
        Files.write(binary, new byte[] {0, 0, 8, 3, 0, 0, 0, 10});
        assertThat(errors(List.of(ConfigSource.file(binary))))
                .containsExactly(binary + ": is no text; give --config a HOCON file, which is text in UTF-8");
        Path latin = dir.resolve("latin.conf");
        Files.write(latin, "run.seed = 1\noutput.dir = r\u00e9sultats\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(errors(List.of(ConfigSource.file(latin))))
                .containsExactly(
                        latin + ":2: has a byte 0xe9, which is not UTF-8; give --config a HOCON file, which is "
                                + "text in UTF-8");
    }

    @Test
    void filesThatIncludeEachOtherAreOneShortLine() throws IOException {
        file("pong.conf", "include \"ping.conf\"");
        assertThat(errors(List.of(file("ping.conf", "include \"pong.conf\""))))
                .singleElement()
                .asString()
                .endsWith("is included by itself, or by a file that it includes: take one of the includes out")
                .hasSizeLessThan(300);
    }

    @Test
    void decimalsAreRoundedToFloatOnce() {
        // Above the middle of two floats by less than a double can hold: by way of double it rounds down.
        String text = "1.00000005960464477550";
        assertThat((float) Double.parseDouble(text)).isEqualTo(1.0f);
        assertThat(liquid("model.astrocyte-weight=" + text).model().astrocyteWeight())
                .isEqualTo(Math.nextUp(1.0f));
    }

    @Test
    void theInitialWeightFollowsTheModelUnlessItIsSet() {
        assertThat(liquid("model.name=lsm").model().initialAbsWeight()).isEqualTo(0.8f);
        assertThat(liquid("model.name=lsm-ap-stdp").model().initialAbsWeight()).isEqualTo(1.0f);
        assertThat(liquid("model.name=lsm", "model.initial-abs-weight=0.6")
                        .model()
                        .initialAbsWeight())
                .isEqualTo(0.6f);
        for (String name : List.of("nalsm", "lsm-stdp")) {
            assertThat(liquid("model.name=" + name, "model.max-weight=2.5")
                            .model()
                            .initialAbsWeight())
                    .isEqualTo(2.5f);
        }
    }

    @Test
    void anInitialWeightWithoutEffectOrAboveTheBoundIsRefused() {
        assertThat(errors(List.of(), "model.initial-abs-weight=0.8"))
                .singleElement()
                .asString()
                .startsWith("--set model.initial-abs-weight=0.8: model.initial-abs-weight = 0.8 has no effect");
        assertThat(errors(List.of(), "model.name=lsm", "model.max-weight=0.5"))
                .containsExactly(
                        "--set model.max-weight=0.5: model.initial-abs-weight = 0.8 must be at most model.max-weight ="
                                + " 0.5");
        assertThat(liquid("model.initial-abs-weight=0.8", "model.initial-abs-weight=null")
                        .model()
                        .initialAbsWeight())
                .isEqualTo(3f);
    }

    @Test
    void anUnknownModelIsReportedOnceBesideTheOtherMistakes() throws IOException {
        ConfigSource source = file("bad.conf", "model.name = lms", "run.seed = x", "simulation.batch-size = 0");
        assertThat(errors(List.of(source)))
                .containsExactly(
                        source.name()
                                + ":1: model.name = lms must be one of nalsm, lsm, lsm-stdp, lsm-ap-stdp, diehl-cook,"
                                + " lsnn, csdp",
                        source.name() + ":2: run.seed = x must be a whole number of at most 64 bits",
                        source.name() + ":3: simulation.batch-size = 0 must be 1 to 60000");
        assertThat(errors(List.of(), "model.name=null"))
                .containsExactly("--set model.name=null: model.name has no value: remove it to get the default");
        assertThat(errors(List.of(), "model.name=")).singleElement().asString().contains("must be one of nalsm, lsm,");
        ConfigSource list = file("list.conf", "model.name = [lsm]");
        assertThat(errors(List.of(list)))
                .containsExactly(list.name() + ":1: model.name = [\"lsm\"] must be text without control characters");
    }

    @Test
    void aWrongValueThatPresetsCopyIsReportedOnce() {
        assertThat(errors(List.of(), "model.max-weight=-1"))
                .containsExactly("--set model.max-weight=-1: model.max-weight = -1 must be above 0 and at most 100");
        assertThat(errors(List.of(), "model.max-weight=x"))
                .containsExactly("--set model.max-weight=x: model.max-weight = x must be a number");
        assertThat(errors(List.of(), "model.name=nalms"))
                .containsExactly(
                        "--set model.name=nalms: model.name = nalms must be one of nalsm, lsm, lsm-stdp, lsm-ap-stdp,"
                                + " diehl-cook, lsnn, csdp");
    }

    @Test
    void presetsFillWhatIsNotSet() {
        ReadoutConfig best = liquid().readout();
        assertThat(best.optimiser()).isEqualTo(ReadoutConfig.Optimiser.LBFGS);
        assertThat(best.labels()).isEqualTo(ReadoutConfig.Labels.HARD);
        assertThat(best.features()).isEqualTo(ReadoutConfig.Features.COUNTS);
        assertThat(best.l2Penalties()).containsExactly(1e-4, 1e-5, 1e-6);

        ReadoutConfig publication = liquid("readout.preset=publication").readout();
        assertThat(publication)
                .isEqualTo(new ReadoutConfig(
                        ReadoutConfig.Trainer.DRIVER,
                        ReadoutConfig.Preset.PUBLICATION,
                        ReadoutConfig.Optimiser.ADADELTA,
                        ReadoutConfig.Labels.SOFT,
                        ReadoutConfig.Features.SHARES,
                        List.of(5e-10),
                        5000,
                        publication.patienceEpochs(),
                        250,
                        0.1,
                        0.95,
                        1e-8));

        ReadoutConfig mixed =
                liquid("readout.preset=publication", "readout.labels=hard").readout();
        assertThat(mixed.labels()).isEqualTo(ReadoutConfig.Labels.HARD);
        assertThat(mixed.optimiser()).isEqualTo(ReadoutConfig.Optimiser.ADADELTA);
    }

    @Test
    void everyExampleIsValid() throws IOException {
        Path conf = Path.of("..", "conf");
        try (Stream<Path> files = Files.list(conf)) {
            // spark-*.conf are files for spark-submit.
            List<Path> examples = files.filter(
                            path -> path.getFileName().toString().matches("(?!spark).*\\.conf"))
                    .toList();
            assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
            for (Path example : examples) {
                assertThat(LOADER.load(List.of(ConfigSource.file(example)), List.of()))
                        .isNotNull();
            }
        }
        // What train.conf writes out are the defaults, as it says.
        assertThat(LOADER.load(List.of(ConfigSource.file(conf.resolve("train.conf"))), List.of())
                        .experiment())
                .isEqualTo(set());
        ExperimentConfig large = LOADER.load(List.of(ConfigSource.file(conf.resolve("nalsm8000.conf"))), List.of())
                .experiment();
        assertThat(large.family(LiquidConfig.class).network().neurons()).isEqualTo(8000);
        assertThat(large.family(LiquidConfig.class).model().astrocyteWeight()).isEqualTo(0.0075f);
    }
}
