package org.nalsm.spark.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The schema of one table: its name (the directory under {@code output.dir}), what a row is, the partition
 * columns (directory names such as {@code run_id=r-4f2a}, not stored in the files) and the columns of the
 * files. Every column carries its description and unit as Spark's {@code comment}.
 */
public final class TableSchema {
    private final String name;
    private final String description;
    private final Map<String, String> partitions;
    private final StructType columns;

    private TableSchema(Builder builder) {
        name = builder.name;
        description = builder.description;
        partitions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.partitions));
        columns = new StructType(builder.fields.toArray(StructField[]::new));
    }

    static Builder table(String name, String description) {
        return new Builder(name, description);
    }

    /** The table's name, which is its directory under {@code output.dir}. */
    public String name() {
        return name;
    }

    /** What one row of the table is. */
    public String description() {
        return description;
    }

    /** The names of the partition columns, outermost directory first; all are strings. */
    public List<String> partitionColumns() {
        return List.copyOf(partitions.keySet());
    }

    /** The columns that lie in the files, with their comments; partition columns are not among them. */
    public StructType columns() {
        return columns;
    }

    /** Description and unit of every column by its name, partition columns last. */
    public Map<String, String> descriptions() {
        Map<String, String> all = new LinkedHashMap<>();
        for (StructField field : columns.fields()) {
            all.put(field.name(), field.getComment().get());
        }
        all.putAll(partitions);
        return all;
    }

    @Override
    public String toString() {
        return name + Stream.of(columns.fieldNames()).toList();
    }

    /** Collects the columns of a table in their order. */
    static final class Builder {
        private final String name;
        private final String description;
        private final Map<String, String> partitions = new LinkedHashMap<>();
        private final List<StructField> fields = new ArrayList<>();

        private Builder(String name, String description) {
            this.name = name;
            this.description = description;
        }

        Builder partition(String column, String comment) {
            partitions.put(column, comment);
            return this;
        }

        Builder column(String column, DataType type, String comment) {
            return field(column, type, false, comment);
        }

        Builder nullable(String column, DataType type, String comment) {
            return field(column, type, true, comment);
        }

        TableSchema build() {
            return new TableSchema(this);
        }

        private Builder field(String column, DataType type, boolean nullable, String comment) {
            fields.add(new StructField(
                    column,
                    type,
                    nullable,
                    new MetadataBuilder().putString("comment", comment).build()));
            return this;
        }
    }
}
