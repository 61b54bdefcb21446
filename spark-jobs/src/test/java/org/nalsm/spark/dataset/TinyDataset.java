package org.nalsm.spark.dataset;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Four small valid IDX files, called as MNIST's are, and catalogues that list them. */
final class TinyDataset {
    static final String NAME = "tiny";

    private static final int TRAINING_IMAGES = 6;
    private static final int TEST_IMAGES = 2;

    private TinyDataset() {}

    /** Uncompressed content by file name. */
    static Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("train-images-idx3-ubyte", images(TRAINING_IMAGES, 1));
        files.put("train-labels-idx1-ubyte", labels(TRAINING_IMAGES, 3));
        files.put("t10k-images-idx3-ubyte", images(TEST_IMAGES, 7));
        files.put("t10k-labels-idx1-ubyte", labels(TEST_IMAGES, 8));
        return files;
    }

    /** A catalogue of this one dataset with the given sources, a HOCON list. */
    static DatasetCatalogue catalogue(String sources) {
        Map<String, byte[]> files = files();
        return DatasetCatalogue.of(ConfigFactory.parseString("""
                limits { connect = 2 s, download = 4 s, command = 5 s }
                datasets.tiny {
                  description = "for tests", licence = none
                  files {
                    training-images { name = train-images-idx3-ubyte, md5 = "%s" }
                    training-labels { name = train-labels-idx1-ubyte, md5 = "%s" }
                    test-images { name = t10k-images-idx3-ubyte, md5 = "%s" }
                    test-labels { name = t10k-labels-idx1-ubyte, md5 = "%s" }
                  }
                  sources = [%s]
                }
                """.formatted(
                        md5(files.get("train-images-idx3-ubyte")),
                        md5(files.get("train-labels-idx1-ubyte")),
                        md5(files.get("t10k-images-idx3-ubyte")),
                        md5(files.get("t10k-labels-idx1-ubyte")),
                        sources)));
    }

    static String directorySource(Path directory) {
        return "{ type = directory, path = \"" + directory + "\" }";
    }

    static void writePlain(Path directory) {
        files().forEach((name, content) -> write(directory.resolve(name), content));
    }

    static void writeCompressed(Path directory) {
        files().forEach((name, content) -> write(directory.resolve(name + ".gz"), gzip(content)));
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] images(int count, int first) {
        ByteBuffer buffer = ByteBuffer.allocate(16 + 4 * count);
        buffer.putInt(0x0803).putInt(count).putInt(2).putInt(2);
        for (int i = 0; i < 4 * count; i++) {
            buffer.put((byte) (first + i));
        }
        return buffer.array();
    }

    private static byte[] labels(int count, int first) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + count);
        buffer.putInt(0x0801).putInt(count);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) ((first + i) % 10));
        }
        return buffer.array();
    }

    private static String md5(byte[] content) {
        try {
            StringBuilder digits = new StringBuilder();
            for (byte b : MessageDigest.getInstance("MD5").digest(content)) {
                digits.append(String.format("%02x", b));
            }
            return digits.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
