package org.nalsm.spark.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.TrialRow;

/** Of how many predictions each family's accuracies are. */
class IntervalsTest {
    private static Intervals of(String... settings) {
        String json = Families.configLoader().load(List.of(), List.of(settings)).json();
        Map<String, String> stored = StoredConfig.of(json);
        return Intervals.of(String.valueOf(stored.get("model.name")), stored);
    }

    /** Wilson's interval of 96.51 % of 10,000, as the README has it. */
    @Test
    void aLiquidIsTestedWithTheTestSamples() {
        assertThat(of().beside(Metric.TEST_ACCURACY, 0.9651)).isEqualTo(" [96.13, 96.85]");
        assertThat(of("data.test-samples=500").beside(Metric.TEST_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
        assertThat(of("data.valid-samples=500").beside(Metric.VALID_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
        assertThat(of("data.train-samples=500").beside(Metric.TRAIN_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
    }

    @Test
    void whatIsNoAccuracyOrNotKnownHasNone() {
        assertThat(of().beside(Metric.BEST_EPOCH, 3)).isEmpty();
        assertThat(of().beside(Metric.TEST_ACCURACY, Double.NaN)).isEmpty();
        assertThat(Intervals.of("tomorrow's", Map.of("data.test-samples", "10")).beside(Metric.TEST_ACCURACY, 0.5))
                .isEmpty();
        assertThat(Intervals.of("nalsm", Map.of("data.test-samples", "many")).beside(Metric.TEST_ACCURACY, 0.5))
                .isEmpty();
        assertThat(of().of(Map.of("test_accuracy", 0.9651, "branching_factor", 1.2)))
                .containsOnlyKeys("test_accuracy");
    }

    @Test
    void anLsnnIsValidatedWithImagesOfItsOwnAndStoreRecallHasNoSamples() {
        Intervals images = of("model.name=lsnn", "lsnn.task=smnist", "lsnn.smnist.valid-images=500");
        assertThat(images.beside(Metric.VALID_ACCURACY, 0.912)).isEqualTo(" [88.39, 93.38]");
        assertThat(images.beside(Metric.TEST_ACCURACY, 0.9651)).isEqualTo(" [96.13, 96.85]");
        assertThat(of("model.name=lsnn", "lsnn.task=store-recall").beside(Metric.TEST_ACCURACY, 0.99))
                .isEmpty();
    }

    @Test
    void aTrialsParametersCount() {
        TrialIntervals trials = TrialIntervals.of("{\"model\":{\"name\":\"nalsm\"},\"data\":{\"test-samples\":10000}}");
        assertThat(trials.of(trial(Map.of())).beside(Metric.TEST_ACCURACY, 0.9651))
                .isEqualTo(" [96.13, 96.85]");
        assertThat(trials.of(trial(Map.of("data.test-samples", "500", "model.name", "\"lsm\"")))
                        .beside(Metric.TEST_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
        assertThat(TrialIntervals.of("no JSON").of(trial(Map.of())).beside(Metric.TEST_ACCURACY, 0.9))
                .isEmpty();
    }

    /** Rungs but the last may have fewer test samples. */
    @Test
    void theRungOfATrialCounts() {
        TrialIntervals trials = TrialIntervals.of(
                "{\"model\":{\"name\":\"lsm\"},\"data\":{\"test-samples\":10000},\"sweep\":"
                        + "{\"halving\":{\"resource\":\"data.train-samples\",\"max-resources\":900,\"test-samples\":500}}}");
        assertThat(trials.of(trial(Map.of()).on(0, 300)).beside(Metric.TEST_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
        assertThat(trials.of(trial(Map.of()).on(1, 900)).beside(Metric.TEST_ACCURACY, 0.9651))
                .isEqualTo(" [96.13, 96.85]");
    }

    @Test
    void theLastRungMayHaveWhatTheKeyHas() {
        TrialIntervals trials = TrialIntervals.of("{\"model\":{\"name\":\"lsm\"},\"data\":{\"test-samples\":10000,"
                + "\"train-samples\":900},\"sweep\":{\"halving\":{\"resource\":\"data.train-samples\",\"max-resources\":0,"
                + "\"test-samples\":500}}}");
        assertThat(trials.of(trial(Map.of()).on(0, 300)).beside(Metric.TEST_ACCURACY, 0.912))
                .isEqualTo(" [88.39, 93.38]");
        assertThat(trials.of(trial(Map.of()).on(1, 900)).beside(Metric.TEST_ACCURACY, 0.9651))
                .isEqualTo(" [96.13, 96.85]");
    }

    private static TrialRow trial(Map<String, String> parameters) {
        return TrialRow.pending("t-1", new TreeMap<>(parameters));
    }
}
