package org.nalsm.spark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.spark.job.CountJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSource;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.job.StoredReadout;
import org.nalsm.spark.job.UserSampleReader;
import org.nalsm.spark.job.UserSamples;
import org.nalsm.spark.session.SparkContexts;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A user's own files on the command line, and their spike counts. A picocli mixin. */
final class OwnSamples {
    @Option(names = "--labels", paramLabel = "FILE", description = "IDX file of the images' labels.")
    private Path labels;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "One IDX file of images (plain or .gz), or event files NAME.bin and directories of them; a "
                    + "directory called 0 to 9 labels its files.")
    private List<Path> paths;

    /**
     * The samples by themselves.
     *
     * @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA naming the file that is missing or malformed
     */
    UserSamples read(Experiment experiment) {
        return new UserSampleReader(experiment.config()).read(paths, Optional.ofNullable(labels));
    }

    /**
     * The samples as a run is shown its own, so that an image does not depend on those beside it.
     *
     * @param given says where the run's dataset lies here, if it is needed
     * @throws org.nalsm.engine.UserException as {@link #read}
     */
    UserSamples readFor(Experiment run, Experiment given, ResultsStore store) {
        return new UserSampleReader(run.config(), () -> {
                    OptionalDouble stored = new StoredReadout(run, store).trainingPixelShare();
                    return stored.isPresent()
                            ? stored
                            : SampleSources.load(run.config(), Results.data(given, run))
                                    .trainingPixelShare();
                })
                .read(paths, Optional.ofNullable(labels));
    }

    /** Simulates the samples with the experiment's liquid, unless their counts are on disk. */
    static CountJob.Result count(String command, Experiment experiment, UserSamples samples, ResultsStore store) {
        CountJob job = new CountJob(experiment, samples, store);
        if (job.isComplete()) {
            System.err.printf("Counts %s are complete; nothing to simulate.%n", job.id());
            return job.found();
        }
        store.checkWritable();
        SampleSource dataset = job.needsInitialisation() ? SampleSources.load(experiment.config()) : null;
        try (JavaSparkContext spark = SparkContexts.open("nalsm " + command + " " + job.id())) {
            return job.run(spark, dataset, new ConsoleProgress(System.err));
        }
    }
}
