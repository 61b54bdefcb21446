package org.nalsm.spark.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.MapType;
import org.nalsm.engine.UserException;

/**
 * Reads one Parquet file of a table, column by column without assembling records. A nullable column that an
 * older file lacks reads as null. Page checksums are verified.
 */
public final class TableReader implements AutoCloseable {
    /** Parquet's name of the group that repeats in a map; its key and value are two leaves. */
    private static final String ENTRY = "key_value";

    private final Path path;
    private final ParquetFileReader file;
    private final Map<String, ColumnDescriptor> descriptors = new HashMap<>();
    private final Map<String, ColumnReader> readers = new HashMap<>();
    private final RowReader current = new RowReader(readers);
    /** What is read: at first all columns. */
    private MessageType schema;

    private long rowsLeft;

    private TableReader(Path path, Configuration configuration, UnaryOperator<ParquetReadOptions.Builder> part)
            throws IOException {
        this.path = path;
        this.file = ParquetFileReader.open(
                HadoopInputFile.fromPath(path, configuration),
                part.apply(HadoopReadOptions.builder(configuration, path).usePageChecksumVerification(true))
                        .build());
        this.schema = file.getFileMetaData().getSchema();
    }

    /**
     * Opens a file for some columns.
     *
     * @throws UserException NO_INPUT if there is no such file, BAD_DATA if it is no Parquet file of this table
     */
    public static TableReader open(Table<?> table, Path path, Configuration configuration, String... columns) {
        return openPart(table, path, configuration, UnaryOperator.identity(), columns);
    }

    /**
     * As {@link #open}, for some of the file's row groups.
     *
     * @param part chooses them, by bytes or by a filter
     */
    public static TableReader openPart(
            Table<?> table,
            Path path,
            Configuration configuration,
            UnaryOperator<ParquetReadOptions.Builder> part,
            String... columns) {
        try {
            TableReader reader = new TableReader(path, configuration, part);
            try {
                reader.select(table, columns);
                return reader;
            } catch (RuntimeException e) {
                reader.file.close();
                throw e;
            }
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        } catch (IOException | RuntimeException e) {
            throw broken(path, e);
        }
    }

    /**
     * The rows of a file, in its order.
     *
     * @throws UserException NO_INPUT if there is no such file, BAD_DATA if it is damaged or no file of the table
     */
    public static <R> List<R> readAll(Table<R> table, Path path, Configuration configuration) {
        List<R> rows = new ArrayList<>();
        try (TableReader reader =
                open(table, path, configuration, table.columns().fieldNames())) {
            reader.forEach(table::read, rows::add);
        }
        return rows;
    }

    /**
     * Number of rows of a Parquet file of any table; reads its end only.
     *
     * @throws UserException as {@link #readAll}
     */
    public static long rows(Path path, Configuration configuration) {
        try (TableReader reader = new TableReader(path, configuration, UnaryOperator.identity())) {
            return reader.rows();
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        } catch (IOException | RuntimeException e) {
            throw broken(path, e);
        }
    }

    /**
     * Reads a Parquet file of any table from end to end and compares the checksum of every page.
     *
     * @throws UserException as {@link #readAll}
     */
    public static void verify(Path path, Configuration configuration) {
        try (TableReader reader = new TableReader(path, configuration, UnaryOperator.identity())) {
            long count = 0;
            for (PageReadStore pages = reader.file.readNextRowGroup();
                    pages != null;
                    pages = reader.file.readNextRowGroup()) {
                for (ColumnDescriptor column :
                        reader.file.getFileMetaData().getSchema().getColumns()) {
                    PageReader pageReader = pages.getPageReader(column);
                    pageReader.readDictionaryPage();
                    while (pageReader.readPage() != null) {
                        count++;
                    }
                }
            }
            if (count == 0 && reader.rows() > 0) {
                throw new IOException("it has no pages");
            }
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        } catch (IOException | RuntimeException e) {
            throw broken(path, e);
        }
    }

    /**
     * The row of a file of one row. Another thread or driver may replace the file meanwhile: the row is the old one
     * or the new one.
     *
     * @throws UserException NO_INPUT if there is no such file, BAD_DATA if it is no such file
     */
    public static <R> R readOne(Table<R> table, Path path, Configuration configuration) {
        while (true) {
            FileStatus before = status(path, configuration);
            try {
                List<R> rows = readAll(table, path, configuration);
                if (rows.size() != 1) {
                    throw broken(path, new IllegalStateException("it has " + rows.size() + " rows, not 1"));
                }
                return rows.get(0);
            } catch (UserException e) {
                // Length and bytes are asked for separately, so they may be those of two files.
                FileStatus after = status(path, configuration);
                if (before.getLen() == after.getLen() && before.getModificationTime() == after.getModificationTime()) {
                    throw e;
                }
            }
        }
    }

