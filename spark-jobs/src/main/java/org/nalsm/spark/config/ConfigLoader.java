package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.nalsm.engine.UserException;

/**
 * Turns files and settings into a validated experiment. Precedence: settings over files, a later one over
 * an earlier one, all over the defaults of the reference. Keys that nobody has set and whose default
 * depends on another key ({@code model.name}, {@code readout.preset}) get that default last.
 */
public final class ConfigLoader {
    private static final String SWEEP = "sweep";

    private final ReferenceConfig reference = ReferenceConfig.load();
    private final Problems problems = new Problems();

    private ConfigLoader() {}

    /**
     * Loads a configuration.
     *
     * @param sources configuration files, the one that counts most last
     * @param settings {@code key=value}, the one that counts most last
     * @throws UserException with everything that is wrong, one line per mistake, each with its place (bad
     *     configuration); if a file can not be read (no input); if a setting has no equals sign (usage)
     */
    public static ResolvedConfig load(List<ConfigSource> sources, List<String> settings) {
        return new ConfigLoader().loadAll(sources, settings);
    }

    /** Whether the files describe a sweep. A file with a wrong syntax counts as none; loading reports it. */
    public static boolean isSweep(List<ConfigSource> sources) {
        SourceParser parser = new SourceParser(new Problems());
        return sources.stream().anyMatch(source -> parser.parse(source).hasPathOrNull(SWEEP));
    }

    /** Every key with what the reference says about it, sorted by key. */
    public static List<KeyDescription> describe() {
        return ReferenceConfig.load().describe();
    }

    /**
     * Loads a sweep: a configuration with a section {@code sweep}.
     *
     * @param sources as for {@link #load}
     * @param settings as for {@link #load}
     * @return the sweep; a trial whose parameters are out of range carries its error
     * @throws UserException as for {@link #load}, and if the sweep itself or the type of a value is wrong
     */
    public static ResolvedSweep loadSweep(List<ConfigSource> sources, List<String> settings) {
        ConfigLoader loader = new ConfigLoader();
        SourceParser parser = new SourceParser(loader.problems);
        Config files = loader.parse(parser, sources);
        Config fixed = new SettingParser(loader.reference, loader.problems).parse(settings);
        return loader.sweep(parser, sources, files, fixed);
    }

    private ResolvedConfig loadAll(List<ConfigSource> sources, List<String> settings) {
        SourceParser parser = new SourceParser(problems);
        Config user = new SettingParser(reference, problems).parse(settings).withFallback(parse(parser, sources));
        if (user.hasPathOrNull(SWEEP)) {
            problems.add(Place.of(user.root().get(SWEEP).origin()), "a sweep section: run it with 'nalsm sweep'");
        }
        return experiment(parser, user.withoutPath(SWEEP));
    }

    private Config parse(SourceParser parser, List<ConfigSource> sources) {
        Config files = ConfigFactory.empty();
        for (ConfigSource source : sources) {
            files = parser.parse(source).withFallback(files);
        }
        return files;
    }

    private ResolvedConfig experiment(SourceParser parser, Config user) {
        Config resolved = resolve(parser, user);
        new UnknownKeys(reference, problems).report(resolved.root());
        return read(new ConfigReader(reference, resolved, problems));
    }

    private ResolvedSweep sweep(SourceParser parser, List<ConfigSource> sources, Config files, Config fixed) {
        Config user = fixed.withFallback(files);
        Config resolved = resolve(parser, user);
        new UnknownKeys(reference, problems)
                .report(resolved.withoutPath(SearchSpaceReader.PARAMETERS)
                        .withoutPath(SearchSpaceReader.SETS)
                        .root());
        SweepConfig sweep = section(new ConfigReader(reference, resolved, problems), ConfigLoader::sweep);
        problems.throwIfAny();
        SearchSpaceReader reader = new SearchSpaceReader(reference, sweep, fixed, problems);
        SearchSpace space = reader.read(resolved);
        new RepeatedParameters(sources, problems).report(reader.written());
        if (space.gridSize() > SweepConfig.MOST_TRIALS) {
            problems.add(
                    Place.of(resolved.getValue(SWEEP).origin()),
                    "the grid has " + space.gridSize() + " trials, and at most " + SweepConfig.MOST_TRIALS
                            + " are possible: vary less, or sample at random");
        }
        problems.throwIfAny();
        ResolvedConfig base = experiment(parser, user.withoutPath(SWEEP));
        List<SweepTrial> trials = space.trials(sweep).stream()
                .map(parameters -> trial(parser, parameters, files.withoutPath(SWEEP), fixed.withoutPath(SWEEP)))
                .toList();
        problems.throwIfAny();
        return new ResolvedSweep(sweep, base, trials);
    }

