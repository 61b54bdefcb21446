package org.nalsm.spark.table;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.MapType;
import org.nalsm.engine.UserException;

/**
 * Reads one Parquet file of a table, column by column without assembling records, so that list elements
 * arrive as primitives. Within a row every requested column must be taken exactly once, in any order; a
 * nullable column that an older file lacks reads as null. Page checksums are verified.
 */
final class TableReader implements AutoCloseable {
    private static final int INITIAL_LENGTH = 16;
    /** Parquet's name of the group that repeats in a map; its key and value are two leaves. */
    private static final String ENTRY = "key_value";
    private static final String KEY = ".key";
    private static final String VALUE = ".value";

    private final Path path;
    private final ParquetFileReader file;
    private final Map<String, ColumnDescriptor> descriptors = new HashMap<>();
    private final Map<String, ColumnReader> readers = new HashMap<>();
    private MessageType schema;
    private long rowsLeft;

    private TableReader(Path path, Configuration configuration, UnaryOperator<ParquetReadOptions.Builder> part)
            throws IOException {
        this.path = path;
        this.file = ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration), part.apply(
                HadoopReadOptions.builder(configuration, path).usePageChecksumVerification(true)).build());
    }

    /**
     * Opens a file for some columns.
     *
     * @throws UserException NO_INPUT if there is no such file, BAD_DATA if it is no Parquet file of this table
     */
    static TableReader open(TableSchema table, Path path, Configuration configuration, String... columns) {
        return openPart(table, path, configuration, UnaryOperator.identity(), columns);
    }

    /** As {@link #open}, for some of the file's row groups. @param part chooses them, by bytes or by a filter */
    static TableReader openPart(TableSchema table, Path path, Configuration configuration,
            UnaryOperator<ParquetReadOptions.Builder> part, String... columns) {
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
            throw new UserException(UserException.Kind.NO_INPUT, "there is no file " + path, e);
        } catch (IOException | RuntimeException e) {
            throw broken(path, e);
        }
    }

    /** What the file's writer noted under a key; see {@link RowWriteSupport}. */
    Optional<String> provenance(String key) {
        return Optional.ofNullable(
                file.getFileMetaData().getKeyValueMetaData().get(RowWriteSupport.KEY_PREFIX + key));
    }

    /** The number of rows in the file. */
    long rows() {
        return file.getRecordCount();
    }

    /**
     * Decodes every row and hands it on.
     *
     * @throws UserException BAD_DATA if the file is damaged; exceptions of {@code consumer} pass unchanged
     */
    <R> void forEach(Function<TableReader, R> decoder, Consumer<? super R> consumer) {
        while (true) {
            R row;
            try {
                if (!next()) {
                    return;
                }
                row = decoder.apply(this);
                rowsLeft--;
            } catch (IOException | RuntimeException e) {
                throw broken(path, e);
            }
            consumer.accept(row);
        }
    }

    int intAt(String column) {
        return optionalInt(column).orElseThrow();
    }

    OptionalInt optionalInt(String column) {
        ColumnReader reader = readers.get(column);
        OptionalInt value = isPresent(reader) ? OptionalInt.of(reader.getInteger()) : OptionalInt.empty();
        consume(reader);
        return value;
    }

    long longAt(String column) {
        ColumnReader reader = present(column);
        long value = reader.getLong();
        reader.consume();
        return value;
    }

    float floatAt(String column) {
        ColumnReader reader = present(column);
        float value = reader.getFloat();
        reader.consume();
        return value;
    }

    double doubleOrNaN(String column) {
        ColumnReader reader = readers.get(column);
        double value = isPresent(reader) ? reader.getDouble() : Double.NaN;
        consume(reader);
        return value;
    }

    String string(String column) {
        ColumnReader reader = present(column);
        String value = reader.getBinary().toStringUsingUTF8();
        reader.consume();
        return value;
    }

    Optional<Instant> instant(String column) {
        ColumnReader reader = readers.get(column);
        Optional<Instant> value = isPresent(reader)
                ? Optional.of(Instant.EPOCH.plus(reader.getLong(), ChronoUnit.MICROS)) : Optional.empty();
        consume(reader);
        return value;
    }

    /**
     * Takes a list of a fixed length into an array of that length. This is the loop that all counts of a run
     * go through, so it makes no call per element but Parquet's.
     *
     * @throws IllegalStateException if the list has another length
     */
    void ints(String column, int[] into) {
        ColumnReader reader = readers.get(column);
        int max = reader.getDescriptor().getMaxDefinitionLevel();
        int length = 0;
        do {
            if (reader.getCurrentDefinitionLevel() == max) {
                if (length < into.length) {
                    into[length] = reader.getInteger();
                }
                length++;
            }
            reader.consume();
        } while (reader.getCurrentRepetitionLevel() > 0);
        if (length != into.length) {
            throw new IllegalStateException(column + " has " + length + " elements, not " + into.length);
        }
    }

    int[] ints(String column) {
        Growing<int[]> list = new Growing<>(new int[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) -> list.roomFor(i, list.array.length)[i] = reader.getInteger());
        return Arrays.copyOf(list.array, length);
    }

    short[] shorts(String column) {
        Growing<short[]> list = new Growing<>(new short[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) ->
                list.roomFor(i, list.array.length)[i] = (short) reader.getInteger());
        return Arrays.copyOf(list.array, length);
    }

    float[] floats(String column) {
        Growing<float[]> list = new Growing<>(new float[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) -> list.roomFor(i, list.array.length)[i] = reader.getFloat());
        return Arrays.copyOf(list.array, length);
    }

    double[] doubles(String column) {
        Growing<double[]> list = new Growing<>(new double[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) -> list.roomFor(i, list.array.length)[i] = reader.getDouble());
        return Arrays.copyOf(list.array, length);
    }

    /** Takes a map from text to text, sorted by key. */
    SortedMap<String, String> map(String column) {
        List<String> keys = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        list(column + KEY, (reader, i) -> keys.add(reader.getBinary().toStringUsingUTF8()));
        list(column + VALUE, (reader, i) -> entries.add(reader.getBinary().toStringUsingUTF8()));
        SortedMap<String, String> map = new TreeMap<>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), entries.get(i));
        }
        return map;
    }

    /** Text, if there is any. */
    Optional<String> optionalString(String column) {
        ColumnReader reader = readers.get(column);
        Optional<String> value = isPresent(reader)
                ? Optional.of(reader.getBinary().toStringUsingUTF8()) : Optional.empty();
        consume(reader);
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw broken(path, e);
        }
    }

    static UserException broken(Path path, Throwable cause) {
        return cause instanceof UserException known ? known
                : new UserException(UserException.Kind.BAD_DATA, "cannot read " + path + ": " + firstLine(cause)
                + "; delete the file and run again to have it written anew", cause);
    }

    private static String firstLine(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse("");
    }

    private void select(TableSchema table, String... columns) {
        MessageType expected = ParquetLayout.of(table);
        MessageType actual = file.getFileMetaData().getSchema();
        List<Type> selected = new ArrayList<>();
        for (String column : columns) {
            if (actual.containsField(column)) {
                ColumnDescriptor found = leaf(actual, column);
                ColumnDescriptor wanted = leaf(expected, column);
                if (found.getPrimitiveType().getPrimitiveTypeName() != wanted.getPrimitiveType().getPrimitiveTypeName()
                        || found.getMaxRepetitionLevel() != wanted.getMaxRepetitionLevel()) {
                    throw new IllegalStateException("column " + column + " is " + found + ", not " + wanted);
                }
                if (table.columns().apply(column).dataType() instanceof MapType) {
                    descriptors.put(column + KEY, actual.getColumnDescription(new String[] {column, ENTRY, "key"}));
                    descriptors.put(column + VALUE, actual.getColumnDescription(new String[] {column, ENTRY, "value"}));
                } else {
                    descriptors.put(column, found);
                }
                selected.add(actual.getType(column));
            } else if (!table.columns().apply(column).nullable()) {
                throw new IllegalStateException("it has no column " + column + " and is no file of table "
                        + table.name());
            }
        }
        schema = new MessageType(actual.getName(), selected);
        file.setRequestedSchema(schema);
    }

    private static ColumnDescriptor leaf(MessageType schema, String column) {
        return schema.getColumns().stream().filter(leaf -> leaf.getPath()[0].equals(column)).findFirst()
                .orElseThrow();
    }

    private boolean next() throws IOException {
        while (rowsLeft == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            rowsLeft = pages.getRowCount();
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(pages, new NoConverter(schema), schema,
                    file.getFileMetaData().getCreatedBy());
            descriptors.forEach((column, descriptor) -> readers.put(column, store.getColumnReader(descriptor)));
        }
        return true;
    }

    private ColumnReader present(String column) {
        ColumnReader reader = readers.get(column);
        if (!isPresent(reader)) {
            throw new IllegalStateException(column + " is null");
        }
        return reader;
    }

    private static boolean isPresent(ColumnReader reader) {
        return reader != null && reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel();
    }

    private static void consume(ColumnReader reader) {
        if (reader != null) {
            reader.consume();
        }
    }

    private int list(String column, Element element) {
        ColumnReader reader = readers.get(column);
        int max = reader.getDescriptor().getMaxDefinitionLevel();
        int length = 0;
        do {
            if (reader.getCurrentDefinitionLevel() == max) {
                element.take(reader, length++);
            }
            reader.consume();
        } while (reader.getCurrentRepetitionLevel() > 0);
        return length;
    }

    @FunctionalInterface
    private interface Element {
        void take(ColumnReader reader, int index);
    }

    /** An array of any primitive type that doubles when it is full. */
    private static final class Growing<A> {
        private final BiFunction<A, Integer, A> copyOf;
        private A array;

        private Growing(A array, BiFunction<A, Integer, A> copyOf) {
            this.array = array;
            this.copyOf = copyOf;
        }

        private A roomFor(int index, int capacity) {
            if (index == capacity) {
                array = copyOf.apply(array, 2 * capacity);
            }
            return array;
        }
    }
}
