package org.nalsm.spark.cli;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;

/** Opens the results that a command works on. */
final class Results {
    private Results() {}

    static ResultsStore open(Experiment experiment) {
        return open(experiment.config().output().dir());
    }

    /** With Hadoop's settings as spark-submit was given them. */
    static ResultsStore open(String outputDir) {
        return new ResultsStore(outputDir, hadoop(), Map.of("code_version", CodeVersion.current()));
    }

    /** Hadoop's settings as spark-submit was given them. */
    static Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /**
     * The row of a run, named by its id or the beginning of it.
     *
     * @throws UserException NO_INPUT if there is none, USAGE if there are several
     */
    static RunRow find(ResultsStore store, String id) {
        var matches = store.runs().readAll().stream()
                .filter(row -> row.runId().startsWith(id))
                .toList();
        if (matches.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "no run '" + id + "' in " + store.root() + "; 'nalsm runs list' shows the runs there are");
        }
        if (matches.size() > 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + id + "' begins the ids of " + matches.size() + " runs in " + store.root()
                            + "; give more of the id");
        }
        return matches.get(0);
    }

    /** @throws UserException NO_INPUT if the run has no trained readout yet */
    static void requireComplete(ResultsStore store, RunRow row) {
        if (!store.runs().isComplete(row.runId())) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " is " + row.status().word()
                            + "; 'nalsm train' with its configuration finishes it");
        }
    }

    /** The experiment that a run's row describes. */
    static Experiment experiment(RunRow row) {
        return experiment(row, List.of());
    }

    /**
     * As {@link #experiment(RunRow)}, for commands that simulate.
     *
     * @param given says what simulates: the machine that made the run may have had another backend
     */
    static Experiment experiment(RunRow row, Experiment given) {
        return experiment(
                row, List.of("simulation.backend=" + given.config().simulation().backend()));
    }

    private static Experiment experiment(RunRow row, List<String> settings) {
        ResolvedConfig config =
                ConfigLoader.load(List.of(ConfigSource.text("run " + row.runId(), row.config())), settings);
        return new Experiment(config.experiment(), config.json(), row.runId(), row.codeVersion(), row.dataHash());
    }

    /** @throws UserException BAD_DATA if other recordings lie here than those that the run was made with */
    static void requireSameData(Experiment run, DataConfig data) {
        String here = SampleSources.contentHash(data);
        if (!run.sameDataAs(here)) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    ("run %s was made with other recordings of %s than "
                                    + "those in %s (content %s, here %s); give the right data.dir, or repeat the run")
                            .formatted(
                                    run.runId(), data.dataset(), SampleSources.directory(data), run.dataHash(), here));
        }
    }

    /** A run's dataset, where this machine has it. */
    static DataConfig data(Experiment given, Experiment run) {
        DataConfig data = run.config().data();
        String here = given.config().data().dir();
        return new DataConfig(
                data.dataset(),
                here.isEmpty() ? data.dir() : here,
                data.trainSamples(),
                data.validSamples(),
                data.testSamples());
    }
}
