package org.nalsm.spark.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.dataset.DatasetCatalogue;
import org.nalsm.spark.dataset.DatasetFetcher;
import org.nalsm.spark.dataset.EventDatasetMaker;
import org.nalsm.spark.dataset.FileCheck;
import org.nalsm.spark.job.Progress;
import org.nalsm.spark.job.SampleSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nalsm datasets}: the datasets, where they are and whether they are whole. */
@Command(
    name = "datasets",
    description = "Lists, fetches, verifies and makes datasets.",
    mixinStandardHelpOptions = true,
    subcommands = {DatasetsCommand.ListAll.class, DatasetsCommand.Fetch.class, DatasetsCommand.Verify.class,
        DatasetsCommand.MakeEvents.class})
final class DatasetsCommand {
    private static final String LINE = "%-16s %-10s %s%n";


    private static DatasetFetcher fetcher(CommonOptions common) {
        DataConfig data = common.load().experiment().data();
        return new DatasetFetcher(DatasetCatalogue.standard(), SampleSources.directory(data));
    }

    private static String show(CommonOptions common, String name, List<FileCheck> checks) {
        if (common.json()) {
            return CanonicalJson.write(Map.of("dataset", name,
                    "files", checks.stream().map(check -> check.path().toString()).toList()));
        }
        return String.join(System.lineSeparator(), checks.stream().map(FileCheck::describe).toList());
    }

    /** {@code nalsm datasets list}. */
    @Command(name = "list", description = "Lists the datasets and how much of each is here.",
        mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Override
        public String call() {
            List<DatasetFetcher.Listing> listings = fetcher(common).list();
            if (common.json()) {
                return CanonicalJson.write(listings.stream().map(listing -> Map.of(
                        "dataset", listing.dataset().name(), "directory", listing.directory().toString(),
                        "files_present", listing.filesPresent(),
                        "files", listing.dataset().files().size())).toList());
            }
            StringBuilder text = new StringBuilder(String.format(LINE, "dataset", "files", "directory"));
            listings.forEach(listing -> text.append(String.format(LINE, listing.dataset().name(),
                    listing.filesPresent() + " of " + listing.dataset().files().size(), listing.directory())));
            return text.toString();
        }
    }

    /** {@code nalsm datasets fetch}. */
    @Command(name = "fetch", description = "Fetches what is missing of a dataset and verifies it.",
        mixinStandardHelpOptions = true)
    static final class Fetch implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist.")
        private String name;

        @Override
        public String call() {
            return show(common, name, fetcher(common).fetch(name).files());
        }
    }

    /** {@code nalsm datasets verify}. */
    @Command(name = "verify", description = "Computes the checksums of a dataset's files.",
        mixinStandardHelpOptions = true)
    static final class Verify implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist.")
        private String name;

        @Override
        public String call() {
            return show(common, name, fetcher(common).verify(name));
        }
    }

    /** {@code nalsm datasets make-events}. */
    @Command(name = "make-events",
        description = "Makes n-mnist-sim, simulated event-camera recordings of MNIST (about 1.2 GB).",
        mixinStandardHelpOptions = true)
    static final class MakeEvents implements Callable<String> {
        private static final String NAME = "n-mnist-sim";

        @Mixin
        private CommonOptions common;

        @Override
        public String call() {
            ExperimentConfig config = common.load().experiment();
            ImageDataset images = fetcher(common).load("mnist");
            Path directory = SampleSources.directory(config.data()).resolve(NAME);
            Progress progress = new ConsoleProgress(System.err);
            progress.begin("simulate saccades", images.sampleCount(), "samples");
            new EventDatasetMaker(images, config.run().seed()).make(directory, done -> progress.at(done, ""));
            progress.end();
            return directory.toString();
        }
    }
}
