package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Reads {@code sweep.parameters} and {@code sweep.parameter-sets}; what is wrong with them becomes problems. */
final class SearchSpaceReader {
    static final String PARAMETERS = "sweep.parameters";
    static final String SETS = "sweep.parameter-sets";
    static final String TEST_SAMPLES = "data.test-samples";

    private final ReferenceConfig reference;
    private final Set<String> wholeNumbers;
    private final SweepConfig sweep;
    private final Config settings;
    private final Problems problems;
    private final NavigableMap<String, SearchSpace.Parameter> parameters = new TreeMap<>();
    private final Map<String, ConfigValue> written = new TreeMap<>();
    private final List<SortedMap<String, ConfigValue>> sets = new ArrayList<>();

    /**
     * @param wholeNumbers the keys whose values are whole numbers
     * @param settings what the command line sets, which a sweep must not vary as well
     */
    SearchSpaceReader(
            ReferenceConfig reference,
            Set<String> wholeNumbers,
            SweepConfig sweep,
            Config settings,
            Problems problems) {
        this.reference = reference;
        this.wholeNumbers = wholeNumbers;
        this.sweep = sweep;
        this.settings = settings;
        this.problems = problems;
    }

    /** The search space of a resolved configuration; incomplete if there are problems. */
    SearchSpace read(Config resolved) {
        if (!resolved.hasPath(PARAMETERS) && !resolved.hasPath(SETS)) {
            problems.add(
                    new Place("sweep", 0),
                    "nothing to vary: set " + PARAMETERS
                            + " { model.astrocyte-weight = [0.005, 0.015] } or the like in a --config file");
        }
        if (resolved.hasPath(PARAMETERS)) {
            readParameters(resolved.getValue(PARAMETERS));
        }
        if (resolved.hasPath(SETS)) {
            readSets(resolved.getValue(SETS));
        }
        return new SearchSpace(List.copyOf(parameters.values()), sets.isEmpty() ? List.of(new TreeMap<>()) : sets);
    }

    /** Where what is varied stands. */
    static Place placeIn(Config resolved) {
        return Place.of(resolved.getValue(resolved.hasPath(PARAMETERS) ? PARAMETERS : SETS)
                .origin());
    }

    /** The values of {@code sweep.parameters} as they stand in the file, by key. */
    Map<String, ConfigValue> written() {
        return written;
    }

    private void readParameters(ConfigValue value) {
        if (!(value instanceof ConfigObject section) || section.isEmpty()) {
            problems.add(
                    Place.of(value.origin()), PARAMETERS + " must be a section of keys, each with a list of values");
            return;
        }
        forEachKey(section, List.of(), this::readParameter);
    }

    private void readParameter(String key, ConfigValue value) {
        written.put(key, value);
        if (value instanceof ConfigList list) {
            if (list.isEmpty()) {
                problems.add(Place.of(value.origin()), key + " has an empty list: give at least one value");
                return;
            }
            Set<Object> seen = new HashSet<>();
            for (ConfigValue element : list) {
                if (!seen.add(element.unwrapped())) {
                    problems.add(Place.of(element.origin()), key + " has the value " + text(element) + " twice");
                }
            }
            parameters.put(key, new SearchSpace.Values(key, List.copyOf(list)));
        } else if (value instanceof ConfigObject object && object.containsKey("from")) {
            readRange(key, object);
        } else {
            problems.add(
                    Place.of(value.origin()),
                    key + " = " + text(value) + " must be a list of values, such as [" + text(value) + "]"
                            + (isNumber(key) ? ", or a range { from = 1, to = 2 }" : ""));
        }
    }

