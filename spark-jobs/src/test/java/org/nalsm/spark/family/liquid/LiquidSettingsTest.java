package org.nalsm.spark.family.liquid;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;

class LiquidSettingsTest {
    /** The ends of the ranges that the configuration allows are within what models and readouts take. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.astrocyte-weight=0",
                "model.astrocyte-weight=10",
                "model.max-weight=100",
                "model.lr-decay=1",
                "model.lr-decay=1e-30",
                "model.ap-stdp.theta=0",
                "model.ap-stdp.theta=1000",
                "model.ap-stdp.delta=1e-30",
                "model.ap-stdp.delta=1000",
                "simulation.plastic=false",
                "readout.rho=0",
                "readout.rho=0.9999999",
                "readout.epsilon=1e-300",
                "readout.epsilon=1",
                "readout.l2-penalties=[0,1]",
                "readout.learning-rate=100",
                "readout.max-epochs=1000000",
                "readout.patience-epochs=1",
                "readout.batch-size=60000"
            })
    void whatTheConfigurationAcceptsTheModelAndTheReadoutAccept(String setting) {
        for (String model : List.of("nalsm", "lsm", "lsm-stdp", "lsm-ap-stdp")) {
            LiquidSettings settings = LiquidSettings.of(
                    Experiment.of(Families.configLoader().load(List.of(), List.of("model.name=" + model, setting))));
            assertThatCode(settings::model).as(model).doesNotThrowAnyException();
            assertThatCode(settings::readout).as(model).doesNotThrowAnyException();
        }
    }
}
