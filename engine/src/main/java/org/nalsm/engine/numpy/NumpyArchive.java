package org.nalsm.engine.numpy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nalsm.engine.UserException;

/** Arrays by name in one stream, as {@code numpy.savez} writes them: a ZIP archive of files NAME.npy. */
public final class NumpyArchive {
    /** Conventional end of a file's name. */
    public static final String SUFFIX = ".npz";

    /** The time that NumPy gives its entries, the first of ZIP's. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private NumpyArchive() {}

    /**
     * Writes arrays, uncompressed, with the same bytes whenever they are the same; the stream stays open.
     *
     * @param arrays by name, in their order
     */
    public static void write(OutputStream out, Map<String, NumpyArray> arrays) throws IOException {
        write(out, arrays, ZipOutputStream.STORED);
    }

    /** Likewise, compressed, as {@code numpy.savez_compressed} writes them. */
    public static void writeCompressed(OutputStream out, Map<String, NumpyArray> arrays) throws IOException {
        write(out, arrays, ZipOutputStream.DEFLATED);
    }

    private static void write(OutputStream out, Map<String, NumpyArray> arrays, int method) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(method);
        for (Map.Entry<String, NumpyArray> array : arrays.entrySet()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            NumpyFile.write(content, array.getValue());
            CRC32 checksum = new CRC32();
            checksum.update(content.toByteArray());
            ZipEntry entry = new ZipEntry(array.getKey() + NumpyFile.SUFFIX);
            entry.setSize(content.size());
            entry.setCrc(checksum.getValue());
            entry.setTimeLocal(EPOCH);
            zip.putNextEntry(entry);
            content.writeTo(zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    /**
     * Reads all arrays of an archive of one's own, compressed or not; the stream stays open.
     *
     * @param source what messages call the stream
     * @return by name, without the ending
     * @throws UserException BAD_DATA if it is no such archive or a file in it is no array
     */
    public static Map<String, NumpyArray> read(InputStream in, String source) throws IOException {
        return read(in, source, Long.MAX_VALUE);
    }

    /**
     * Likewise, an archive of unknown origin: a few kilobytes of one can be gigabytes of zeros.
     *
     * @param mostBytes that the elements of all arrays together may take
     * @throws UserException BAD_DATA as well if an array announces more than is left of them
     */
    public static Map<String, NumpyArray> read(InputStream in, String source, long mostBytes) throws IOException {
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        ZipInputStream zip = new ZipInputStream(in);
        long left = mostBytes;
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                String key = name.endsWith(NumpyFile.SUFFIX)
                        ? name.substring(0, name.length() - NumpyFile.SUFFIX.length())
                        : name;
                NumpyArray array = NumpyFile.read(zip, source + ": " + name, left);
                left -= NumpyArray.size(array.shape()) * array.type().size();
                if (arrays.put(key, array) != null) {
                    throw NumpyFile.bad(source, "holds two arrays '" + key + "'");
                }
            }
        } catch (ZipException | EOFException e) {
            throw new UserException(
                    UserException.Kind.BAD_DATA, source + ": is a damaged archive: " + e.getMessage(), e);
        }
        if (arrays.isEmpty()) {
            throw NumpyFile.bad(source, "is no archive of NumPy arrays");
        }
        return arrays;
    }
}
