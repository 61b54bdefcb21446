package org.nalsm.spark.parquet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;

/**
 * The row that a {@link TableReader} stands at. Every requested column must be taken exactly once, in any order;
 * list elements arrive as primitives, without assembled records.
 */
public final class RowReader {
    /** Parquet's names of the two leaves of a map column. */
    static final String KEY = ".key";

    static final String VALUE = ".value";

    private static final int INITIAL_LENGTH = 16;

    private final Map<String, ColumnReader> readers;

    /** @param readers a reader for every requested column that the file has, by name; changes with the row group */
    RowReader(Map<String, ColumnReader> readers) {
        this.readers = readers;
    }

    public int intAt(String column) {
        ColumnReader reader = present(column);
        int value = reader.getInteger();
        reader.consume();
        return value;
    }

    OptionalInt optionalInt(String column) {
        return optional(column, reader -> OptionalInt.of(reader.getInteger()), OptionalInt.empty());
    }

    long longAt(String column) {
        ColumnReader reader = present(column);
        long value = reader.getLong();
        reader.consume();
        return value;
    }

    OptionalLong optionalLong(String column) {
        return optional(column, reader -> OptionalLong.of(reader.getLong()), OptionalLong.empty());
    }

    double doubleAt(String column) {
        ColumnReader reader = present(column);
        double value = reader.getDouble();
        reader.consume();
        return value;
    }

    byte[] bytes(String column) {
        ColumnReader reader = present(column);
        byte[] value = reader.getBinary().getBytes();
        reader.consume();
        return value;
    }

    public float floatAt(String column) {
        ColumnReader reader = present(column);
        float value = reader.getFloat();
        reader.consume();
        return value;
    }

    OptionalDouble optionalDouble(String column) {
        double value = doubleOrNaN(column);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    double doubleOrNaN(String column) {
        return optional(column, ColumnReader::getDouble, Double.NaN);
    }

    String string(String column) {
        ColumnReader reader = present(column);
        String value = reader.getBinary().toStringUsingUTF8();
        reader.consume();
        return value;
    }

    Optional<Instant> instant(String column) {
        return optional(
                column,
                reader -> Optional.of(Instant.EPOCH.plus(reader.getLong(), ChronoUnit.MICROS)),
                Optional.empty());
    }

    /**
     * Takes a list of a fixed length into an array of that length. This is the loop that all counts of a run
     * go through, so it makes no call per element but Parquet's.
     *
     * @throws IllegalStateException if the list has another length
     */
    public void ints(String column, int[] into) {
        ColumnReader reader = listReader(column);
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

    public int[] ints(String column) {
        Growing<int[]> list = new Growing<>(new int[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) -> list.roomFor(i, list.array.length)[i] = reader.getInteger());
        return Arrays.copyOf(list.array, length);
    }

    public short[] shorts(String column) {
        Growing<short[]> list = new Growing<>(new short[INITIAL_LENGTH], Arrays::copyOf);
        int length = list(column, (reader, i) -> list.roomFor(i, list.array.length)[i] = (short) reader.getInteger());
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

    /** Takes a map from text to text, sorted by key; empty where there is none. */
    SortedMap<String, String> texts(String column) {
        return map(column, reader -> reader.getBinary().toStringUsingUTF8());
    }

    /** Takes a map from text to numbers, sorted by key; empty where there is none. */
    SortedMap<String, Double> numbers(String column) {
        return map(column, ColumnReader::getDouble);
    }

    private <V> SortedMap<String, V> map(String column, Function<ColumnReader, V> value) {
        SortedMap<String, V> map = new TreeMap<>();
        if (!readers.containsKey(column + KEY)) {
            return map; // an older file
        }
        List<String> keys = new ArrayList<>();
        List<V> values = new ArrayList<>();
        list(column + KEY, (reader, i) -> keys.add(reader.getBinary().toStringUsingUTF8()));
        list(column + VALUE, (reader, i) -> values.add(value.apply(reader)));
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return map;
    }

    /** Text, if there is any. */
    Optional<String> optionalString(String column) {
        return optional(column, reader -> Optional.of(reader.getBinary().toStringUsingUTF8()), Optional.empty());
    }

    /** Takes what may be missing: in this row, or in an older file altogether. */
    private <V> V optional(String column, Function<ColumnReader, V> value, V none) {
        ColumnReader reader = readers.get(column);
        if (reader == null) {
            return none;
        }
        V taken = hasValue(reader) ? value.apply(reader) : none;
        reader.consume();
        return taken;
    }

    private ColumnReader present(String column) {
        ColumnReader reader = readers.get(column);
        if (reader == null || !hasValue(reader)) {
            throw new IllegalStateException(column + " is null");
        }
        return reader;
    }

    private static boolean hasValue(ColumnReader reader) {
        return reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel();
    }

    /** Of a list, which every file has. */
    private ColumnReader listReader(String column) {
        return Objects.requireNonNull(readers.get(column), column);
    }

    private int list(String column, Element element) {
        ColumnReader reader = listReader(column);
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
