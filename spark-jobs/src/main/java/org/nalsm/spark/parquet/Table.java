package org.nalsm.spark.parquet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table: its name (the directory under {@code output.dir}), what a row is, its partition columns, and the columns of
 * its files, which are the components of the record {@code R}; see {@link Column}. The record is the one place that
 * knows the columns: files are written from it and read into it.
 *
 * @param <R> record that holds a row
 */
public final class Table<R> {
    private final String name;
    private final String description;
    private final List<Partition> partitions;
    private final RowShape<R> shape;
    private final StructType columns;

    private Table(Class<R> row, String name, String description, List<Partition> partitions) {
        this.name = name;
        this.description = description;
        this.partitions = partitions;
        this.shape = new RowShape<>(row);
        this.columns = new StructType(
                shape.columns().stream().map(RowShape.Leaf::field).toArray(StructField[]::new));
    }

    /**
     * A table with a row for each instance of a record.
     *
     * @param description what one row is
     * @param partitions outermost directory first
     * @throws IllegalArgumentException if a component has no {@link Column}, or a type that no column can have
     */
    public static <R extends Record> Table<R> of(
            Class<R> row, String name, String description, Partition... partitions) {
        return new Table<>(row, name, description, List.of(partitions));
    }

    /** The table's name, which is its directory under {@code output.dir}. */
    public String name() {
        return name;
    }

    /** What one row of the table is. */
    public String description() {
        return description;
    }

    /** The names of the partition columns, outermost directory first; all are text. */
    public List<String> partitionColumns() {
        return partitions.stream().map(Partition::column).toList();
    }

    /** The columns that lie in the files, with their comments; partition columns are not among them. */
    public StructType columns() {
        return columns;
    }

    /** The columns' names in their order. */
    public List<String> columnNames() {
        return List.of(columns.fieldNames());
    }

    /** Description and unit of every column by its name, partition columns last. */
    public Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        for (StructField field : columns.fields()) {
            all.put(field.name(), field.getComment().get());
        }
        partitions.forEach(partition -> all.put(partition.column(), partition.description()));
        return all;
    }

    /**
     * The values of a row in the order of the columns, as a file holds them: {@code Integer}, {@code Long},
     * {@code Float}, {@code Double}, {@code String}, {@code Instant}, {@code byte[]}, {@code short[]}, {@code int[]},
     * {@code float[]}, {@code double[]}, a map, or null.
     */
    public @Nullable Object[] values(R row) {
        return shape.values(row);
    }

    /** The values of a row by column name, in the order of the columns. */
    public Map<String, Object> valuesByName(R row) {
        @Nullable Object[] values = values(row);
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> names = columnNames();
        for (int k = 0; k < values.length; k++) {
            fields.put(names.get(k), values[k]);
        }
        return fields;
    }

    /** The row that a reader stands at; all columns must have been asked for. */
    R read(RowReader reader) {
        return shape.read(reader);
    }

    @Override
    public String toString() {
        return name + columnNames();
    }
}
