package org.nalsm.spark.table;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of {@code runs}. A double that is not known (yet) is NaN and stored as null. Times are kept to the
 * microsecond.
 *
 * @param config resolved configuration as JSON
 * @param liquidId name of the initialised liquid; runs of one liquid have the same weights; empty if not known
 * @param simulationId name of the spike counts; runs that differ in the readout only share it; empty if not known
 * @param dataHash content of the dataset's recordings; empty for images, whose files have known checksums, and if not
 *     known
 * @param networkSeed network.seed
 * @param runSeed run.seed
 */
public record RunRow(
        String runId,
        RunStatus status,
        String model,
        String dataset,
        String config,
        String networkId,
        String liquidId,
        String simulationId,
        String dataHash,
        long networkSeed,
        long runSeed,
        String codeVersion,
        String sparkVersion,
        String backend,
        Instant startedAt,
        Optional<Instant> finishedAt,
        PhaseSeconds seconds,
        Scores scores)
        implements TableRow {

    /** Wall time of each phase, s. */
    public record PhaseSeconds(double network, double initialisation, double simulation, double readout, double total) {
        /** Nothing measured yet. */
        public static final PhaseSeconds UNKNOWN =
                new PhaseSeconds(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * What came out: simulated samples per second, mean spikes of a sample over all splits, accuracies from 0
     * to 1, and the epoch they belong to.
     */
    public record Scores(
            double samplesPerSecond,
            double liquidSpikesPerSample,
            double inputSpikesPerSample,
            double trainAccuracy,
            double validAccuracy,
            double testAccuracy,
            OptionalInt bestEpoch) {
        /** Nothing measured yet. */
        public static final Scores UNKNOWN =
                new Scores(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, OptionalInt.empty());
    }

    /** The same run in another state. */
    public RunRow with(
            RunStatus newStatus, Optional<Instant> newFinishedAt, PhaseSeconds newSeconds, Scores newScores) {
        return new RunRow(
                runId,
                newStatus,
                model,
                dataset,
                config,
                networkId,
                liquidId,
                simulationId,
                dataHash,
                networkSeed,
                runSeed,
                codeVersion,
                sparkVersion,
                backend,
                startedAt,
                newFinishedAt,
                newSeconds,
                newScores);
    }

    @Override
    public Object[] values() {
        return new Object[] {
            runId,
            status.word(),
            model,
            dataset,
            config,
            networkId,
            liquidId.isEmpty() ? null : liquidId,
            simulationId.isEmpty() ? null : simulationId,
            dataHash.isEmpty() ? null : dataHash,
            networkSeed,
            runSeed,
            codeVersion,
            sparkVersion,
            backend,
            startedAt,
            finishedAt.orElse(null),
            known(seconds.network),
            known(seconds.initialisation),
            known(seconds.simulation),
            known(seconds.readout),
            known(seconds.total),
            known(scores.samplesPerSecond),
            known(scores.liquidSpikesPerSample),
            known(scores.inputSpikesPerSample),
            known(scores.trainAccuracy),
            known(scores.validAccuracy),
            known(scores.testAccuracy),
            scores.bestEpoch.isPresent() ? scores.bestEpoch.getAsInt() : null
        };
    }

    static Double known(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    /** The next row of a file of {@code runs}, opened with all of its columns. */
    static RunRow read(RowReader row) {
        return new RunRow(
                row.string("run_id"),
                RunStatus.of(row.string("status")),
                row.string("model"),
                row.string("dataset"),
                row.string("config"),
                row.string("network_id"),
                row.optionalString("liquid_id").orElse(""),
                row.optionalString("simulation_id").orElse(""),
                row.optionalString("data_hash").orElse(""),
                row.longAt("network_seed"),
                row.longAt("run_seed"),
                row.string("code_version"),
                row.string("spark_version"),
                row.string("backend"),
                row.instant("started_at").orElseThrow(),
                row.instant("finished_at"),
                new PhaseSeconds(
                        row.doubleOrNaN("network_seconds"),
                        row.doubleOrNaN("initialisation_seconds"),
                        row.doubleOrNaN("simulation_seconds"),
                        row.doubleOrNaN("readout_seconds"),
                        row.doubleOrNaN("total_seconds")),
                new Scores(
                        row.doubleOrNaN("samples_per_second"),
                        row.doubleOrNaN("liquid_spikes_per_sample"),
                        row.doubleOrNaN("input_spikes_per_sample"),
                        row.doubleOrNaN("train_accuracy"),
                        row.doubleOrNaN("valid_accuracy"),
                        row.doubleOrNaN("test_accuracy"),
                        row.optionalInt("best_epoch")));
    }
}