    /** A value of the wrong type is a mistake of the file; one that is out of range fails the trial alone. */
    private SweepTrial trial(
            SourceParser parser, SortedMap<String, ConfigValue> parameters, Config files, Config fixed) {
        Config layer = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> parameter : parameters.entrySet()) {
            layer = layer.withValue(parameter.getKey(), parameter.getValue());
        }
        ConfigLoader single = new ConfigLoader();
        Optional<ResolvedConfig> config = Optional.empty();
        Optional<UserException> error = Optional.empty();
        try {
            config = Optional.of(
                    single.experiment(parser, fixed.withFallback(layer).withFallback(files)));
        } catch (UserException e) {
            error = Optional.of(e);
            problems.addMalformed(single.problems);
        }
        return new SweepTrial(SearchSpace.json(parameters), config, error);
    }

    /** Substitutions see defaults and, as HOCON has it, environment variables. */
    private Config resolve(SourceParser parser, Config user) {
        try {
            return user.withFallback(reference.defaults()).resolve(ConfigResolveOptions.defaults());
        } catch (ConfigException e) {
            parser.add(e, "configuration");
            problems.throwIfAny();
            throw e;
        }
    }

    private ResolvedConfig read(ConfigReader reader) {
        // All sections are read before any problem is thrown: each adds its own.
        ModelConfig model = section(reader, ConfigLoader::model);
        NetworkConfig network =
                section(reader, r -> new NetworkConfig(r.wholes("network.dimensions"), r.wholeLong("network.seed")));
        RunConfig run = section(reader, r -> new RunConfig(r.wholeLong("run.seed")));
        DataConfig data = section(reader, ConfigLoader::data);
        InitialisationConfig initialisation = section(
                reader,
                r -> new InitialisationConfig(
                        r.whole("initialisation.snapshots"), r.whole("initialisation.snapshot-ms")));
        SimulationConfig simulation = section(reader, ConfigLoader::simulation);
        ReadoutConfig readout = section(reader, ConfigLoader::readout);
        OutputConfig output = section(reader, r -> new OutputConfig(r.text("output.dir")));
        problems.throwIfAny();
        return new ResolvedConfig(
                new ExperimentConfig(model, network, run, data, initialisation, simulation, readout, output),
                reader.values());
    }

    /** The record, or null if it is invalid; then there is a problem for each violated constraint. */
    private <R> R section(ConfigReader reader, Function<ConfigReader, R> read) {
        try {
            return read.apply(reader);
        } catch (Constraints.ViolationException e) {
            // Defaults are right by themselves: where the user set a key that takes part, that one is to blame.
            List<Constraints.Violation> byUser = e.violations().stream()
                    .filter(v -> v.keys().stream()
                            .anyMatch(key -> reader.values().get(key).isSetByUser()))
                    .toList();
            (byUser.isEmpty() ? e.violations() : byUser).forEach(violation -> add(violation, reader));
            return null;
        }
    }

    private void add(Constraints.Violation violation, ConfigReader reader) {
        String first = violation.keys().get(0);
        String blamed = violation.keys().stream()
                .filter(key -> reader.values().get(key).isSetByUser())
                .findFirst()
                .orElse(first);
        String value = CanonicalJson.write(reader.values().get(first).canonical());
        problems.addOutOfRange(
                reader.values().get(blamed).place(), first + " = " + value + " " + violation.requirement());
    }

    private static ModelConfig model(ConfigReader reader) {
        return new ModelConfig(
                reader.choice("model.name", ModelName.class),
                reader.decimal("model.astrocyte-weight"),
                reader.decimal("model.initial-abs-weight"),
                reader.decimal("model.max-weight"),
                reader.decimal("model.lr-decay"),
                reader.decimal("model.ap-stdp.theta"),
                reader.decimal("model.ap-stdp.delta"));
    }

    private static SweepConfig sweep(ConfigReader reader) {
        return new SweepConfig(
                reader.text("sweep.name"),
                reader.choice("sweep.sampling", SweepConfig.Sampling.class),
                reader.whole("sweep.trials"),
                reader.wholeLong("sweep.seed"),
                reader.whole("sweep.parallel-trials"));
    }

    private static DataConfig data(ConfigReader reader) {
        return new DataConfig(
                reader.text("data.dataset"),
                reader.text("data.dir"),
                reader.whole("data.train-samples"),
                reader.whole("data.valid-samples"),
                reader.whole("data.test-samples"));
    }

    private static SimulationConfig simulation(ConfigReader reader) {
        return new SimulationConfig(
                reader.whole("simulation.duration-ms"),
                reader.whole("simulation.batch-size"),
                reader.whole("simulation.batches-per-block"),
                reader.text("simulation.backend"),
                reader.yesOrNo("simulation.plastic"),
                reader.whole("simulation.recorded-samples"));
    }

    private static ReadoutConfig readout(ConfigReader reader) {
        return new ReadoutConfig(
                reader.choice("readout.preset", ReadoutConfig.Preset.class),
                reader.choice("readout.optimiser", ReadoutConfig.Optimiser.class),
                reader.choice("readout.labels", ReadoutConfig.Labels.class),
                reader.choice("readout.features", ReadoutConfig.Features.class),
                reader.wideDecimals("readout.l2-penalties"),
                reader.whole("readout.max-epochs"),
                reader.whole("readout.patience-epochs"),
                reader.whole("readout.batch-size"),
                reader.wideDecimal("readout.learning-rate"),
                reader.wideDecimal("readout.rho"),
                reader.wideDecimal("readout.epsilon"));
    }
}
