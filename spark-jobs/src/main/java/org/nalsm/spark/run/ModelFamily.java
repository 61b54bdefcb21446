package org.nalsm.spark.run;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.RunRow;

/**
 * A family of models: what a run of one consists of and how to look at it. A family is a package of its own, a section of
 * the reference configuration, and a line in {@code family.Families}; nothing else knows it.
 */
public interface ModelFamily {
    /** Its models, and the sections of the configuration that it reads. */
    FamilyKeys keys();

    /**
     * Refuses, before anything runs, what can be known to fail.
     *
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION saying what and what to do
     */
    void check(Experiment experiment);

    /**
     * Likewise what only the cluster can tell; asked before anything is written.
     *
     * @throws org.nalsm.engine.UserException BAD_CONFIGURATION saying what and what to do
     */
    default void check(RunContext run) {}

    /** What an experiment works on, in a few words for people. */
    default String workload(Experiment experiment) {
        DataConfig data = experiment.config().data();
        return String.format(
                Locale.ROOT,
                "%s, %,d + %,d + %,d samples",
                data.dataset(),
                data.trainSamples(),
                data.validSamples(),
                data.testSamples());
    }

    /** The samples of an experiment whose task makes them by itself; empty if it works on the configured dataset. */
    default Optional<SampleSource> ownSamples(Experiment experiment) {
        return Optional.empty();
    }

    /** Names of the parts of a run, seeds, and whatever else its row says from the start. */
    RunRow.Parts parts(Experiment experiment, SampleSource samples);

    /** Name of the first costly part that experiments can share; a sweep begins with trials that share none. */
    default String firstPart(Experiment experiment) {
        return experiment.runId();
    }

    /** What computes, where there is a choice, for the run's row. */
    default String backend(Experiment experiment) {
        return "";
    }

    /** The phases of a run in their order. */
    List<Phase> phases(RunContext run);

    /** Their names in that order, for who has no context of a run. */
    List<String> phaseNames();

    /** What {@code train} prints, {@code runs compare} compares and the leaderboard of a sweep shows, in this order. */
    List<Metric> metrics();

    /**
     * Of how many predictions an accuracy of a run is; 0 of what is no accuracy, and where it is of no definite number.
     *
     * @param metric its name
     * @param settings every key of the run's configuration, as {@code table.StoredConfig} has them
     */
    default long predictions(String metric, Map<String, String> settings) {
        String key = switch (metric) {
            case "train_accuracy" -> "data.train-samples";
            case "valid_accuracy" -> "data.valid-samples";
            case "test_accuracy" -> "data.test-samples";
            default -> "";
        };
        return number(settings, key);
    }

    /** A whole number among the settings of a run; 0 if there is none of that key. */
    static long number(Map<String, String> settings, String key) {
        String text = settings.getOrDefault(key, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /**
     * What names the classes of a user's samples.
     *
     * @throws org.nalsm.engine.UserException if the run cannot
     */
    Classifier classifier(StoredRun run);

    /** Formats in which {@link #export} writes, as the command line names them; none if there is nothing to export. */
    default List<String> exportFormats() {
        return List.of();
    }

    /**
     * Writes what a complete run has learned, for other programs.
     *
     * @param format one of {@link #exportFormats}
     * @return a line on each file: where it is and what it holds
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if a file is there and not to be replaced, or the disk refuses
     */
    default List<String> export(StoredRun run, String format, ExportFolder folder) {
        throw new IllegalArgumentException(format);
    }

    /**
     * Reads what another program has learned; empty if the family takes nothing from elsewhere.
     *
     * @param given the experiment that is to use it
     * @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA naming the file that is missing or wrong
     */
    default Optional<ImportedModel> readImport(Experiment given, ImportFolder folder) {
        return Optional.empty();
    }

    /** The sections of a complete run's report; may compute what is missing for them and store it where that is allowed. */
    List<ReportSection> report(StoredRun run);

    /** One line on what ran, for the head of the report. */
    String summary(StoredRun run);
}
