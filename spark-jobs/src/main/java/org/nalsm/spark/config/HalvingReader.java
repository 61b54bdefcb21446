package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the rungs of successive halving, {@code sweep.halving}; what is wrong with them becomes problems. */
final class HalvingReader {
    static final String SECTION = "sweep.halving";
    private static final String RESOURCE = SECTION + ".resource";

    private final ReferenceConfig reference;
    private final Set<String> wholeNumbers;
    private final SweepConfig sweep;
    private final Config resolved;
    private final Problems problems;

    /** @param wholeNumbers the keys whose values are whole numbers */
    HalvingReader(
            ReferenceConfig reference,
            Set<String> wholeNumbers,
            SweepConfig sweep,
            Config resolved,
            Problems problems) {
        this.reference = reference;
        this.wholeNumbers = wholeNumbers;
        this.sweep = sweep;
        this.resolved = resolved;
        this.problems = problems;
    }

    /** The rungs; one that is none without successive halving, or if they cannot be told. */
    List<Optional<SweepTrial.Rung>> rungs() {
        SweepConfig.Halving halving = sweep.halving();
        Optional<Integer> most = sweep.isHalving() ? mostResources(halving) : Optional.empty();
        refuseIdle();
        if (most.isEmpty()) {
            return List.of(Optional.empty());
        }
        List<Integer> resources = halving.resources(most.get());
        List<Optional<SweepTrial.Rung>> rungs = new ArrayList<>();
        for (int k = 0; k < resources.size(); k++) {
            SortedMap<String, String> settings = new TreeMap<>();
            settings.put(halving.resource(), resources.get(k).toString());
            if (halving.testSamples() > 0 && !halving.resource().equals(SearchSpaceReader.TEST_SAMPLES)) {
                settings.put(
                        SearchSpaceReader.TEST_SAMPLES,
                        k < resources.size() - 1
                                ? Integer.toString(halving.testSamples())
                                : resolved.getValue(SearchSpaceReader.TEST_SAMPLES)
                                        .unwrapped()
                                        .toString());
            }
            rungs.add(Optional.of(new SweepTrial.Rung(k, resources.get(k), settings)));
        }
        return rungs;
    }

    /** Seeds are repetitions: nobody falls behind another by them. */
    void refuseSingleCandidate(List<SortedMap<String, ConfigValue>> chosen) {
        long candidates = chosen.stream()
                .map(parameters -> {
                    SortedMap<String, ConfigValue> varied = new TreeMap<>(parameters);
                    varied.keySet().removeIf(key -> key.endsWith(".seed"));
                    return varied;
                })
                .distinct()
                .count();
        if (sweep.isHalving() && candidates == 1) {
            problems.add(
                    SearchSpaceReader.placeIn(resolved),
                    "there is one candidate, and nothing to choose among: vary more than seeds, or set "
                            + "sweep.sampling = grid");
        }
    }

    /** A resource that a model does not read would make all rungs the same run. */
    void refuseUnread(List<SweepTrial> trials) {
        if (!sweep.isHalving()) {
            return;
        }
        String resource = sweep.halving().resource();
        trials.stream()
                .flatMap(trial -> trial.config().stream())
                .filter(config ->
                        config.entries().stream().noneMatch(entry -> entry.key().equals(resource)))
                .findFirst()
                .ifPresent(config -> problems.add(
                        Place.of(resolved.getValue(RESOURCE).origin()),
                        RESOURCE + " = " + resource + " has no effect: " + ConfigLoader.MODEL + " = "
                                + config.experiment().model() + " does not read it"));
    }

    /** What the last rung has of the resource; empty, and a problem, if there can be none. */
    private Optional<Integer> mostResources(SweepConfig.Halving halving) {
        String key = halving.resource();
        Place place = Place.of(resolved.getValue(RESOURCE).origin());
        if (!reference.isKey(key)) {
            problems.add(place, RESOURCE + ": " + UnknownKeys.message(key, reference));
        } else if (!wholeNumbers.contains(key) || !reference.changesResults(key) || key.endsWith(".seed")) {
            problems.add(
                    place,
                    RESOURCE + " = " + key
                            + " must be a key whose value is a number of samples, epochs or the like, "
                            + "such as data.train-samples");
        } else {
            int most = halving.maxResources() > 0
                    ? halving.maxResources()
                    : new ConfigReader(reference, resolved, problems).whole(key);
            if (halving.minResources() <= most) {
                refuseSingleRung(halving, most);
                return Optional.of(most);
            }
            problems.add(
                    Place.of(resolved.getValue(SECTION + ".min-resources").origin()),
                    SECTION + ".min-resources = " + halving.minResources() + " is more than "
                            + (halving.maxResources() > 0
                                    ? SECTION + ".max-resources = " + most
                                    : key + " = " + most + ", which the last rung has"));
        }
        return Optional.empty();
    }

    /** With one rung nobody falls behind: it would be a grid by another name. */
    private void refuseSingleRung(SweepConfig.Halving halving, int most) {
        if (halving.resources(most).size() == 1) {
            problems.add(
                    Place.of(resolved.getValue(SECTION + ".min-resources").origin()),
                    "%s.min-resources = %d leaves one rung, of %s = %d: give it %d at most (sweep.halving.factor = %d)"
                            .formatted(
                                    SECTION,
                                    halving.minResources(),
                                    halving.resource(),
                                    most,
                                    Math.round((double) most / halving.factor()),
                                    halving.factor()));
        }
    }

    /** Settings of a method that is not chosen would have no effect, and nobody would notice. */
    private void refuseIdle() {
        resolved.getConfig(SECTION).entrySet().stream()
                .map(entry -> Place.of(entry.getValue().origin()))
                .filter(place -> !sweep.isHalving() && !place.source().equals(ReferenceConfig.NAME))
                .findFirst()
                .ifPresent(place -> problems.add(
                        place,
                        SECTION + " has no effect with sweep.sampling = " + Choices.key(sweep.sampling())
                                + ": set sweep.sampling = successive-halving, or leave it out"));
    }
}
