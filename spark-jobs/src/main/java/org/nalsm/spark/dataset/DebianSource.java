package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files inside a package of the Debian archive that this machine's apt is set up for. Downloads and unpacks
 * in the workspace: nothing is installed, and no root is needed.
 */
record DebianSource(String packageName, String path, String command, String unpackCommand, SourceLimits limits)
        implements DatasetSource {

    @Override
    public String title() {
        return "Debian package " + packageName;
    }

    @Override
    public void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectory(workspace.resolve("debian"));
        ExternalCommand.run(folder, limits.command(), List.of(command, "download", packageName));
        Path archive;
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("'" + command + " download' left no .deb archive"));
        }
        Path unpacked = folder.resolve("unpacked");
        ExternalCommand.run(
                folder, limits.command(), List.of(unpackCommand, "-x", archive.toString(), unpacked.toString()));
        for (DatasetFile file : wanted) {
            Path compressed = unpacked.resolve(path).resolve(file.compressedName());
            Path plain = unpacked.resolve(path).resolve(file.name());
            if (!Files.isRegularFile(compressed) && !Files.isRegularFile(plain)) {
                throw new IOException("the package holds no " + path + "/" + file.compressedName());
            }
            receiver.accept(file, inside(unpacked, Files.isRegularFile(compressed) ? compressed : plain));
        }
    }

    /** A package may have links among its files, but not to those of this machine. */
    private static Path inside(Path unpacked, Path file) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(unpacked.toRealPath())) {
            throw new IOException("the package's " + unpacked.relativize(file) + " is a link out of it");
        }
        return real;
    }
}
