package org.nalsm.spark.cli.option;

import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;

/** Refuses models of other families to the commands that are for liquids. */
public final class Liquids {
    private Liquids() {}

    /**
     * The settings of a run's liquid.
     *
     * @param command such as {@code branching-factor}
     * @throws UserException USAGE if the run's model is no liquid
     */
    public static LiquidSettings of(String command, StoredRun run) {
        return of(
                command,
                run.experiment(),
                "run " + run.runId() + " is of model " + run.row().model());
    }

    /**
     * The settings of the liquid that the command line describes.
     *
     * @param command such as {@code network}
     * @throws UserException USAGE if the model is no liquid
     */
    public static LiquidSettings of(String command, Experiment given) {
        return of(command, given, "model.name is " + given.config().model());
    }

    private static LiquidSettings of(String command, Experiment experiment, String other) {
        if (!(experiment.config().family() instanceof LiquidConfig)) {
            throw new UserException(UserException.Kind.USAGE, command + " is for liquids, and " + other);
        }
        return LiquidSettings.of(experiment);
    }
}
