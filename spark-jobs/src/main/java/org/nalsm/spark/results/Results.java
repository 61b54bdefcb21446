package org.nalsm.spark.results;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.KeyDescription;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.run.CodeVersion;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;

/** Opens the results that a command works on, and finds the runs and sweeps in them. */
public final class Results {
    private static final String RUN_PREFIX = "r-";
    private static final String SWEEP_PREFIX = "s-";
    private static final String DATA_DIR = "data.dir";

    private Results() {}

    /** The results that an experiment's configuration names. */
    public static ResultsStore open(Experiment experiment) {
        return open(experiment.config().output().dir());
    }

    /**
     * The results in a directory, with Hadoop's settings as spark-submit was given them.
     *
     * @throws UserException BAD_CONFIGURATION if the directory is no place for results
     */
    public static ResultsStore open(String outputDir) {
        ResultsStore store = new ResultsStore(outputDir, hadoop(), Map.of("code_version", CodeVersion.current()));
        boolean isAway =
                new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
        if (isAway && store.root().startsWith("file:") && !new Path(outputDir).isAbsolute()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    ("output.dir = '%s' would be in the directory of the driver, which Spark cleans away in cluster"
                                    + " mode; give storage that driver and executors share, such as hdfs:///results")
                            .formatted(outputDir));
        }
        return store;
    }

    /** Hadoop's settings as spark-submit was given them. */
    public static Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }

    /**
     * The row of a run, whatever has become of it, named by its id or the beginning of it.
     *
     * @throws UserException NO_INPUT if there is none, USAGE if there are several or nothing is named
     */
    public static RunRow find(ResultsStore store, String id) {
        requireDigits(id, RUN_PREFIX, "run");
        if (isSweep(id)) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + id
                            + "' is the id of a sweep, and a run is wanted; 'nalsm runs list' shows the runs there are");
        }
        return single(
                new RunCatalog(store)
                        .readAll().stream()
                                .filter(row -> row.runId().startsWith(id))
                                .toList(),
                id,
                "runs",
                store,
                name -> "no run '" + name + "' in " + store.root() + "; 'nalsm runs list' shows the runs there are");
    }

    /** Whether a text is the beginning of a sweep's id. */
    public static boolean isSweep(String id) {
        return id.startsWith(SWEEP_PREFIX);
    }

    /**
     * The row of a sweep, named by its id or the beginning of it.
     *
     * @throws UserException as {@link #find}
     */
    public static SweepRow findSweep(ResultsStore store, String id) {
        requireDigits(id, SWEEP_PREFIX, "sweep");
        return single(
                new SweepCatalog(store)
                        .readAll().stream()
                                .filter(row -> row.sweepId().startsWith(id))
                                .toList(),
                id,
                "sweeps",
                store,
                name -> "no sweep '" + name + "' in " + store.root()
                        + "; 'nalsm sweep list' shows the sweeps there are");
    }

    /** A shell variable that is not set must not choose the only run there is. */
    private static void requireDigits(String id, String prefix, String kind) {
        if (prefix.startsWith(id)) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'%s' names no %s; give its id, %s and hexadecimal digits, or the first of these digits"
                            .formatted(id, kind, prefix));
        }
    }

    private static <R> R single(
            List<R> matches, String id, String kind, ResultsStore store, Function<String, String> none) {
        if (matches.isEmpty()) {
            throw new UserException(UserException.Kind.NO_INPUT, none.apply(id));
        }
        if (matches.size() > 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + id + "' begins the ids of " + matches.size() + " " + kind + " in " + store.root()
                            + "; give more of the id");
        }
        return matches.get(0);
    }

    /**
     * A run to work with: its experiment, and in the place of the keys that change no result what is given now. Where
     * results and dataset lie and what simulates is this machine's business, not that of the one that made the run.
     *
     * @param given the experiment of the command line
     * @throws UserException BAD_DATA if code of another results version made the run, USAGE if the command line sets what
     *     would make another run
     */
    public static StoredRun stored(ResultsStore store, RunRow row, Experiment given) {
        int version = row.provenance().resultsVersion().orElse(0);
        if (version != ResultsVersion.CURRENT) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    ("run %s was written with results version %d (code %s), and this code works with version %d; "
                                    + "repeat it with 'nalsm train' and its configuration, or use that code")
                            .formatted(row.runId(), version, row.provenance().codeVersion(), ResultsVersion.CURRENT));
        }
        refuseOther(row, given);
        ResolvedConfig config = Families.configLoader()
                .load(List.of(configuration(row), ConfigSource.text("command line", here(given))), List.of());
        return new StoredRun(
                row, new Experiment(config, row.runId(), row.parts().dataHash()), store);
    }

    /** A run has its own settings: others would have no effect, and nobody would notice. */
    private static void refuseOther(RunRow row, Experiment given) {
        Map<String, String> own = StoredConfig.of(row.config());
        Map<String, String> here = StoredConfig.of(given.resolved().json());
        Set<String> free = free();
        given.resolved().entries().stream()
                .filter(entry -> entry.origin().startsWith("--set ") && !free.contains(entry.key()))
                .filter(entry ->
                        own.containsKey(entry.key()) && !own.get(entry.key()).equals(here.get(entry.key())))
                .findFirst()
                .ifPresent(entry -> {
                    throw new UserException(
                            UserException.Kind.USAGE,
                            "%s has no effect: run %s was made with %s = %s; leave it out"
                                    .formatted(entry.origin(), row.runId(), entry.key(), own.get(entry.key())));
                });
    }

    /** The keys that change no result. */
    private static Set<String> free() {
        return ConfigLoader.describe().stream()
                .filter(key -> !key.changesResults())
                .map(KeyDescription::key)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The configuration in a run's row, as a file. */
    public static ConfigSource configuration(RunRow row) {
        return ConfigSource.text("run " + row.runId(), row.config());
    }

    /** The keys that change no result, as a configuration file; an empty data.dir leaves the run's own. */
    private static String here(Experiment given) {
        Set<String> free = free();
        if (given.config().data().dir().isEmpty()) {
            free.remove(DATA_DIR);
        }
        return given.resolved().entries().stream()
                .filter(entry -> free.contains(entry.key()))
                .map(entry -> entry.key() + " = " + entry.json())
                .collect(Collectors.joining("\n"));
    }

    /** @throws UserException NO_INPUT saying what is missing of the run */
    public static void requireComplete(StoredRun run) {
        RunRow row = run.row();
        RunCatalog runs = new RunCatalog(run.store());
        runs.whyIncomplete(row).ifPresent(why -> {
            String train = "; 'nalsm train' with its configuration ";
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " " + why + train
                            + (row.status() != RunStatus.COMPLETE
                                    ? "goes on with it"
                                    : runs.findManifest(row.runId()).isPresent()
                                            ? "writes them anew"
                                            : "writes it anew"));
        });
    }

    /** @throws UserException BAD_DATA if other recordings lie here than those that the run was made with */
    public static void requireSameData(StoredRun run) {
        DataConfig data = run.experiment().config().data();
        String here = SampleSources.contentHash(data);
        if (!run.experiment().sameDataAs(here)) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    ("run %s was made with other recordings of %s than "
                                    + "those in %s (content %s, here %s); give the right data.dir, or repeat the run")
                            .formatted(
                                    run.runId(),
                                    data.dataset(),
                                    SampleSources.directory(data),
                                    run.experiment().dataHash(),
                                    here));
        }
    }
}
