package org.nalsm.spark.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.random.Philox;

/**
 * What a sweep varies: parameters, combined with explicit sets of values.
 *
 * @param parameters sorted by key
 * @param sets explicit parameter sets; each is combined with every choice of the parameters; never empty, one
 *     empty set stands for none
 */
record SearchSpace(List<SweptParameter> parameters, List<SortedMap<String, ConfigValue>> sets) {

    /** Number of trials of a full grid, or more than an int can hold. */
    long gridSize() {
        double size = sets.size();
        for (SweptParameter parameter : parameters) {
            size *= parameter instanceof SweptParameter.Values list
                    ? list.values().size()
                    : 1;
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
        for (SweptParameter parameter : parameters) {
            List<SortedMap<String, ConfigValue>> longer = new ArrayList<>();
            for (SortedMap<String, ConfigValue> choice : choices) {
                for (ConfigValue value : ((SweptParameter.Values) parameter).values()) {
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
            for (SweptParameter parameter : parameters) {
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