    private static FileStatus status(Path path, Configuration configuration) {
        try {
            return path.getFileSystem(configuration).getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        } catch (IOException e) {
            throw broken(path, e);
        }
    }

    private static UserException missing(Path path, FileNotFoundException e) {
        return new UserException(UserException.Kind.NO_INPUT, "there is no file " + path, e);
    }

    /** What the file's writer noted under a key; see {@link RowWriteSupport}. */
    public Optional<String> provenance(String key) {
        return Optional.ofNullable(file.getFileMetaData().getKeyValueMetaData().get(RowWriteSupport.KEY_PREFIX + key));
    }

    /** The number of rows in the file. */
    public long rows() {
        return file.getRecordCount();
    }

    /**
     * Decodes every row and hands it on.
     *
     * @throws UserException BAD_DATA if the file is damaged; exceptions of {@code consumer} pass unchanged
     */
    public <R> void forEach(Function<RowReader, R> decoder, Consumer<? super R> consumer) {
        iterator(decoder).forEachRemaining(consumer);
    }

    /**
     * The rows, each decoded when it is asked for, so for as long as this reader is open.
     *
     * @throws UserException BAD_DATA, by the iterator too, if the file is damaged
     */
    public <R> Iterator<R> iterator(Function<RowReader, R> decoder) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return TableReader.this.hasNext();
                } catch (IOException | RuntimeException e) {
                    throw broken(path, e);
                }
            }

            @Override
            public R next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                rowsLeft--;
                try {
                    return decoder.apply(current);
                } catch (RuntimeException e) {
                    throw broken(path, e);
                }
            }
        };
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw broken(path, e);
        }
    }

    public static UserException broken(Path path, Throwable cause) {
        return cause instanceof UserException known
                ? known
                : new UserException(
                        UserException.Kind.BAD_DATA,
                        "cannot read " + path + ": " + firstLine(cause)
                                + "; delete the file and run again to have it written anew",
                        cause);
    }

    static String firstLine(Throwable cause) {
        return cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse("");
    }

    private void select(Table<?> table, String... columns) {
        MessageType expected = ParquetLayout.of(table);
        MessageType actual = file.getFileMetaData().getSchema();
        List<Type> selected = new ArrayList<>();
        for (String column : columns) {
            if (actual.containsField(column)) {
                ColumnDescriptor found = leaf(actual, column);
                ColumnDescriptor wanted = leaf(expected, column);
                if (found.getPrimitiveType().getPrimitiveTypeName()
                                != wanted.getPrimitiveType().getPrimitiveTypeName()
                        || found.getMaxRepetitionLevel() != wanted.getMaxRepetitionLevel()) {
                    throw new IllegalStateException("column " + column + " is " + found + ", not " + wanted);
                }
                if (table.columns().apply(column).dataType() instanceof MapType) {
                    descriptors.put(column + RowReader.KEY, entry(actual, column, "key"));
                    descriptors.put(column + RowReader.VALUE, entry(actual, column, "value"));
                } else {
                    descriptors.put(column, found);
                }
                selected.add(actual.getType(column));
            } else if (!table.columns().apply(column).nullable()) {
                throw new IllegalStateException(
                        "it has no column " + column + " and is no file of table " + table.name());
            }
        }
        schema = new MessageType(actual.getName(), selected);
        file.setRequestedSchema(schema);
    }

    private static ColumnDescriptor leaf(MessageType schema, String column) {
        return schema.getColumns().stream()
                .filter(leaf -> leaf.getPath()[0].equals(column))
                .findFirst()
                .orElseThrow();
    }

    private static ColumnDescriptor entry(MessageType schema, String column, String leaf) {
        return schema.getColumnDescription(new String[] {column, ENTRY, leaf});
    }

    private boolean hasNext() throws IOException {
        while (rowsLeft == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            rowsLeft = pages.getRowCount();
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    pages,
                    new NoConverter(schema),
                    schema,
                    file.getFileMetaData().getCreatedBy());
            descriptors.forEach((column, descriptor) -> readers.put(column, store.getColumnReader(descriptor)));
        }
        return true;
    }
}
