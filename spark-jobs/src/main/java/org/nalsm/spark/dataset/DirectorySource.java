package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files in a folder of this machine, or in its subfolder of the dataset's name. Copies, never moves. */
record DirectorySource(Path directory) implements DatasetSource {

    @Override
    public String title() {
        return "directory " + directory;
    }

    @Override
    public void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("no such directory");
        }
        for (DatasetFile file : wanted) {
            Path found = find(dataset, file);
            Path copy = workspace.resolve(found.getFileName());
            // Not Files.copy(path, path): it would copy the permissions of a read-only original too.
            try (var in = Files.newInputStream(found);
                    var out = Files.newOutputStream(copy)) {
                in.transferTo(out);
            }
            receiver.accept(file, copy);
        }
    }

    private Path find(String dataset, DatasetFile file) throws IOException {
        for (Path folder : List.of(directory.resolve(dataset), directory)) {
            for (String name : List.of(file.compressedName(), file.name())) {
                if (Files.isRegularFile(folder.resolve(name))) {
                    return folder.resolve(name);
                }
            }
        }
        throw new IOException("holds neither " + file.name() + " nor " + file.compressedName());
    }
}
