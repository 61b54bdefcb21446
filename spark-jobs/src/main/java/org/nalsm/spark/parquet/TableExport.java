package org.nalsm.spark.parquet;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;

/**
 * Writes tables as single files for other programs: CSV (RFC 4180: header, comma, CRLF, UTF-8, quotes where a value
 * needs them, nothing for null) or Parquet. A file appears whole or not at all.
 */
public final class TableExport {
    /** Kinds of files. */
    public enum Format {
        CSV,
        PARQUET;

        /** The ending of file names, and the name on the command line. */
        public String ending() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final String LINE_END = "\r\n";

    private final String directory;
    private final Format format;
    private final boolean overwrite;
    private final Configuration configuration;

    /**
     * @param directory where the files go, on any Hadoop file system; created if need be
     * @param overwrite whether files of those names are replaced
     */
    public TableExport(String directory, Format format, boolean overwrite, Configuration configuration) {
        this.directory = directory;
        this.format = format;
        this.overwrite = overwrite;
        this.configuration = configuration;
    }

    /**
     * Writes one table to {@code NAME.csv} or {@code NAME.parquet}. Columns must not be lists.
     *
     * @param provenance further key-value metadata of a Parquet file
     * @return where the file is
     * @throws UserException CANNOT_WRITE if the file is there and not to be replaced, or the disk refuses
     */
    public <R> String write(Table<R> table, Stream<R> rows, Map<String, String> provenance) {
        Path target = target(table);
        if (format == Format.CSV) {
            csv(table, rows, target);
        } else {
            try (TableWriter<R> writer =
                    TableWriter.open(table, target, PendingFile.Existing.REPLACE, configuration, provenance)) {
                rows.forEachOrdered(writer::write);
                writer.commit();
            }
        }
        return target.toString();
    }

    /** @throws UserException CANNOT_WRITE if one of the files is there and not to be replaced */
    public void check(Table<?>... tables) {
        for (Table<?> table : tables) {
            check(target(table), overwrite, configuration);
        }
    }

    /** Likewise for a file of any kind. */
    public static void check(Path target, boolean overwrite, Configuration configuration) {
        try {
            if (!overwrite && target.getFileSystem(configuration).exists(target)) {
                throw new UserException(
                        UserException.Kind.CANNOT_WRITE,
                        target + " exists already; choose another directory, or --overwrite to replace it");
            }
        } catch (IOException e) {
            throw TableWriter.cannotWrite(target, e);
        }
    }

    private Path target(Table<?> table) {
        return new Path(directory, table.name() + "." + format.ending());
    }

    private <R> void csv(Table<R> table, Stream<R> rows, Path target) {
        try {
            PendingFile file = PendingFile.of(target, PendingFile.Existing.REPLACE, configuration);
            try {
                try (Writer out = new BufferedWriter(new OutputStreamWriter(file.create(), StandardCharsets.UTF_8))) {
                    out.write(line(table.columns().fieldNames()));
                    Iterator<R> all = rows.iterator();
                    while (all.hasNext()) {
                        out.write(line(table.values(all.next())));
                    }
                }
                file.commit();
            } catch (IOException | RuntimeException e) {
                file.discard();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw TableWriter.cannotWrite(target, e);
        }
    }

    private static String line(Object[] values) {
        return Arrays.stream(values).map(TableExport::field).collect(Collectors.joining(",", "", LINE_END));
    }

    private static String field(Object value) {
        String text = value == null ? "" : value.toString();
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
