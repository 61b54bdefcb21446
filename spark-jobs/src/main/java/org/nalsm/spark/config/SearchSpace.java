package org.nalsm.spark.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * What a sweep varies: parameters, combined with explicit sets of values.
 *
 * @param parameters sorted by key
 * @param sets explicit parameter sets; each is combined with every choice of the parameters; never empty, one
 *     empty set stands for none
 */
record SearchSpace(List<SearchSpace.Parameter> parameters, List<SortedMap<String, ConfigValue>> sets) {

    /** One parameter of a search space: a key and what it is varied over. */
    sealed interface Parameter {
        /** Decimal digits of a random value: enough to find a maximum, few enough to read. */
        MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

        String key();

        /** The value of a random trial. */
        ConfigValue draw(Philox random, int trial);

        /** Uniform on [0, 1): depends on the trial and the key alone, not on the other parameters. */
        default double uniform(Philox random, int trial) {
            return Philox.uniform(random.word(Stream.SWEEP_SEARCH, trial, key().hashCode(), 0));
        }
    }

    /** A list of values, all different. */
    record Values(String key, List<ConfigValue> values) implements Parameter {
        @Override
        public ConfigValue draw(Philox random, int trial) {
            return values.get((int) (uniform(random, trial) * values.size()));
        }
    }

    /**
     * A range, for random search.
     *
     * @param logarithmic uniform in the logarithm instead of the value
     * @param whole rounded to whole numbers, of which there is one in the range
     * @param written where it stands, which becomes the place of the values
     */
    record Range(String key, double from, double to, boolean logarithmic, boolean whole, ConfigValue written)
            implements Parameter {
        @Override
        public ConfigValue draw(Philox random, int trial) {
            double u = uniform(random, trial);
            double value = logarithmic ? from * Math.pow(to / from, u) : from + (to - from) * u;
            return ConfigValueFactory.fromAnyRef(whole ? (Number) nearestWhole(value) : (Number) nearestShort(value))
                    .withOrigin(written.origin());
        }

        private long nearestWhole(double value) {
            return Math.min(Math.max(Math.round(value), (long) Math.ceil(from)), (long) Math.floor(to));
        }

        private double nearestShort(double value) {
            return Math.min(Math.max(new BigDecimal(value, DIGITS).doubleValue(), from), to);
        }
    }

    /** Number of trials of a full grid, or more than an int can hold. */
    long gridSize() {
        double size = sets.size();
        for (Parameter parameter : parameters) {
            size *= parameter instanceof Values list ? list.values().size() : 1;
        }
        return (long) size;
    }

    /** The trials in a fixed order: key to value. Random ones may be equal. */
    List<SortedMap<String, ConfigValue>> trials(SweepConfig sweep) {
        List<SortedMap<String, ConfigValue>> choices = sweep.isGrid() ? grid() : random(sweep);
        List<SortedMap<String, ConfigValue>> trials = new ArrayList<>();
        for (SortedMap<String, ConfigValue> set : sets) {
            for (SortedMap<String, ConfigValue> choice : choices) {
                SortedMap<String, ConfigValue> trial = new TreeMap<>(set);
                trial.putAll(choice);
                trials.add(trial);
            }
        }
        return trials;
    }

    private List<SortedMap<String, ConfigValue>> grid() {
        List<SortedMap<String, ConfigValue>> choices = new ArrayList<>(List.of(new TreeMap<>()));
        for (Parameter parameter : parameters) {
            List<SortedMap<String, ConfigValue>> longer = new ArrayList<>();
            for (SortedMap<String, ConfigValue> choice : choices) {
                for (ConfigValue value : ((Values) parameter).values()) {
                    SortedMap<String, ConfigValue> next = new TreeMap<>(choice);
                    next.put(parameter.key(), value);
                    longer.add(next);
                }
            }
            choices = longer;
        }
        return choices;
    }

    private List<SortedMap<String, ConfigValue>> random(SweepConfig sweep) {
        Philox random = new Philox(sweep.seed());
        List<SortedMap<String, ConfigValue>> choices = new ArrayList<>();
        for (int trial = 0; trial < sweep.trials(); trial++) {
            SortedMap<String, ConfigValue> choice = new TreeMap<>();
            for (Parameter parameter : parameters) {
                choice.put(parameter.key(), parameter.draw(random, trial));
            }
            choices.add(choice);
        }
        return choices;
    }

    /** The values as JSON. */
    static SortedMap<String, String> json(SortedMap<String, ConfigValue> trial) {
        SortedMap<String, String> json = new TreeMap<>();
        trial.forEach((key, value) -> json.put(key, value.render(ConfigRenderOptions.concise())));
        return json;
    }
}
