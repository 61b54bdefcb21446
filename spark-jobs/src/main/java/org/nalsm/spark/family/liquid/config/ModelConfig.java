package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code model}.
 *
 * @param name which liquid
 * @param astrocyteWeight gain of the astrocyte, 0 to 10; used by nalsm only
 * @param initialAbsWeight absolute weight at the start, 0 to {@code maxWeight}; equal to {@code maxWeight}
 *     for nalsm and lsm-stdp
 * @param maxWeight bound of absolute weights, above 0 and at most 100
 * @param lrDecay factor per millisecond of a sample, above 0 and at most 1
 * @param apStdp used by lsm-ap-stdp only
 */
public record ModelConfig(
        ModelName name, float astrocyteWeight, float initialAbsWeight, float maxWeight, float lrDecay, ApStdp apStdp)
        implements Serializable {

    /**
     * Calcium gate.
     *
     * @param theta calcium threshold in spikes, 0 to 1000
     * @param delta calcium range in spikes, above 0 and at most 1000
     */
    public record ApStdp(float theta, float delta) implements Serializable {}

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public ModelConfig {
        Objects.requireNonNull(name, "name");
        boolean maxWeightIsValid = maxWeight > 0 && maxWeight <= 100;
        new Constraints()
                .inRange("model.astrocyte-weight", astrocyteWeight, 0, 10)
                .inRange("model.initial-abs-weight", initialAbsWeight, 0, 100)
                .above("model.max-weight", maxWeight, 0, 100)
                // Without a valid bound the two comparisons with it would only repeat the mistake.
                .require(
                        !maxWeightIsValid || name.startsAtMaxWeight() || initialAbsWeight <= maxWeight,
                        "model.initial-abs-weight",
                        initialAbsWeight,
                        "must be at most model.max-weight = " + maxWeight,
                        "model.max-weight")
                .require(
                        !maxWeightIsValid || !name.startsAtMaxWeight() || initialAbsWeight == maxWeight,
                        "model.initial-abs-weight",
                        initialAbsWeight,
                        "has no effect: " + name.key()
                                + " always starts at model.max-weight; remove it or set it to null",
                        "model.name",
                        "model.max-weight")
                .above("model.lr-decay", lrDecay, 0, 1)
                .inRange("model.ap-stdp.theta", apStdp.theta, 0, 1000)
                .above("model.ap-stdp.delta", apStdp.delta, 0, 1000)
                .enforce();
    }
}
