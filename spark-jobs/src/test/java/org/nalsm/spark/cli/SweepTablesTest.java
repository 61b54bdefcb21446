package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.sweep.SweepResult;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class SweepTablesTest {
    private final SweepTables tables = new SweepTables(
            Families.of("nalsm").metrics(),
            TrialIntervals.of("{\"model\":{\"name\":\"nalsm\"},\"data\":{\"valid-samples\":10000}}"));
    private final SweepResult result = new SweepResult(
            new SweepRow("s-1", "weights", "{}", RunStatus.FAILED, 4, Instant.EPOCH, Optional.empty()),
            List.of(
                    trial("t-1", 0.9, "1", "1"),
                    trial("t-2", 0.92, "1", "2"),
                    trial("t-3", 0.95, "2", "1"),
                    TrialRow.pending("t-4", new TreeMap<>(Map.of("model.max-weight", "3")))
                            .failed("impossible", 1)),
            Optional.empty());

    private static TrialRow trial(String id, double accuracy, String weight, String seed) {
        return new TrialRow(
                id,
                Optional.of("r-" + id),
                new TreeMap<>(Map.of("model.max-weight", weight, "run.seed", seed)),
                TrialStatus.COMPLETE,
                Optional.empty(),
                accuracy,
                accuracy - 0.01,
                1.25,
                new TreeMap<>(Map.of("train_accuracy", 0.99, "best_epoch", 7.0, "samples_per_second", 400.0)),
                3);
    }

    /** People count rungs from 1, and so does everything that is shown or printed. */
    @Test
    void rungsAreCountedFromOneForMachinesAsWell() {
        SweepResult halving = new SweepResult(
                new SweepRow("s-1", "rungs", "{}", RunStatus.COMPLETE, 2, Instant.EPOCH, Optional.empty()),
                List.of(
                        trial("t-1", 0.9, "1", "1").on(0, 300),
                        trial("t-2", 0.8, "2", "1").on(0, 300),
                        trial("t-3", 0.92, "1", "1").on(1, 900)),
                Optional.empty());
        assertThat(tables.outcome(halving).get("best"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("rung", 2);
        assertThat(tables.result(halving, "file:/results"))
                .containsPattern("1 +92.00 .* 2 +1 +model.max-weight=1")
                .containsPattern("2 +80.00 .* 1 +1 +model.max-weight=2");
    }

    @Test
    void theLeaderboardHasTheScoresAndWhatElseIsKnownOfTheTrials() {
        assertThat(tables.result(result, "file:/results")
                        .lines()
                        .map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "sweep s-1 (weights): 3 of 4 trials complete",
                        "validation % | test % | branching factor | n | parameters",
                        "1 | 95.00 [94.56, 95.41] | 94.00 | 1.250 | 1 | model.max-weight=2",
                        "2 | 91.00 (1.41) [90.42, 91.55] | 90.00 (1.41) | 1.250 (0.000) | 2 | model.max-weight=1",
                        "Mean (standard deviation) over n repetitions [95 % interval of so many samples]; the order is that of"
                                + " validation accuracy.",
                        "failed: t-4 (model.max-weight=3): impossible",
                        "results | file:/results");
    }

    @Test
    void jsonHasTheSame() {
        assertThat(tables.resultJson(result, "file:/results"))
                .contains(
                        "\"valid_accuracy\":{\"mean\":0.95,\"n\":1,\"standard_deviation\":null}",
                        "\"branching_factor\":{\"mean\":1.25,",
                        "\"intervals_95\":{\"valid_accuracy\":[0.94",
                        "\"run_ids\":[\"r-t-1\",\"r-t-2\"]")
                .doesNotContain("train_accuracy", "best_epoch", "samples_per_second");
    }
}
