package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts datasets under a data directory, one folder each, and keeps them verified. What is there and right
 * is never fetched again; a folder that is complete is never written to, so it may be read-only.
 */
public final class DatasetFetcher {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetFetcher.class);

    private final DatasetCatalogue catalogue;
    private final Path dataDirectory;

    /**
     * @param catalogue     datasets that can be asked for
     * @param dataDirectory parent of the datasets' folders; created when needed
     */
    public DatasetFetcher(DatasetCatalogue catalogue, Path dataDirectory) {
        this.catalogue = catalogue;
        this.dataDirectory = dataDirectory;
    }

    /** {@code NALSM_DATA} if that is set, else {@code ~/.cache/nalsm/data}. */
    public static Path defaultDirectory() {
        return defaultDirectory(System.getenv(), System.getProperty("user.home"));
    }

    static Path defaultDirectory(Map<String, String> environment, String home) {
        String set = environment.getOrDefault("NALSM_DATA", "");
        // Java asks the system who the user is; a shell, and whoever sets HOME, means this one.
        String shellHome = environment.getOrDefault("HOME", "");
        return set.isEmpty()
                ? Path.of(shellHome.isEmpty() ? home : shellHome, ".cache", "nalsm", "data")
                : Path.of(set);
    }

    /** Every dataset of the catalogue and how many of its files exist; their content is not checked. */
    public List<Listing> list() {
        return catalogue.names().stream()
                .map(catalogue::dataset)
                .map(dataset -> new Listing(
                        dataset,
                        directory(dataset.name()),
                        folder(dataset.name()).present(dataset)))
                .toList();
    }

    /**
     * Computes the checksums of a dataset's files.
     *
     * @return one check a file, whatever its outcome
     */
    public List<FileCheck> check(String name) {
        DatasetFolder folder = folder(name);
        return catalogue.dataset(name).files().stream().map(folder::check).toList();
    }

    /**
     * Computes the checksums of a dataset's files and insists on them.
     *
     * @return one check a file, all verified
     * @throws UserException of kind BAD_DATA if a file is wrong, of kind NO_INPUT if one is missing; the
     *                       message has every such file
     */
    public List<FileCheck> verify(String name) {
        List<FileCheck> checks = check(name);
        List<FileCheck> failed = unverified(checks);
        if (!failed.isEmpty()) {
            boolean wrong = failed.stream().anyMatch(check -> check.state() == FileCheck.State.WRONG);
            throw new UserException(
                    wrong ? UserException.Kind.BAD_DATA : UserException.Kind.NO_INPUT,
                    "dataset " + name + ": " + describe(failed) + "; 'nalsm datasets fetch " + name
                            + "' replaces what is wrong or missing");
        }
        return checks;
    }

    /**
     * Makes a dataset complete: tries the catalogue's sources in order for the files that are missing or
     * wrong. Every attempt is logged in one line.
     *
     * @throws UserException of kind NO_INPUT if files are still missing after the last source, of kind
     *                       CANNOT_WRITE if the data directory cannot be written to
     */
    public FetchReport fetch(String name) {
        List<FetchReport.Attempt> attempts = new ArrayList<>();
        List<FileCheck> checks = check(name);
        for (DatasetSource source : catalogue.sources(name)) {
            List<FileCheck> missing = unverified(checks);
            if (missing.isEmpty()) {
                break;
            }
            tryOne(source, name, missing.stream().map(FileCheck::file).toList(), attempts);
            checks = check(name);
        }
        if (!unverified(checks).isEmpty()) {
            throw nothingWorked(name, unverified(checks), attempts);
        }
        return new FetchReport(name, directory(name), checks, List.copyOf(attempts));
    }

    /**
     * Reads a dataset, after fetching what is missing of it.
     *
     * @throws UserException as {@link #fetch} and {@link IdxReader#read} do
     */
    public ImageDataset load(String name) {
        FetchReport report = fetch(name);
        DatasetDescription dataset = catalogue.dataset(name);
        try {
            return new ImageDataset(
                    name,
                    IdxReader.read(path(report, dataset.trainingImages()), path(report, dataset.trainingLabels())),
                    IdxReader.read(path(report, dataset.testImages()), path(report, dataset.testLabels())));
        } catch (IllegalArgumentException e) {
            throw new UserException(UserException.Kind.BAD_DATA, report.directory() + ": " + e.getMessage(), e);
        }
    }

    private static Path path(FetchReport report, DatasetFile wanted) {
        return report.files().stream()
                .filter(check -> check.file().equals(wanted))
                .map(FileCheck::path)
                .findFirst()
                .orElseThrow();
    }

    private void tryOne(
            DatasetSource source, String name, List<DatasetFile> wanted, List<FetchReport.Attempt> attempts) {
        List<DatasetFile> pending = new ArrayList<>(wanted);
        Path workspace = workspace(name);
        try {
            source.deliver(name, wanted, workspace, (file, path) -> {
                long bytes = Files.size(path);
                Path place = folder(name).store(file, path);
                pending.remove(file);
                record(
                        name,
                        new FetchReport.Attempt(
                                file.name(), source.title(), true, bytes + " bytes, MD5 verified, now " + place),
                        attempts);
            });
        } catch (IOException e) {
            FetchReport.Attempt attempt = new FetchReport.Attempt(fileNames(pending), source.title(), false, reason(e));
            if (source instanceof UnsetSource) {
                attempts.add(attempt); // worth a word only if the others fail as well
            } else {
                record(name, attempt, attempts);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching dataset " + name, e);
        } finally {
            remove(workspace);
        }
    }

    private static void record(String name, FetchReport.Attempt attempt, List<FetchReport.Attempt> attempts) {
        LOG.info("dataset {}: {}", name, attempt.describe());
        attempts.add(attempt);
    }

    /** A new folder beside the files, so that moving a file to its place is atomic. */
    private Path workspace(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(directory(name)), ".fetch-");
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    "data directory " + directory(name) + " cannot be written to: " + reason(e)
                            + "; set data.dir or NALSM_DATA to one that can",
                    e);
        }
    }

    private static void remove(Path workspace) {
        try (Stream<Path> files = Files.walk(workspace)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // The dataset itself is not touched by this; somebody has to clean up, though.
            LOG.warn("temporary folder {} could not be removed: {}", workspace, reason(e));
        }
    }

    private UserException nothingWorked(String name, List<FileCheck> failed, List<FetchReport.Attempt> attempts) {
        String tried = attempts.stream()
                .filter(attempt -> !attempt.succeeded())
                .map(attempt -> attempt.source() + " (" + attempt.result() + ")")
                .collect(Collectors.joining("; "));
        List<DatasetFile> files = failed.stream().map(FileCheck::file).toList();
        return new UserException(
                UserException.Kind.NO_INPUT,
                "dataset " + name + " is not complete: "
                        + describe(failed) + ". Sources tried: " + (tried.isEmpty() ? "none" : tried)
                        + ". To place the files by hand, put " + fileNames(files)
                        + " (as they are or with .gz) into " + directory(name)
                        + ", or set NALSM_DATA_SOURCE to a directory that holds them");
    }

    private static String describe(List<FileCheck> checks) {
        return checks.stream().map(FileCheck::describe).collect(Collectors.joining("; "));
    }

    private static String fileNames(List<DatasetFile> files) {
        return files.stream().map(DatasetFile::name).collect(Collectors.joining(", "));
    }

    private static List<FileCheck> unverified(List<FileCheck> checks) {
        return checks.stream()
                .filter(check -> check.state() != FileCheck.State.VERIFIED)
                .toList();
    }

    /** Messages of file system exceptions are often the bare path. */
    private static String reason(IOException e) {
        return e instanceof FileSystemException || e.getMessage() == null
                ? e.getClass().getSimpleName() + ": " + e.getMessage()
                : e.getMessage();
    }

    private Path directory(String name) {
        return dataDirectory.resolve(name);
    }

    private DatasetFolder folder(String name) {
        return new DatasetFolder(directory(name));
    }

    /**
     * A line of {@link #list()}.
     *
     * @param dataset      what it is
     * @param directory    folder of its files
     * @param filesPresent how many of its four files exist
     */
    public record Listing(DatasetDescription dataset, Path directory, int filesPresent) {
        /** Whether all files exist. */
        public boolean complete() {
            return filesPresent == dataset.files().size();
        }
    }
}
