package org.nalsm.spark.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.TableReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of a {@link ResultsStore}: their rows and manifests. For the driver. A run is complete when its row says so
 * and its manifest, written after everything else, lists files that are all there.
 */
public final class RunCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(RunCatalog.class);
    /** A writer of a shared table is done with its file long before. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final ResultsStore store;
    private final ResultsLayout layout;

    /** @param store the results of the runs */
    public RunCatalog(ResultsStore store) {
        this.store = store;
        this.layout = store.layout();
    }

    /** Stores a run's row in one step, in the place of an earlier one. */
    public void write(RunRow row) {
        store.write(RunRow.TABLE, row.runId(), Stream.of(row));
    }

    /** The rows of all runs, sorted by run id. A row that cannot be read is left out, with a warning. */
    public List<RunRow> readAll() {
        // On all cores: most of the time goes into opening files.
        return layout.parquetFiles(layout.directory(RunRow.TABLE)).parallelStream()
                .flatMap(file -> readIfWhole(file.getPath()).stream())
                .toList();
    }

    private Optional<RunRow> readIfWhole(Path file) {
        try {
            return Optional.of(read(file));
        } catch (UserException e) {
            LOG.warn("Left out of the runs: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The row of a run, if it has one. */
    public Optional<RunRow> find(String runId) {
        Path file = layout.file(RunRow.TABLE, runId);
        return layout.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    private RunRow read(Path file) {
        return TableReader.readOne(RunRow.TABLE, file, layout.configuration());
    }

    /** Whether the run's row says complete and nothing of its manifest is missing. */
    public boolean isComplete(String runId) {
        return find(runId).filter(row -> row.status() == RunStatus.COMPLETE).isPresent()
                && findManifest(runId)
                        .filter(manifest -> changedFiles(manifest).isEmpty())
                        .isPresent();
    }

    /**
     * What keeps a run that is marked complete from being it, in words; empty if nothing does.
     *
     * @param row the run's row
     */
    public Optional<String> whyIncomplete(RunRow row) {
        if (row.status() != RunStatus.COMPLETE) {
            return Optional.of("is " + row.status().word());
        }
        Optional<RunManifest> manifest = findManifest(row.runId());
        if (manifest.isEmpty()) {
            return Optional.of("is marked complete, but its manifest " + layout.manifest(row.runId()) + " is missing");
        }
        List<RunManifest.DataFile> changed = changedFiles(manifest.get());
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "is marked complete, but %d of its %d files are missing or have another size; the first is %s"
                                .formatted(
                                        changed.size(),
                                        manifest.get().files().size(),
                                        new Path(layout.root(), changed.get(0).path())));
    }

    /** The files of a manifest that are missing or have another size. Files that came later do no harm. */
    private List<RunManifest.DataFile> changedFiles(RunManifest manifest) {
        Map<Path, Map<String, Long>> directories = new LinkedHashMap<>();
        return manifest.files().stream()
                .filter(file -> {
                    Path path = new Path(layout.root(), file.path());
                    Map<String, Long> sizes = directories.computeIfAbsent(path.getParent(), this::sizes);
                    return sizes.getOrDefault(path.getName(), -1L) != file.bytes();
                })
                .toList();
    }

    private Map<String, Long> sizes(Path directory) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        layout.list(directory).forEach(file -> sizes.put(file.getPath().getName(), file.getLen()));
        return sizes;
    }

    /**
     * Deletes the files of a run that no longer have the size that its manifest says, so that they are written anew.
     *
     * @return their paths below {@code output.dir}
     */
    public List<String> deleteChangedFiles(String runId) {
        List<String> paths = new ArrayList<>();
        findManifest(runId).ifPresent(manifest -> changedFiles(manifest).forEach(file -> paths.add(file.path())));
        paths.forEach(path -> layout.delete(new Path(layout.root(), path)));
        return paths;
    }

    /**
     * Reads all files of a run and compares sizes, numbers of rows and the checksums of their pages.
     *
     * @return what is wrong, a line a file that names it; empty if all is well
     * @throws UserException NO_INPUT if the run has no manifest
     */
    public List<String> verify(String runId) {
        RunManifest manifest = findManifest(runId)
                .orElseThrow(() -> new UserException(
                        UserException.Kind.NO_INPUT,
                        "run " + runId + " in " + store.root() + " has no manifest to verify it by; 'nalsm train' with "
                                + "its configuration finishes the run"));
        return Stream.concat(manifest.files().stream().flatMap(file -> whatIsWrong(file).stream()), strays(manifest))
                .toList();
    }

    /** What lies among the run's files and is none of them; whoever reads with a glob would count it. */
    private Stream<String> strays(RunManifest manifest) {
        Set<Path> known = manifest.files().stream()
                .map(file -> new Path(layout.root(), file.path()))
                .collect(Collectors.toSet());
        return known.stream()
                .map(Path::getParent)
                .distinct()
                .sorted()
                .flatMap(directory -> layout.list(directory).stream())
                .filter(entry -> entry.isFile() && ResultsLayout.isFinished(entry.getPath()))
                .map(entry -> new Path(entry.getPath().toUri()))
                .filter(file -> !known.contains(file))
                .map(file -> file + " is no part of the run; delete it");
    }

    private Optional<String> whatIsWrong(RunManifest.DataFile file) {
        Path path = new Path(layout.root(), file.path());
        try {
            TableReader.verify(path, layout.configuration());
            long rows = TableReader.rows(path, layout.configuration());
            long bytes = layout.bytes(path);
            return rows == file.rows() && bytes == file.bytes()
                    ? Optional.empty()
                    : Optional.of("%s has %d rows in %d bytes, not %d in %d"
                            .formatted(path, rows, bytes, file.rows(), file.bytes()));
        } catch (UserException e) {
            return Optional.of(Objects.requireNonNull(e.getMessage(), "every one has a message"));
        }
    }

    /**
     * Lists the run's data files, those of its network too, and writes the manifest in one step. To be called last.
     *
     * @param row the run's row
     */
    public RunManifest writeManifest(RunRow row) {
        List<Path> directories = new ArrayList<>(directories(row.runId()));
        if (!row.parts().networkId().isEmpty()) {
            directories.addAll(layout.partitions("network_id", row.parts().networkId()));
        }
        return writeManifest(row.runId(), row.config(), directories);
    }

    /**
     * Likewise for results that are no run, such as the counts of a user's own samples.
     *
     * @param id value of the partition column {@code run_id}
     * @param json what they are of, as a JSON document
     */
    public RunManifest writeManifest(String id, String json) {
        return writeManifest(id, json, directories(id));
    }

    private RunManifest writeManifest(String id, String json, List<Path> directories) {
        List<RunManifest.DataFile> files = directories.stream()
                .flatMap(directory -> layout.parquetFiles(directory).stream())
                .map(file -> new RunManifest.DataFile(
                        layout.relative(file.getPath()),
                        TableReader.rows(file.getPath(), layout.configuration()),
                        file.getLen()))
                .sorted(Comparator.comparing(RunManifest.DataFile::path))
                .toList();
        RunManifest manifest = new RunManifest(id, json, files);
        layout.writeText(layout.manifest(id), new String(manifest.toJson(), StandardCharsets.UTF_8));
        return manifest;
    }

    /** The manifest of a run, if it has one. @throws UserException BAD_DATA if it cannot be understood */
    public Optional<RunManifest> findManifest(String runId) {
        Path path = layout.manifest(runId);
        return layout.readText(path).map(text -> {
            try {
                return RunManifest.fromJson(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw TableReader.broken(path, e);
            }
        });
    }

    /** How many bytes a run takes on disk: data, row, manifest and report, but not its network. */
    public long bytes(String runId) {
        return Stream.concat(
                        directories(runId).stream(),
                        Stream.of(layout.file(RunRow.TABLE, runId), layout.manifest(runId), layout.report(runId)))
                .mapToLong(layout::bytes)
                .sum();
    }

    /**
     * Deletes a run: manifest, data, report, row. Its network stays, other runs may use it. A run that has a row is marked failed
     * first, so that nobody takes a half deleted one for complete.
     *
     * @return false if there was nothing of this run
     */
    public boolean delete(String runId) {
        Optional<RunRow> row = find(runId);
        List<Path> directories = directories(runId);
        boolean any = row.isPresent() || !directories.isEmpty() || layout.exists(layout.manifest(runId));
        layout.delete(layout.manifest(runId));
        row.ifPresent(found -> write(found.with(RunStatus.FAILED, found.finishedAt(), found.outcome())));
        directories.forEach(layout::delete);
        layout.delete(layout.report(runId));
        layout.delete(layout.file(RunRow.TABLE, runId));
        return any;
    }

    /**
     * Deletes what killed writers left behind: all of this run's, whose {@link RunLease} the caller holds, and of the
     * tables that runs share what nobody has written to for an hour.
     *
     * @return the number of files
     */
    public int deleteLeftovers(String runId) {
        int deleted = 0;
        for (Path directory : directories(runId)) {
            deleted += layout.deletePending(directory, Duration.ZERO);
        }
        Path row = layout.file(RunRow.TABLE, runId);
        for (FileStatus entry : layout.list(row.getParent())) {
            if (PendingFile.isPending(entry.getPath(), row)) {
                deleted += layout.deletePending(entry, Duration.ZERO);
            }
        }
        for (FileStatus entry : layout.list(layout.root())) {
            // The files there are probes, of which a driver deletes its own.
            deleted += entry.isDirectory() ? deleteAbandoned(entry.getPath()) : layout.deletePending(entry, ABANDONED);
        }
        return deleted;
    }

    /** Shared are the files directly in a table and those of networks. */
    private int deleteAbandoned(Path table) {
        int deleted = 0;
        for (FileStatus entry : layout.list(table)) {
            if (entry.isDirectory() && entry.getPath().getName().startsWith("network_id=")) {
                deleted += layout.deletePending(entry.getPath(), ABANDONED);
            } else if (entry.isFile()) {
                deleted += layout.deletePending(entry, ABANDONED);
            }
        }
        return deleted;
    }

    private List<Path> directories(String runId) {
        return layout.partitions(Partitions.RUN.column(), runId);
    }
}
