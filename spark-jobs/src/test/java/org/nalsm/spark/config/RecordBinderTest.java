package org.nalsm.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;

/** A family's sections are whatever records say; these are of this test, over keys that the reference has. */
class RecordBinderTest {
    enum Word {
        NALSM,
        LSM,
        LSM_AP_STDP
    }

    record Gate(float theta, double delta) {
        Gate {
            new Constraints()
                    .inRange("model.ap-stdp.theta", theta, 0, 50)
                    .inRange("model.ap-stdp.delta", delta, 0, 50)
                    .enforce();
        }
    }

    record Model(Word name, float maxWeight, Gate apStdp, double lrDecay) {
        Model {
            new Constraints()
                    .require(
                            maxWeight > lrDecay,
                            "model.max-weight",
                            maxWeight,
                            "must be above model.lr-decay = " + lrDecay,
                            "model.lr-decay")
                    .enforce();
        }
    }

    record Network(List<Integer> dimensions, long seed) {}

    record Simulation(int durationMs, String backend, boolean plastic) {}

    record Readout(List<Double> l2Penalties) {}

    record Sections(Model model, Network network, Simulation simulation, Readout readout) {}

    private static final ConfigLoader LOADER = loader(Sections.class);

    private static ConfigLoader loader(Class<? extends Record> sections) {
        return new ConfigLoader(List.of(new FamilyKeys(List.of("nalsm", "lsm", "lsm-ap-stdp"), sections)));
    }

    private static Sections load(String text, String... settings) {
        return LOADER.load(List.of(ConfigSource.text("t.conf", text)), List.of(settings))
                .experiment()
                .family(Sections.class);
    }

    private static List<String> errors(String text, String... settings) {
        UserException e = catchThrowableOfType(UserException.class, () -> load(text, settings));
        assertThat(e).as("an error").isNotNull();
        assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
        return e.getMessage().lines().toList();
    }

    @Test
    void everyTypeIsReadByTheNameOfItsComponent() {
        assertThat(load("""
            model { name = lsm-ap-stdp, max-weight = 2.5, lr-decay = 1e-1
              ap-stdp { theta = 1.5, delta = 0.1 } }
            network { dimensions = [1, 2, 3], seed = -9223372036854775808 }
            simulation { duration-ms = 7, backend = any text, plastic = no }
            readout.l2-penalties = [1e-300, 2]
            """))
                .isEqualTo(new Sections(
                        new Model(Word.LSM_AP_STDP, 2.5f, new Gate(1.5f, 0.1), 0.1),
                        new Network(List.of(1, 2, 3), Long.MIN_VALUE),
                        new Simulation(7, "any text", false),
                        new Readout(List.of(1e-300, 2.0))));
        assertThat(load(""))
                .as("defaults, of presets too")
                .isEqualTo(new Sections(
                        new Model(Word.NALSM, 3f, new Gate(37f, 23), 0.99),
                        new Network(List.of(10, 10, 10), 1),
                        new Simulation(250, "auto", true),
                        new Readout(List.of(1e-4, 1e-5, 1e-6))));
    }

    @Test
    void everyValueOfTheWrongTypeIsNamedWithItsPlace() {
        assertThat(errors("""
            model.max-weight = heavy
            model.ap-stdp.theta = [1]
            network.dimensions = [1, 2.5]
            network.seed = 1.5
            simulation.duration-ms = long
            simulation.plastic = perhaps
            simulation.backend = [a]
            readout.l2-penalties = none
            """))
                .containsExactly(
                        "t.conf:1: model.max-weight = heavy must be a number",
                        "t.conf:2: model.ap-stdp.theta = [1] must be a number",
                        "t.conf:3: network.dimensions = [1,2.5] must be a list of whole numbers",
                        "t.conf:4: network.seed = 1.5 must be a whole number of at most 64 bits",
                        "t.conf:5: simulation.duration-ms = long must be a whole number",
                        "t.conf:6: simulation.plastic = perhaps must be true or false",
                        "t.conf:7: simulation.backend = [\"a\"] must be text without control characters",
                        "t.conf:8: readout.l2-penalties = none must be a list of numbers");
    }

    @Test
    void violationsBlameTheKeyThatTheUserSet() {
        assertThat(errors("\n\nmodel.max-weight = 0.5"))
                .containsExactly("t.conf:3: model.max-weight = 0.5 must be above model.lr-decay = 0.99");
        assertThat(errors("", "model.lr-decay=4"))
                .containsExactly("--set model.lr-decay=4: model.max-weight = 3 must be above model.lr-decay = 4.0");
    }

    @Test
    void violationsOfAnInnerRecordDoNotHideOtherMistakes() {
        assertThat(errors("model.ap-stdp { theta = 51\n delta = -1 }\nmodel.lr-decay = x\nnetwork.seed = y"))
                .containsExactly(
                        "t.conf:1: model.ap-stdp.theta = 51 must be 0 to 50",
                        "t.conf:2: model.ap-stdp.delta = -1 must be 0 to 50",
                        "t.conf:3: model.lr-decay = x must be a number",
                        "t.conf:4: network.seed = y must be a whole number of at most 64 bits");
    }

    @Test
    void anUnknownModelListsTheModelsOfAllFamiliesOnce() {
        ConfigLoader two = new ConfigLoader(List.of(
                new FamilyKeys(List.of("nalsm"), OnlyNetwork.class),
                new FamilyKeys(List.of("x", "y"), Sections.class)));
        UserException e = catchThrowableOfType(
                UserException.class, () -> two.load(List.of(), List.of("model.name=z", "network.seed=q")));
        assertThat(e.getMessage().lines())
                .containsExactly(
                        "--set model.name=z: model.name = z must be one of nalsm, x, y",
                        "--set network.seed=q: network.seed = q must be a whole number of at most 64 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConfigLoader(List.of(new FamilyKeys(List.of("x"), OnlyNetwork.class))))
                .withMessageContaining("model.name = nalsm");
    }

    record OnlyNetwork(Network network) {}

    record Unknown(NoKeys network) {}

    record NoKeys(int neurons) {}

    record Impossible(NoType network) {}

    record NoType(Object seed) {}

    record FlagList(NoFlagList network) {}

    record NoFlagList(List<Boolean> dimensions) {}

    record Refusing(Refuses network) {}

    record Refuses(long seed) {
        Refuses {
            throw new IllegalArgumentException("of its own");
        }
    }

    @Test
    void recordsThatDoNotFitTheReferenceAreAMistakeOfTheProgram() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loader(Unknown.class).load(List.of(), List.of()))
                .withMessage("network.neurons is not in reference.conf");
        assertThatIllegalStateException()
                .isThrownBy(() -> loader(Impossible.class).load(List.of(), List.of()))
                .withMessage("network.seed: no key can be of type java.lang.Object");
        assertThatIllegalStateException()
                .isThrownBy(() -> loader(FlagList.class).load(List.of(), List.of()))
                .withMessage("network.dimensions: no key can be of type java.util.List<java.lang.Boolean>");
        assertThatIllegalStateException()
                .isThrownBy(() -> loader(Refusing.class).load(List.of(), List.of()))
                .withRootCauseInstanceOf(IllegalArgumentException.class);
    }
}
