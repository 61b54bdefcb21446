package org.nalsm.spark.benchmark;

import java.io.Serializable;
import org.nalsm.engine.UserException;

/**
 * How much is measured.
 *
 * @param threads samples simulated at a time
 * @param samples samples of a pass, the first ones of the training split
 * @param warmUp passes before measuring
 * @param passes measured passes
 * @param snapshots snapshots of a liquid's initialisation
 * @param initialisations how often initialisation is measured
 */
public record Load(int threads, int samples, int warmUp, int passes, int snapshots, int initialisations)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** @throws UserException USAGE if a number is out of its range; it names the option */
    public Load {
        atLeast("--threads", threads, 1);
        atLeast("--samples", samples, 1);
        atLeast("--warm-up", warmUp, 0);
        atLeast("--passes", passes, 1);
        atLeast("--snapshots", snapshots, 0);
        atLeast("--initialisations", initialisations, 1);
    }

    /**
     * Checks a number of the command line.
     *
     * @throws UserException USAGE if it is too small
     */
    public static void atLeast(String option, int value, int least) {
        if (value < least) {
            throw new UserException(
                    UserException.Kind.USAGE, "%s is %d, but must be at least %d".formatted(option, value, least));
        }
    }
}
