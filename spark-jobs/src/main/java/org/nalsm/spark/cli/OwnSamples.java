package org.nalsm.spark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.sample.UserSampleReader;
import org.nalsm.spark.sample.UserSamples;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A user's own files on the command line. A picocli mixin. */
final class OwnSamples {
    @Option(names = "--labels", paramLabel = "FILE", description = "IDX file of the images' labels.")
    private Path labels;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "One IDX file of images (plain or .gz); or images of 28 x 28 pixels (png, jpg; npy with an array "
                            + "[n x 28 x 28]; parquet with columns image and label); or event files (bin). Of a directory all "
                            + "such files below it; one called 0 to 9 labels its files.")
    private List<Path> paths;

    /**
     * The samples.
     *
     * @param data names the dataset whose kind of samples is wanted
     * @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA naming the file that is missing or malformed
     */
    UserSamples read(DataConfig data) {
        return new UserSampleReader(data).read(paths, Optional.ofNullable(labels));
    }
}
