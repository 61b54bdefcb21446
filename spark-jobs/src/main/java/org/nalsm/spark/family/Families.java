package org.nalsm.spark.family;

import java.util.List;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.csdp.CsdpFamily;
import org.nalsm.spark.family.diehlcook.DiehlCookFamily;
import org.nalsm.spark.family.liquid.LiquidFamily;
import org.nalsm.spark.family.lsnn.LsnnFamily;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ModelFamily;

/** Every model family; a new one is a line here. */
public final class Families {
    private static final List<ModelFamily> ALL =
            List.of(new LiquidFamily(), new DiehlCookFamily(), new LsnnFamily(), new CsdpFamily());

    private Families() {}

    /**
     * The family of a model.
     *
     * @param model a value of {@code model.name}
     */
    public static ModelFamily of(String model) {
        return ALL.stream()
                .filter(family -> family.keys().models().contains(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + model));
    }

    /** The family of an experiment's model. */
    public static ModelFamily of(Experiment experiment) {
        return of(experiment.config().model());
    }

    /** What they all want of the configuration. */
    public static List<FamilyKeys> keys() {
        return ALL.stream().map(ModelFamily::keys).toList();
    }

    /** Loads configurations of every family's models. */
    public static ConfigLoader configLoader() {
        return new ConfigLoader(keys());
    }
}
