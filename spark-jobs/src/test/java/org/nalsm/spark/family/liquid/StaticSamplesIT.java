package org.nalsm.spark.family.liquid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.ImageInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.ResultsStore;

/** What {@code simulation.plastic} does to a run. */
class StaticSamplesIT {
    private static final ImageDataset IMAGES = TestExperiments.images();
    private static final Network NETWORK = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 1)).generate();

    @TempDir
    private Path output;

    @Test
    void withoutPlasticityCountsAreThoseOfAnLsmWithTheStoredWeights() {
        ResultsStore store = TestExperiments.store(output);
        try (JavaSparkContext spark = TestExperiments.spark("local[2]")) {
            for (String model : List.of("nalsm", "lsm-stdp")) {
                Experiment still = experiment(model, false);
                Experiment plastic = experiment(model, true);
                for (Experiment each : List.of(still, plastic)) {
                    TestExperiments.train(spark, each, store);
                }
                float[] learned = LiquidWeights.read(store, still.runId());
                assertThat(learned)
                        .as(model)
                        .isEqualTo(LiquidWeights.read(store, plastic.runId()))
                        .isNotEqualTo(NETWORK.weights(3));
                assertThat(TestExperiments.counts(still, store))
                        .as(model)
                        .hasSize(95)
                        .isEqualTo(countsOfAnLsm(still, learned));
                assertThat(TestExperiments.counts(plastic, store).entrySet())
                        .as(model)
                        .hasSize(95)
                        .doesNotContainAnyElementsOf(
                                TestExperiments.counts(still, store).entrySet());
            }
        }
    }

    private Experiment experiment(String model, boolean plastic) {
        return TestExperiments.experiment(
                output, "model.name=" + model, "simulation.plastic=" + plastic, "readout.max-epochs=2");
    }

    private static Map<Integer, List<Integer>> countsOfAnLsm(Experiment experiment, float[] weights) {
        EventDrivenSimulator simulator =
                new EventDrivenSimulator(NETWORK, LiquidModel.lsm(1, 3), weights, Kernel.SCALAR);
        ImageInputs inputs = new ImageInputs(IMAGES, 1);
        Map<Integer, List<Integer>> all = new HashMap<>();
        int[] counts = new int[NETWORK.liquid()];
        experiment.samples().forEach((split, size) -> {
            for (int k = 0; k < size; k++) {
                simulator.simulate(inputs.sample(split.sampleId(k)), 60, counts, StepObserver.NONE);
                all.put(split.sampleId(k), Arrays.stream(counts).boxed().toList());
            }
        });
        return all;
    }
}
