package org.nalsm.spark.table;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/**
 * A row of {@code trials}; a file a row. NaN means not known (yet).
 *
 * @param parameters of a trial on a rung those of its candidate, without what the rung sets
 */
public record TrialRow(
        @Column("Trial: t- and a hash of its parameters") String trialId,
        @Column("Run of the trial; null before it has one") Optional<String> runId,
        @Column("Configuration key to value, as JSON") SortedMap<String, String> parameters,
        @Column("pending, running, complete or failed") TrialStatus status,
        @Column("Message of the failure; null without one") Optional<String> error,

        @Column(value = "Validation accuracy, share from 0 to 1", nullable = true)
        double validAccuracy,

        @Column(value = "Test accuracy, share from 0 to 1", nullable = true)
        double testAccuracy,

        @Column(value = "Mean branching factor of the recorded test samples, ratio; of liquids", nullable = true)
        double branchingFactor,

        @Column(value = "Every metric of the run, by name", nullable = true)
        SortedMap<String, Double> metrics,

        @Column(value = "Wall time of the trial, s", nullable = true)
        double seconds,

        @Column("Rung of successive halving, from 0; null elsewhere")
        OptionalInt rung,

        @Column("What the trial has of the key sweep.halving.resource; null without successive halving")
        OptionalInt resource) {

    public static final Table<TrialRow> TABLE =
            Table.of(TrialRow.class, "trials", "One row a trial of a sweep", Partitions.SWEEP);

    /** A trial without a rung. */
    public TrialRow(
            String trialId,
            Optional<String> runId,
            SortedMap<String, String> parameters,
            TrialStatus status,
            Optional<String> error,
            double validAccuracy,
            double testAccuracy,
            double branchingFactor,
            SortedMap<String, Double> metrics,
            double seconds) {
        this(
                trialId,
                runId,
                parameters,
                status,
                error,
                validAccuracy,
                testAccuracy,
                branchingFactor,
                metrics,
                seconds,
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    /** The same trial on a rung that has so much of the resource. */
    public TrialRow on(int newRung, int newResource) {
        return new TrialRow(
                trialId,
                runId,
                parameters,
                status,
                error,
                validAccuracy,
                testAccuracy,
                branchingFactor,
                metrics,
                seconds,
                OptionalInt.of(newRung),
                OptionalInt.of(newResource));
    }

    /** A trial that nobody has begun. */
    public static TrialRow pending(String trialId, SortedMap<String, String> parameters) {
        return new TrialRow(
                trialId,
                Optional.empty(),
                parameters,
                TrialStatus.PENDING,
                Optional.empty(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new TreeMap<>(),
                Double.NaN);
    }

    /** The same trial at work, or waiting for the next attempt, on this run. */
    public TrialRow at(TrialStatus newStatus, Optional<String> newRunId) {
        return new TrialRow(
                trialId,
                newRunId,
                parameters,
                newStatus,
                Optional.empty(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new TreeMap<>(),
                Double.NaN,
                rung,
                resource);
    }

    /**
     * The same trial with its run complete.
     *
     * @param wallSeconds of the trial
     */
    public TrialRow complete(RunRow run, double wallSeconds) {
        SortedMap<String, Double> measured = run.outcome().measured();
        return new TrialRow(
                trialId,
                Optional.of(run.runId()),
                parameters,
                TrialStatus.COMPLETE,
                Optional.empty(),
                run.outcome().validAccuracy(),
                run.outcome().testAccuracy(),
                measured.getOrDefault("branching_factor", Double.NaN),
                measured,
                wallSeconds,
                rung,
                resource);
    }

    /**
     * The same trial, failed.
     *
     * @param wallSeconds of the trial
     */
    public TrialRow failed(String message, double wallSeconds) {
        return new TrialRow(
                trialId,
                runId,
                parameters,
                TrialStatus.FAILED,
                Optional.of(message),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new TreeMap<>(),
                wallSeconds,
                rung,
                resource);
    }

    /** A metric; NaN if it is not known. Trials of an earlier version have accuracies and branching factor only. */
    public double metric(String name) {
        return switch (name) {
            case "valid_accuracy" -> validAccuracy;
            case "test_accuracy" -> testAccuracy;
            case "branching_factor" -> branchingFactor;
            default -> metrics.getOrDefault(name, Double.NaN);
        };
    }
}
