package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.identity.CanonicalJson;

/**
 * Turns files and settings into a validated experiment. Precedence: settings over files, a later one over an earlier
 * one, all over the defaults of the reference. Keys that nobody has set and whose default depends on another key
 * ({@code model.name}, {@code readout.preset}) get that default last.
 *
 * <p>Of the model families' sections only those of the chosen model's family are read, so that no other one has a part
 * in what the experiment is.
 */
public final class ConfigLoader {
    private static final String SWEEP = "sweep";
    static final String MODEL = "model.name";

    private final ReferenceConfig reference = ReferenceConfig.load();
    private final List<FamilyKeys> families;

    /**
     * A loader of every family's models.
     *
     * @param families every model family
     * @throws IllegalArgumentException if none of them has the default model
     */
    public ConfigLoader(List<FamilyKeys> families) {
        this.families = List.copyOf(families);
        String usual = reference.defaults().getString(MODEL);
        if (find(usual).isEmpty()) {
            throw new IllegalArgumentException("no family has " + MODEL + " = " + usual + ", which is the default");
        }
    }

    /**
     * Loads a configuration.
     *
     * @param sources configuration files, the one that counts most last
     * @param settings {@code key=value}, the one that counts most last
     * @throws UserException with everything that is wrong, one line per mistake, each with its place (bad
     *     configuration); if a file can not be read (no input); if a setting has no equals sign (usage)
     */
    public ResolvedConfig load(List<ConfigSource> sources, List<String> settings) {
        Loading loading = new Loading();
        Config given = loading.settings(settings);
        Config user = given.withFallback(loading.files(sources));
        if (user.hasPathOrNull(SWEEP)) {
            loading.problems.add(
                    Place.of(Objects.requireNonNull(user.root().get(SWEEP), "it has that path")
                            .origin()),
                    "a sweep section: run it with 'nalsm sweep'");
        }
        ResolvedConfig config = loading.experiment(user.withoutPath(SWEEP));
        loading.refuseUnused(given, config);
        return config;
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
    public ResolvedSweep loadSweep(List<ConfigSource> sources, List<String> settings) {
        Loading loading = new Loading();
        Config files = loading.files(sources);
        return loading.sweep(sources, files, loading.settings(settings));
    }

    private Optional<FamilyKeys> find(String model) {
        return families.stream().filter(keys -> keys.models().contains(model)).findFirst();
    }

    /** The keys, of all families, that are whole numbers. */
    private Set<String> wholeNumbers() {
        Stream<String> ofFamilies = families.stream().flatMap(keys -> RecordBinder.wholeNumbers(keys.sections(), ""));
        Stream<String> ofAll = Stream.concat(
                RecordBinder.wholeNumbers(RunConfig.class, "run"), RecordBinder.wholeNumbers(DataConfig.class, "data"));
        return Stream.concat(ofFamilies, ofAll).collect(Collectors.toSet());
    }

    /** One configuration on its way, with what is wrong with it so far. */
    private final class Loading {
        private final Problems problems = new Problems();
        private final SourceParser parser = new SourceParser(problems);

        private Config settings(List<String> settings) {
            return new SettingParser(reference, problems).parse(settings);
        }

        private Config files(List<ConfigSource> sources) {
            Config files = ConfigFactory.empty();
            for (ConfigSource source : sources) {
                files = parser.parse(source).withFallback(files);
            }
            return files;
        }

        private ResolvedConfig experiment(Config user) {
            Config resolved = resolve(user);
            new UnknownKeys(reference, problems).report(resolved.root());
            return read(resolved);
        }

        /** A setting of a section that the chosen model does not read would have no effect, and nobody would notice. */
        private void refuseUnused(Config settings, ResolvedConfig config) {
            Set<String> used =
                    config.entries().stream().map(ResolvedConfig.Entry::key).collect(Collectors.toSet());
            settings.entrySet().stream()
                    .filter(setting -> !used.contains(setting.getKey()))
                    .forEach(setting -> problems.add(
                            Place.of(setting.getValue().origin()),
                            setting.getKey() + " has no effect: " + MODEL + " = "
                                    + config.experiment().model()
                                    + " does not read it; leave it out, or choose its model"));
            problems.throwIfAny();
        }

        private ResolvedSweep sweep(List<ConfigSource> sources, Config files, Config fixed) {
            Config user = fixed.withFallback(files);
            Config resolved = resolve(user);
            new UnknownKeys(reference, problems)
                    .report(resolved.withoutPath(SearchSpaceReader.PARAMETERS)
                            .withoutPath(SearchSpaceReader.SETS)
                            .root());
            Optional<SweepConfig> read =
                    section(new ConfigReader(reference, resolved, problems), SweepConfig.class, SWEEP);
            problems.throwIfAny();
            SweepConfig sweep = read.orElseThrow();
            Set<String> wholeNumbers = wholeNumbers();
            SearchSpaceReader reader = new SearchSpaceReader(reference, wholeNumbers, sweep, fixed, problems);
            HalvingReader halving = new HalvingReader(reference, wholeNumbers, sweep, resolved, problems);
            List<Optional<SweepTrial.Rung>> planned = halving.rungs();
            SearchSpace space = reader.read(resolved);
            new RepeatedParameters(sources, problems).report(reader.written());
            if (space.gridSize() > SweepConfig.MOST_TRIALS) {
                problems.add(
                        Place.of(resolved.getValue(SWEEP).origin()),
                        "the grid has " + space.gridSize() + " trials, and at most " + SweepConfig.MOST_TRIALS
                                + " are possible: vary less, or sample at random");
            }
            problems.throwIfAny();
            ResolvedConfig base = experiment(user.withoutPath(SWEEP));
            List<SortedMap<String, ConfigValue>> chosen = space.trials(sweep);
            halving.refuseSingleCandidate(chosen);
            List<List<SweepTrial>> rungs = new ArrayList<>();
            for (Optional<SweepTrial.Rung> rung : planned) {
                rungs.add(chosen.stream()
                        .distinct()
                        .map(parameters -> trial(parameters, rung, files.withoutPath(SWEEP), fixed.withoutPath(SWEEP)))
                        .toList());
            }
            halving.refuseUnread(rungs.get(0));
            problems.throwIfAny();
            refuseImpossible(rungs, resolved);
            problems.throwIfAny();
            return new ResolvedSweep(sweep, base, rungs.get(0), chosen.size(), rungs.subList(1, rungs.size()));
        }

        /** Trials that cannot be fail one by one beside others; by themselves they are a mistake of the file. */
        private void refuseImpossible(List<List<SweepTrial>> rungs, Config resolved) {
            rungs.stream()
                    .filter(rung ->
                            rung.stream().allMatch(trial -> trial.error().isPresent()))
                    .findFirst()
                    .map(rung -> rung.get(0))
                    .ifPresent(first -> problems.add(
                            SearchSpaceReader.placeIn(resolved),
                            "no trial%s is possible; the first: %s"
                                    .formatted(
                                            first.rung()
                                                    .map(rung -> " of rung " + (rung.index() + 1))
                                                    .orElse(""),
                                            first.error()
                                                    .map(UserException::getMessage)
                                                    .orElseThrow())));
        }

        /** A value of the wrong type is a mistake of the file; one that is out of range fails the trial alone. */
        private SweepTrial trial(
                SortedMap<String, ConfigValue> parameters, Optional<SweepTrial.Rung> rung, Config files, Config fixed) {
            Config layer = ConfigFactory.empty();
            for (Map.Entry<String, ConfigValue> parameter : parameters.entrySet()) {
                layer = layer.withValue(parameter.getKey(), parameter.getValue());
            }
            Config settings = rung.map(of -> ConfigFactory.parseMap(of.settings(), HalvingReader.SECTION))
                    .orElseGet(ConfigFactory::empty);
            Loading single = new Loading();
            Optional<ResolvedConfig> config = Optional.empty();
            Optional<UserException> error = Optional.empty();
            try {
                config = Optional.of(single.experiment(
                        settings.withFallback(fixed).withFallback(layer).withFallback(files)));
            } catch (UserException e) {
                error = Optional.of(e);
                problems.addMalformed(single.problems);
            }
            return new SweepTrial(SearchSpace.json(parameters), config, error, rung);
        }

        /** Substitutions see defaults and, as HOCON has it, environment variables. */
        private Config resolve(Config user) {
            try {
                return user.withFallback(reference.defaults()).resolve(ConfigResolveOptions.defaults());
            } catch (ConfigException e) {
                parser.add(e, "configuration");
                problems.throwIfAny();
                throw e;
            }
        }

        private ResolvedConfig read(Config resolved) {
            String model = new ConfigReader(reference, resolved, problems).text(MODEL);
            Optional<FamilyKeys> chosen = find(model);
            if (chosen.isEmpty()) {
                problems.add(
                        Place.of(resolved.getValue(MODEL).origin()),
                        MODEL + " = " + model + " must be one of "
                                + families.stream()
                                        .flatMap(keys -> keys.models().stream())
                                        .collect(Collectors.joining(", ")));
            }
            boolean isText = !resolved.hasPath(MODEL)
                    || !List.of(ConfigValueType.LIST, ConfigValueType.OBJECT)
                            .contains(resolved.getValue(MODEL).valueType());
            if (chosen.isEmpty() || !isText) {
                // That mistake is reported; the others are found as well.
                ConfigValue usual = reference.defaults().getValue(MODEL);
                return read(resolved.withValue(MODEL, usual));
            }
            // All sections are read before any problem is thrown: each adds its own.
            ConfigReader reader = new ConfigReader(reference, resolved, problems);
            reader.text(MODEL);
            Optional<RunConfig> run = section(reader, RunConfig.class, "run");
            Optional<DataConfig> data = section(reader, DataConfig.class, "data");
            Optional<? extends Record> sections = sections(reader, chosen.get().sections());
            Optional<OutputConfig> output = section(reader, OutputConfig.class, "output");
            problems.throwIfAny();
            return new ResolvedConfig(
                    new ExperimentConfig(
                            model, run.orElseThrow(), data.orElseThrow(), output.orElseThrow(), sections.orElseThrow()),
                    reader.values(),
                    reference);
        }

        /** The record of all sections; empty if one of them is invalid. */
        private <R extends Record> Optional<R> sections(ConfigReader reader, Class<R> type) {
            RecordComponent[] components = type.getRecordComponents();
            List<Object> values = new ArrayList<>();
            Class<?>[] types = new Class<?>[components.length];
            for (int k = 0; k < components.length; k++) {
                types[k] = components[k].getType();
                section(reader, types[k].asSubclass(Record.class), RecordBinder.key("", components[k]))
                        .ifPresent(values::add);
            }
            return values.size() == components.length
                    ? Optional.of(RecordBinder.construct(type, types, values.toArray()))
                    : Optional.empty();
        }

        /** The record; empty if it is invalid, and then there is a problem for each violated constraint. */
        private <R extends Record> Optional<R> section(ConfigReader reader, Class<R> type, String name) {
            try {
                return Optional.of(new RecordBinder(reader).bind(type, name));
            } catch (Constraints.ViolationException e) {
                // Defaults are right by themselves: where the user set a key that takes part, that one is to blame.
                List<Constraints.Violation> byUser = e.violations().stream()
                        .filter(v -> v.keys().stream()
                                .anyMatch(key -> reader.valueOf(key).isSetByUser()))
                        .toList();
                (byUser.isEmpty() ? e.violations() : byUser).forEach(violation -> add(violation, reader));
                return Optional.empty();
            }
        }

        private void add(Constraints.Violation violation, ConfigReader reader) {
            String first = violation.keys().get(0);
            String blamed = violation.keys().stream()
                    .filter(key -> reader.valueOf(key).isSetByUser())
                    .findFirst()
                    .orElse(first);
            String value = CanonicalJson.write(reader.valueOf(first).canonical());
            problems.addOutOfRange(
                    reader.valueOf(blamed).place(), first + " = " + value + " " + violation.requirement());
        }
    }
}
