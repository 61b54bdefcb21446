package org.nalsm.spark.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableReader;
import org.nalsm.spark.parquet.TableWriter;

/**
 * Where things lie under {@code output.dir}. It carries Hadoop's configuration along when it is serialized,
 * so that executors reach the same file system with the same settings.
 */
final class ResultsLayout implements Serializable {
    static final String PARQUET = ".parquet";
    private static final String JSON = ".json";

    private static final long serialVersionUID = 1L;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final URI root;
    private final boolean readOnly;
    private transient Configuration configuration;

    ResultsLayout(String outputDir, Configuration configuration) {
        this.configuration = configuration;
        this.readOnly = false;
        try {
            Path path = new Path(outputDir);
            // Made absolute here: an executor's working directory is another one.
            this.root = path.getFileSystem(configuration).makeQualified(path).toUri();
        } catch (IOException | RuntimeException e) { // the latter of a scheme whose code is not there
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "output.dir = '" + outputDir + "' is no place on a file system that Hadoop knows: "
                            + String.valueOf(e.getMessage()).replaceAll("^.*ClassNotFoundException: ", "")
                            + (outputDir.startsWith("s3a:")
                                    ? "; give Spark its jar: -- --packages org.apache.hadoop:hadoop-aws:"
                                            + VersionInfo.getVersion()
                                    : ""),
                    e);
        }
    }

    private ResultsLayout(URI root, Configuration configuration) {
        this.root = root;
        this.configuration = configuration;
        this.readOnly = true;
    }

    /** The same, where nothing is written or deleted. */
    ResultsLayout readOnly() {
        return new ResultsLayout(root, configuration);
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** @throws IllegalStateException if the layout is read-only, which its owner was to know */
    void requireWritable() {
        if (readOnly) {
            throw new IllegalStateException("these results are only to be read: " + root);
        }
    }

    Path root() {
        return new Path(root);
    }

    Configuration configuration() {
        return configuration;
    }

    FileSystem fileSystem() throws IOException {
        return PendingFile.withoutChecksumFiles(root().getFileSystem(configuration));
    }

    /** Whether the root is there. @throws UserException NO_INPUT if it is a file */
    boolean isThere() {
        try {
            if (!fileSystem().getFileStatus(root()).isDirectory()) {
                throw new UserException(
                        UserException.Kind.NO_INPUT,
                        "output.dir = " + root() + " is a file; name the directory of the results");
            }
            return true;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw cannotList(root(), e);
        }
    }

    /** The directory of a table, or of one of its partitions given the partition columns' values in order. */
    Path directory(Table<?> table, String... partitionValues) {
        Path path = new Path(root(), table.name());
        for (int i = 0; i < partitionValues.length; i++) {
            path = new Path(path, table.partitionColumns().get(i) + "=" + checkedId(partitionValues[i]));
        }
        return path;
    }

    /** A file of a table's partition; {@code name} without the ending. */
    Path file(Table<?> table, String name, String... partitionValues) {
        if (partitionValues.length != table.partitionColumns().size()) {
            throw new IllegalArgumentException(table.name() + " is partitioned by " + table.partitionColumns());
        }
        return new Path(directory(table, partitionValues), checkedId(name) + PARQUET);
    }

    /** The directories of all tables' partitions of this value, such as {@code .../predictions/run_id=r-4f2a}. */
    List<Path> partitions(String column, String value) {
        String name = column + "=" + checkedId(value);
        return list(root()).stream()
                .filter(FileStatus::isDirectory)
                .map(table -> new Path(table.getPath(), name))
                .filter(this::exists)
                .toList();
    }

    /** @param turn how often the run was taken over from a driver that died with its lease */
    Path lease(String runId, int turn) {
        return new Path(leases(), checkedId(runId) + (turn == 0 ? "" : "." + turn) + JSON);
    }

    /** The turns of a run's leases that are there, in their order. */
    List<Integer> leaseTurns(String runId) {
        Pattern name = Pattern.compile(Pattern.quote(checkedId(runId)) + "(?:\\.(\\d{1,9}))?\\.json");
        return list(leases()).stream()
                .map(entry -> name.matcher(entry.getPath().getName()))
                .filter(Matcher::matches)
                .map(found -> found.group(1) == null ? 0 : Integer.parseInt(found.group(1)))
                .sorted()
                .toList();
    }

    private Path leases() {
        return new Path(root(), "leases");
    }

    Path manifest(String runId) {
        return new Path(new Path(root(), "manifests"), checkedId(runId) + JSON);
    }

    /** Where a report goes that is not sent elsewhere. */
    Path report(String id) {
        return new Path(new Path(root(), "reports"), checkedId(id));
    }

    /** The path below the root, parts separated by /. */
    String relative(Path path) {
        return root().toUri().relativize(path.toUri()).getPath();
    }

    boolean exists(Path path) {
        try {
            return fileSystem().exists(path);
        } catch (IOException e) {
            throw cannotList(path, e);
        }
    }

    /** When a file was last changed, by the file system's clock; empty if there is no such file. */
    Optional<Instant> modified(Path path) {
        try {
            return Optional.of(
                    Instant.ofEpochMilli(fileSystem().getFileStatus(path).getModificationTime()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannotList(path, e);
        }
    }

    /** What lies directly in a directory, sorted by name; nothing if there is no such directory. */
    List<FileStatus> list(Path directory) {
        try {
            List<FileStatus> entries = new ArrayList<>(List.of(fileSystem().listStatus(directory)));
            entries.sort(Comparator.comparing(status -> status.getPath().getName()));
            return entries;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotList(directory, e);
        }
    }

    /** The finished Parquet files under a directory, at any depth, sorted by path. */
    List<FileStatus> parquetFiles(Path directory) {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus entry : list(directory)) {
            if (entry.isDirectory()) {
                files.addAll(parquetFiles(entry.getPath()));
            } else if (isFinished(entry.getPath())) {
                files.add(entry);
            }
        }
        return files;
    }

    /**
     * Deletes what writers that were killed left under a directory, at any depth. Readers never see such files.
     *
     * @param idle only those that nobody has written to for so long
     * @return the number of files
     */
    int deletePending(Path directory, Duration idle) {
        int deleted = 0;
        for (FileStatus entry : list(directory)) {
            deleted += entry.isDirectory() ? deletePending(entry.getPath(), idle) : deletePending(entry, idle);
        }
        return deleted;
    }

    /** Likewise for one file: 1 if it was such a file, else 0. */
    int deletePending(FileStatus file, Duration idle) {
        boolean abandoned = PendingFile.isPending(file.getPath())
                && file.getModificationTime() <= System.currentTimeMillis() - idle.toMillis();
        if (abandoned) {
            delete(file.getPath());
        }
        return abandoned ? 1 : 0;
    }

    /** Replaces a small text file in one step. */
    void writeText(Path target, String text) {
        place(target, PendingFile.Existing.REPLACE, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a small text file unless there is one of this name. @return false if there is */
    boolean writeTextOnce(Path target, String text) {
        return place(target, PendingFile.Existing.KEEP, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The file appears whole or, like its pending one, not at all. @return false if another one was kept */
    private boolean place(Path target, PendingFile.Existing existing, Content content) {
        requireWritable();
        try {
            PendingFile file = PendingFile.of(target, existing, configuration);
            try {
                try (OutputStream out = file.create()) {
                    content.writeTo(out);
                }
                return file.commit();
            } catch (IOException | FSError e) {
                file.discard();
                throw e;
            }
        } catch (IOException | FSError e) { // the latter is what the local file system throws of a full disk
            throw TableWriter.cannotWrite(target, e);
        }
    }

    /** The text of a small file; nothing if there is no such file. */
    Optional<String> readText(Path path) {
        try (InputStream in = fileSystem().open(path)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw TableReader.broken(path, e);
        }
    }

    /** Bytes of a file, or of all files under a directory at any depth; 0 if there is nothing. */
    long bytes(Path path) {
        try {
            return fileSystem().getContentSummary(path).getLength();
        } catch (FileNotFoundException e) {
            return 0;
        } catch (IOException e) {
            throw cannotList(path, e);
        }
    }

    void delete(Path path) {
        requireWritable();
        try {
            FileSystem fileSystem = fileSystem();
            if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
                throw new IOException("the file system refused to delete it");
            }
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE, "cannot delete " + path + ": " + e.getMessage(), e);
        }
    }

    /** Copies a file unless the target exists; it appears whole or not at all. */
    void copy(Path from, Path to) {
        if (exists(to)) {
            return;
        }
        place(to, PendingFile.Existing.KEEP, out -> {
            try (InputStream in = fileSystem().open(from)) {
                in.transferTo(out);
            }
        });
    }

    static boolean isFinished(Path path) {
        String name = path.getName();
        return name.endsWith(PARQUET) && !name.startsWith("_") && !name.startsWith(".");
    }

    private static UserException cannotList(Path path, IOException cause) {
        return new UserException(
                UserException.Kind.NO_INPUT,
                "cannot look into " + path + ": " + cause.getMessage() + "; check output.dir and its permissions",
                cause);
    }

    /** Ids and split names become parts of paths, and users type them. */
    private static String checkedId(String value) {
        if (!ID.matcher(value).matches()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + value
                            + "' is no id: only letters, digits, '.', '_' and '-' are allowed, a letter or digit"
                            + " first");
        }
        return value;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        configuration.write(out);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        configuration = new Configuration(false);
        configuration.readFields(in);
    }
}