    private void readRange(String key, ConfigObject range) {
        Place place = Place.of(range.origin());
        boolean complete =
                range.keySet().equals(Set.of("from", "to")) || range.keySet().equals(Set.of("from", "to", "scale"));
        ConfigValue lowest = range.get("from");
        ConfigValue highest = range.get("to");
        if (!complete || lowest == null || highest == null || !isNumber(lowest) || !isNumber(highest)) {
            problems.add(
                    place,
                    key + " = " + text(range) + " must be { from = NUMBER, to = NUMBER } with an optional "
                            + "scale = linear or log");
            return;
        }
        String scale =
                range.containsKey("scale") ? String.valueOf(range.get("scale").unwrapped()) : "linear";
        double from = ((Number) lowest.unwrapped()).doubleValue();
        double to = ((Number) highest.unwrapped()).doubleValue();
        boolean logarithmic = scale.equals("log");
        if (!logarithmic && !scale.equals("linear")) {
            problems.add(place, key + " has the scale " + scale + ", which must be linear or log");
        } else if (!isNumber(key)) {
            problems.add(place, key + " is no number and has no range: give a list of values");
        } else if (!Double.isFinite(to - from) || from > to || logarithmic && from <= 0) {
            problems.add(place, key + " has no range from " + from + " to " + to + " on a " + scale + " scale");
        } else if (sweep.isGrid()) {
            String needed = sweep.isHalving() ? "sweep.halving.candidates" : "sweep.sampling";
            problems.add(place, key + " has a range, which needs " + needed + " = random: give a list of values");
        } else if (wholeNumbers.contains(key) && Math.ceil(from) > Math.floor(to)) {
            problems.add(place, key + " is a whole number, and there is none from " + from + " to " + to);
        } else {
            parameters.put(key, new SearchSpace.Range(key, from, to, logarithmic, wholeNumbers.contains(key), range));
        }
    }

    private void readSets(ConfigValue value) {
        if (!(value instanceof ConfigList list) || list.isEmpty()) {
            problems.add(Place.of(value.origin()), SETS + " must be a list of sections with keys, and not be empty");
            return;
        }
        Set<Object> seen = new HashSet<>();
        for (ConfigValue element : list) {
            Place place = Place.of(element.origin());
            NavigableMap<String, ConfigValue> set = new TreeMap<>();
            if (element instanceof ConfigObject object) {
                forEachKey(object, List.of(), set::put);
            }
            if (set.isEmpty()) {
                problems.add(place, SETS + " has " + text(element) + ", which must be a section of keys and values");
            } else if (!seen.add(SearchSpace.json(set))) {
                problems.add(place, SETS + " has the set " + text(element) + " twice");
            }
            set.keySet().stream()
                    .filter(parameters::containsKey)
                    .forEach(key -> problems.add(
                            place, key + " is in " + SETS + " and in " + PARAMETERS + ": keep one of them"));
            sets.add(set);
        }
    }

    /** Hands on every key below a section; what is no key becomes a problem. */
    private void forEachKey(ConfigObject section, List<String> path, BiConsumer<String, ConfigValue> use) {
        for (Map.Entry<String, ConfigValue> member : section.entrySet()) {
            List<String> child = new ArrayList<>(path);
            child.add(member.getKey());
            String key = ConfigUtil.joinPath(child);
            ConfigValue value = member.getValue();
            if (reference.isKey(key)) {
                checkCanVary(key, Place.of(value.origin()));
                use.accept(key, value);
            } else if (value instanceof ConfigObject object && !object.isEmpty() && reference.isSection(key)) {
                forEachKey(object, child, use);
            } else {
                problems.add(Place.of(value.origin()), UnknownKeys.message(key, reference));
            }
        }
    }

    private void checkCanVary(String key, Place place) {
        if (!reference.changesResults(key) || key.startsWith("sweep.")) {
            problems.add(place, key + " changes no result and cannot be varied: set it outside of the sweep section");
        } else if (settings.hasPathOrNull(key)) {
            problems.add(place, key + " is varied here and set by --set: remove one of them");
        } else if (sweep.isHalving() && key.equals(sweep.halving().resource())) {
            problems.add(
                    place, key + " is varied here and is sweep.halving.resource, which rungs set: remove one of them");
        } else if (sweep.isHalving() && sweep.halving().testSamples() > 0 && key.equals(TEST_SAMPLES)) {
            problems.add(place, key + " is varied here and set by sweep.halving.test-samples: remove one of them");
        }
    }

    private boolean isNumber(String key) {
        return isNumber(reference.typical(key));
    }

    private static boolean isNumber(ConfigValue value) {
        return value.valueType() == ConfigValueType.NUMBER;
    }

    private static String text(ConfigValue value) {
        return value.render(ConfigRenderOptions.concise());
    }
}
