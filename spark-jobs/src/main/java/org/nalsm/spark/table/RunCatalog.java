package org.nalsm.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The runs of a {@link ResultsStore}: their rows and manifests. For the driver. A run is complete when its
 * row says so and its manifest, written after everything else, lists files that are all there.
 */
public final class RunCatalog {
    private final ResultsLayout layout;
    private final ResultsStore store;

    RunCatalog(ResultsLayout layout, ResultsStore store) {
        this.layout = layout;
        this.store = store;
    }

    /** Stores a run's row in one step, in the place of an earlier one. */
    public void write(RunRow row) {
        store.writeTable(Tables.RUNS, row.runId(), Stream.of(row));
    }

    /** The rows of all runs, sorted by run id. */
    public List<RunRow> readAll() {
        List<RunRow> rows = new ArrayList<>();
        layout.parquetFiles(layout.directory(Tables.RUNS)).forEach(file -> rows.add(read(file.getPath())));
        return rows;
    }

    /** The row of a run, if it has one. */
    public Optional<RunRow> find(String runId) {
        Path file = layout.file(Tables.RUNS, runId);
        return layout.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /**
     * Whether the run's row says complete and the files of its manifest are all there, with their sizes.
     * Files that came later, such as {@code branching_factor}, do no harm; whoever replaces a file writes
     * the manifest again.
     */
    public boolean isComplete(String runId) {
        if (find(runId).filter(row -> row.status() == RunStatus.COMPLETE).isEmpty()) {
            return false;
        }
        Map<String, Long> sizes = new HashMap<>();
        for (TableSchema table : Tables.ofRun()) {
            layout.parquetFiles(layout.directory(table, runId))
                    .forEach(file -> sizes.put(layout.relative(file.getPath()), file.getLen()));
        }
        return findManifest(runId)
                .filter(manifest -> manifest.files().stream()
                        .allMatch(file -> sizes.getOrDefault(file.path(), -1L) == file.bytes()))
                .isPresent();
    }

    /**
     * Lists the run's data files and writes the manifest in one step. To be called last.
     *
     * @param configJson resolved configuration as a JSON document
     */
    public RunManifest writeManifest(String runId, String configJson) {
        RunManifest manifest = new RunManifest(runId, configJson, dataFiles(runId));
        byte[] json = manifest.toJson();
        Path target = layout.manifest(runId);
        try {
            PendingFile file = new PendingFile(target, layout.configuration());
            try (OutputStream out = file.create()) {
                out.write(json);
            }
            file.commit(PendingFile.Existing.REPLACE);
        } catch (IOException e) {
            throw TableWriter.cannotWrite(target, e);
        }
        return manifest;
    }

    /** The manifest of a run, if it has one. @throws UserException BAD_DATA if it cannot be understood */
    public Optional<RunManifest> findManifest(String runId) {
        Path path = layout.manifest(runId);
        if (!layout.exists(path)) {
            return Optional.empty();
        }
        try (InputStream in = layout.fileSystem().open(path)) {
            return Optional.of(RunManifest.fromJson(in.readAllBytes()));
        } catch (IOException e) {
            throw TableReader.broken(path, e);
        }
    }

    /** How many bytes a run takes on disk: data, row and manifest, but not its network. */
    public long bytes(String runId) {
        return Stream.concat(
                        directories(runId).stream(), Stream.of(layout.file(Tables.RUNS, runId), layout.manifest(runId)))
                .mapToLong(layout::bytes)
                .sum();
    }

    /**
     * Deletes a run: manifest, data, row. Its network stays, other runs may use it. A run that has a row is
     * marked failed first, so that nobody takes a half deleted one for complete.
     *
     * @return false if there was nothing of this run
     */
    public boolean delete(String runId) {
        Optional<RunRow> row = find(runId);
        List<Path> directories =
                directories(runId).stream().filter(layout::exists).toList();
        boolean any = row.isPresent() || !directories.isEmpty() || layout.exists(layout.manifest(runId));
        layout.delete(layout.manifest(runId));
        row.ifPresent(
                found -> write(found.with(RunStatus.FAILED, found.finishedAt(), found.seconds(), found.scores())));
        directories.forEach(layout::delete);
        layout.delete(layout.file(Tables.RUNS, runId));
        return any;
    }

    /**
     * Deletes what killed writers of a run left behind. Such files are invisible to every reader; call this
     * only while no other driver works on the run.
     *
     * @return the number of files
     */
    public int deleteLeftovers(String runId) {
        List<Path> leftovers = directories(runId).stream()
                .flatMap(d -> layout.pendingFiles(d).stream())
                .toList();
        leftovers.forEach(layout::delete);
        return leftovers.size();
    }

    private List<Path> directories(String runId) {
        return Tables.ofRun().stream()
                .map(table -> layout.directory(table, runId))
                .toList();
    }

    private List<RunManifest.DataFile> dataFiles(String runId) {
        List<RunManifest.DataFile> files = new ArrayList<>();
        for (TableSchema table : Tables.ofRun()) {
            for (FileStatus file : layout.parquetFiles(layout.directory(table, runId))) {
                try (TableReader reader = TableReader.open(table, file.getPath(), layout.configuration())) {
                    files.add(new RunManifest.DataFile(layout.relative(file.getPath()), reader.rows(), file.getLen()));
                }
            }
        }
        return files;
    }

    private RunRow read(Path file) {
        return TableReader.readOne(Tables.RUNS, file, layout.configuration(), RunRow::read);
    }
}
