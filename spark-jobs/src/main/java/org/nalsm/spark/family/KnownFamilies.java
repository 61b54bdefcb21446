package org.nalsm.spark.family;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.table.StoredConfig;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;

/**
 * What the families of some models say of their runs, in the families' order and each thing once. A model that this
 * code does not know, such as that of a later version's run, adds nothing.
 */
public final class KnownFamilies {
    static final String MODEL = "model.name";

    private KnownFamilies() {}

    /** Everything that is measured of any run. */
    public static List<Metric> metrics() {
        return metrics(models());
    }

    /** What is measured of runs of these models. */
    public static List<Metric> metrics(Collection<String> models) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        families(models)
                .flatMap(family -> family.metrics().stream())
                .forEach(metric -> metrics.putIfAbsent(metric.name(), metric));
        return List.copyOf(metrics.values());
    }

    /** What is measured of the models that a sweep starts from and varies; of every family's if it names none. */
    public static List<Metric> metrics(SweepRow sweep, Collection<TrialRow> trials) {
        Stream<String> varied = trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.parameters().get(MODEL)).stream());
        List<String> models = Stream.concat(
                        Optional.ofNullable(StoredConfig.of(sweep.config()).get(MODEL)).stream(), varied)
                .map(model -> model.replace("\"", ""))
                .distinct()
                .toList();
        List<Metric> metrics = metrics(models);
        return metrics.isEmpty() ? metrics() : metrics;
    }

    /** The names of the phases of runs of these models. */
    public static List<String> phases(Collection<String> models) {
        return families(models)
                .flatMap(family -> family.phaseNames().stream())
                .distinct()
                .toList();
    }

    private static Stream<ModelFamily> families(Collection<String> models) {
        return models.stream().flatMap(model -> find(model).stream());
    }

    /** The family of a model, if there is one. */
    static Optional<ModelFamily> find(String model) {
        return models().contains(model) ? Optional.of(Families.of(model)) : Optional.empty();
    }

    private static List<String> models() {
        return Families.keys().stream()
                .map(FamilyKeys::models)
                .flatMap(List::stream)
                .toList();
    }
}
