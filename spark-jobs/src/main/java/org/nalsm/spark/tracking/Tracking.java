package org.nalsm.spark.tracking;

import java.util.Map;
import java.util.function.Consumer;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.table.RunStatus;

/** Tells a tracking server of the runs of a command. Nothing it does makes a run wait or fail. */
public interface Tracking extends AutoCloseable {
    /** The variable of the environment that names the server. */
    String SERVER = "MLFLOW_TRACKING_URI";

    /** Tells nobody. */
    Tracking NONE = new Tracking() {
        @Override
        public Progress run(Described run, Progress shown) {
            return shown;
        }

        @Override
        public SweepProgress sweep(Described sweep, SweepProgress shown) {
            return shown;
        }

        @Override
        public void ended(RunStatus status) {}

        @Override
        public void close() {}
    };

    /**
     * The one that the environment asks for.
     *
     * @param warn gets a line when the server cannot be told, once
     */
    static Tracking of(Map<String, String> environment, Consumer<String> warn) {
        return environment.getOrDefault(SERVER, "").isBlank() ? NONE : MlflowTracking.of(environment, warn);
    }

    /**
     * Listens to a run.
     *
     * @param shown hears all of it, too
     */
    Progress run(Described run, Progress shown);

    /**
     * Listens to a sweep and its trials.
     *
     * @param shown hears all of it, too
     */
    SweepProgress sweep(Described sweep, SweepProgress shown);

    /** The sweep has ended. */
    void ended(RunStatus status);

    /** Sends what is left, for a few seconds at most. */
    @Override
    void close();
}
