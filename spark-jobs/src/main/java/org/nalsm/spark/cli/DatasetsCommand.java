package org.nalsm.spark.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.dataset.DatasetCatalogue;
import org.nalsm.spark.dataset.DatasetFetcher;
import org.nalsm.spark.dataset.EventDatasetFolder;
import org.nalsm.spark.dataset.EventDatasetMaker;
import org.nalsm.spark.dataset.FileCheck;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sample.SampleSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm datasets}: the datasets, where they are and whether they are whole. */
@Command(
        name = "datasets",
        description = "Lists, fetches, verifies and makes datasets.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DatasetsCommand.ListAll.class,
            DatasetsCommand.Fetch.class,
            DatasetsCommand.Verify.class,
            DatasetsCommand.MakeEvents.class
        })
final class DatasetsCommand {
    private static final String LINE = "%-16s %-28s %s%n";

    private static DatasetFetcher fetcher(CommonOptions common) {
        DataConfig data = common.load().experiment().data();
        return new DatasetFetcher(DatasetCatalogue.standard(), SampleSources.directory(data));
    }

    private static EventDatasetFolder events(CommonOptions common, String name) {
        return new EventDatasetFolder(
                SampleSources.directory(common.load().experiment().data()), name);
    }

    private static String show(CommonOptions common, String name, List<FileCheck> checks) {
        if (common.json()) {
            return CanonicalJson.write(Map.of(
                    "dataset",
                    name,
                    "files",
                    checks.stream().map(check -> check.path().toString()).toList()));
        }
        return String.join(
                System.lineSeparator(), checks.stream().map(FileCheck::describe).toList());
    }

    /** {@code nalsm datasets list}. */
    @Command(
            name = "list",
            description = "Lists the datasets and how much of each is here.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Override
        public String call() {
            List<DatasetFetcher.Listing> listings = fetcher(common).list();
            List<EventDatasetFolder> events = EventDatasetFolder.NAMES.stream()
                    .map(name -> events(common, name))
                    .toList();
            if (common.json()) {
                return CanonicalJson.write(Stream.concat(
                                listings.stream()
                                        .map(listing -> Map.of(
                                                "dataset",
                                                listing.dataset().name(),
                                                "directory",
                                                listing.directory().toString(),
                                                "files_present",
                                                listing.filesPresent(),
                                                "files",
                                                listing.dataset().files().size())),
                                events.stream().map(ListAll::entry))
                        .toList());
            }
            StringBuilder text = new StringBuilder(String.format(LINE, "dataset", "here", "directory"));
            listings.forEach(listing -> text.append(String.format(
                    LINE,
                    listing.dataset().name(),
                    listing.filesPresent() + " of " + listing.dataset().files().size() + " files",
                    listing.directory())));
            events.forEach(folder -> text.append(line(folder)));
            return text.toString();
        }

        private static Map<String, Object> entry(EventDatasetFolder folder) {
            Map<String, Object> entry = new TreeMap<>();
            entry.put("dataset", folder.name());
            entry.put("directory", folder.directory().toString());
            try {
                entry.put("recordings", folder.count());
            } catch (UserException e) {
                // The other datasets are none the worse for it.
                entry.put("problem", e.getMessage());
            }
            return entry;
        }

        private static String line(EventDatasetFolder folder) {
            Map<String, Object> entry = entry(folder);
            return entry.containsKey("problem")
                    ? String.format(LINE, folder.name(), "cannot be used", entry.get("problem"))
                    : String.format(
                            LINE,
                            folder.name(),
                            String.format(Locale.ROOT, "%,d of 70,000 recordings", (Long) entry.get("recordings")),
                            folder.directory());
        }
    }

    /** {@code nalsm datasets fetch}. */
    @Command(
            name = "fetch",
            description = "Fetches what is missing of a dataset and verifies it.",
            mixinStandardHelpOptions = true)
    static final class Fetch implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Parameters(paramLabel = "NAME", description = "mnist or fashion-mnist.")
        private String name;

        @Override
        public String call() {
            if (EventDatasetFolder.NAMES.contains(name)) {
                EventDatasetFolder folder = events(common, name);
                throw new UserException(
                        UserException.Kind.USAGE,
                        name + " is nothing to fetch into " + folder.directory() + "; " + folder.howToGetIt());
            }
            return show(common, name, fetcher(common).fetch(name).files());
        }
    }

    /** {@code nalsm datasets verify}. */
    @Command(
            name = "verify",
            description = "Computes the checksums of a dataset's files; reads every recording of an event dataset.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<String> {
        @Mixin
        private CommonOptions common;

        @Parameters(paramLabel = "NAME", description = "mnist, fashion-mnist, n-mnist or n-mnist-sim.")
        private String name;

        @Override
        public String call() {
            return EventDatasetFolder.NAMES.contains(name)
                    ? events()
                    : show(common, name, fetcher(common).verify(name));
        }

        private String events() {
            EventDatasetFolder folder = DatasetsCommand.events(common, name);
            EventDatasetFolder.Check check = folder.verify();
            if (common.json()) {
                return CanonicalJson.write(Map.of(
                        "dataset",
                        name,
                        "directory",
                        folder.directory().toString(),
                        "recordings",
                        check.recordings(),
                        "recordings_with_events_outside_sensor",
                        check.filesOutsideSensor(),
                        "recordings_with_time_going_backwards",
                        check.filesBackwards(),
                        "samples_table",
                        check.table()));
            }
            return String.format(
                    Locale.ROOT,
                    "%s: %,d recordings can be read; %,d with events outside the sensor "
                            + "(dropped), %,d with time going backwards (no harm); samples table %s",
                    folder.directory(),
                    check.recordings(),
                    check.filesOutsideSensor(),
                    check.filesBackwards(),
                    check.table() ? "up to date" : "not made yet or out of date: the next use makes it");
        }
    }

    /** {@code nalsm datasets make-events}. */
    @Command(
            name = "make-events",
            description =
                    "Makes n-mnist-sim, simulated event-camera recordings of MNIST: all (1.6 GB), or the first of "
                            + "each split (--set data.train-samples=500 ...).",
            mixinStandardHelpOptions = true)
    static final class MakeEvents implements Callable<String> {
        private static final String NAME = "n-mnist-sim";

        @Mixin
        private CommonOptions common;

        @Mixin
        private ProgressOption progressOption;

        @Option(names = "--overwrite", description = "Replaces an earlier n-mnist-sim, its samples table too.")
        private boolean overwrite;

        @Override
        public String call() {
            ExperimentConfig config = common.load().experiment();
            ImageDataset images = fetcher(common).load("mnist");
            EventDatasetFolder folder = events(common, NAME);
            EventDatasetMaker maker = new EventDatasetMaker(
                    images, SampleSources.samples(config.data()), config.run().seed());
            Progress progress = progressOption.console().progress();
            progress.begin("simulate saccades", maker.count(), "samples");
            maker.make(folder.directory(), overwrite, done -> progress.at(done, ""));
            progress.end();
            progress.begin("samples table", maker.count(), "samples");
            folder.load(SampleSources.samples(config.data()));
            progress.end();
            return common.json()
                    ? CanonicalJson.write(Map.of(
                            "dataset", NAME, "directory", folder.directory().toString(), "recordings", maker.count()))
                    : String.format(Locale.ROOT, "%s: %,d recordings", folder.directory(), maker.count());
        }
    }
}
