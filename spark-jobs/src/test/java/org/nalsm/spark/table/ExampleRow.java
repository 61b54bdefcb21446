package org.nalsm.spark.table;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.spark.parquet.Table;

/** A row of a table with another value in each column, made of the types of its record. */
record ExampleRow<R extends Record>(Class<R> row) {
    @SuppressWarnings("unchecked") // the table of a record is one of it
    private Table<R> table() {
        try {
            return (Table<R>) row.getField("TABLE").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Object> values() {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : row.getRecordComponents()) {
            int k = values.size() + 1;
            Map<Class<?>, Object> byType = Map.of(
                    int.class,
                    k,
                    long.class,
                    k * 10_000_000_000L,
                    float.class,
                    k + 0.5f,
                    double.class,
                    k + 0.25,
                    String.class,
                    "text " + k,
                    int[].class,
                    new int[] {k, -k},
                    short[].class,
                    new short[] {(short) k, 7},
                    float[].class,
                    new float[] {k + 0.5f, -1},
                    double[].class,
                    new double[] {k + 0.25, -2});
            values.add(Objects.requireNonNull(byType.get(component.getType()), component.toString()));
        }
        return values;
    }

    /** Asks for its columns. */
    String query() {
        return "select " + String.join(", ", table().columnNames()) + " from " + table().name();
    }

    /** The answer as text. */
    String text() {
        return values().stream().map(ExampleRow::text).toList().toString();
    }

    private static String text(Object value) {
        return value.getClass().isArray()
                ? IntStream.range(0, Array.getLength(value))
                        .mapToObj(k -> Array.get(value, k))
                        .toList()
                        .toString()
                : value.toString();
    }

    /** Writes it as the only row of a file. */
    void write(ResultsStore store, String file, String runId) throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(row.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        R example = row.getDeclaredConstructor(types).newInstance(values().toArray());
        String[] partitions = table().partitionColumns().stream()
                .map(column -> column.equals("run_id") ? runId : "test")
                .toArray(String[]::new);
        store.write(table(), file, Stream.of(example), partitions);
    }
}
