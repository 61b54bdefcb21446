package org.nalsm.spark.parquet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows to Parquet; array elements go over as primitives. The file's key-value metadata holds the
 * schema as Spark writes it (with the comments), {@code nalsm.table}, a key {@code nalsm.column.NAME} with
 * the description of each column for readers that do not know Spark's, and the caller's provenance.
 */
final class RowWriteSupport<R> extends WriteSupport<R> {
    /** Where Spark keeps its own schema in a Parquet file. */
    static final String SPARK_SCHEMA_KEY = "org.apache.spark.sql.parquet.row.metadata";

    static final String KEY_PREFIX = "nalsm.";

    private final Table<R> table;
    private final Map<String, String> provenance;
    private final StructField[] fields;
    private final ValueWriter[] writers;

    @SuppressWarnings("NullAway.Init") // Parquet hands it over before it writes the first row
    private RecordConsumer consumer;

    RowWriteSupport(Table<R> table, Map<String, String> provenance) {
        this.table = table;
        this.provenance = provenance;
        this.fields = table.columns().fields();
        this.writers = new ValueWriter[fields.length];
        for (int i = 0; i < fields.length; i++) {
            writers[i] = writerOf(fields[i].dataType());
        }
    }

    @Override
    public String getName() {
        return "nalsm";
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SPARK_SCHEMA_KEY, table.columns().json());
        metadata.put(KEY_PREFIX + "table", table.name());
        metadata.put(KEY_PREFIX + "description", table.description());
        table.descriptions().forEach((column, text) -> metadata.put(KEY_PREFIX + "column." + column, text));
        provenance.forEach((key, value) -> metadata.put(KEY_PREFIX + key, value));
        return new WriteContext(ParquetLayout.of(table), metadata);
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Parquet's class, so it must be there
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(R row) {
        @Nullable Object[] values = table.values(row);
        consumer.startMessage();
        for (int i = 0; i < fields.length; i++) {
            if (values[i] != null) {
                writeField(i, values[i]);
            } else if (!fields[i].nullable()) {
                throw new IllegalArgumentException(table.name() + "." + fields[i].name() + " must not be null");
            }
        }
        consumer.endMessage();
    }

    private void writeField(int index, Object value) {
        String name = fields[index].name();
        consumer.startField(name, index);
        try {
            writers[index].write(value);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException(
                    table.name() + "." + name + " is "
                            + fields[index].dataType().simpleString() + ", not "
                            + value.getClass().getSimpleName(),
                    e);
        }
        consumer.endField(name, index);
    }

    private ValueWriter writerOf(DataType type) {
        if (type instanceof ArrayType array) {
            return listWriter(array.elementType());
        } else if (type instanceof MapType map) {
            return value -> writeMap((Map<?, ?>) value, writerOf(map.valueType()));
        } else if (type.equals(DataTypes.IntegerType)) {
            return value -> consumer.addInteger((Integer) value);
        } else if (type.equals(DataTypes.LongType)) {
            return value -> consumer.addLong((Long) value);
        } else if (type.equals(DataTypes.FloatType)) {
            return value -> consumer.addFloat((Float) value);
        } else if (type.equals(DataTypes.DoubleType)) {
            return value -> consumer.addDouble((Double) value);
        } else if (type.equals(DataTypes.StringType)) {
            return value -> consumer.addBinary(Binary.fromString((String) value));
        } else if (type.equals(DataTypes.BinaryType)) {
            return value -> consumer.addBinary(Binary.fromReusedByteArray((byte[]) value));
        } else if (type.equals(DataTypes.TimestampType)) {
            return value -> consumer.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
        }
        throw new IllegalArgumentException(table.name() + ": no writer for " + type.simpleString());
    }

    private ValueWriter listWriter(DataType element) {
        if (element.equals(DataTypes.IntegerType)) {
            return value -> {
                int[] array = (int[]) value;
                writeList(array.length, i -> consumer.addInteger(array[i]));
            };
        } else if (element.equals(DataTypes.ShortType)) {
            return value -> {
                short[] array = (short[]) value;
                writeList(array.length, i -> consumer.addInteger(array[i]));
            };
        } else if (element.equals(DataTypes.FloatType)) {
            return value -> {
                float[] array = (float[]) value;
                writeList(array.length, i -> consumer.addFloat(array[i]));
            };
        } else if (element.equals(DataTypes.DoubleType)) {
            return value -> {
                double[] array = (double[]) value;
                writeList(array.length, i -> consumer.addDouble(array[i]));
            };
        }
        throw new IllegalArgumentException(table.name() + ": no writer for a list of " + element.simpleString());
    }

    private void writeList(int length, ElementWriter elements) {
        consumer.startGroup();
        if (length > 0) {
            consumer.startField("list", 0);
            for (int i = 0; i < length; i++) {
                consumer.startGroup();
                consumer.startField("element", 0);
                elements.write(i);
                consumer.endField("element", 0);
                consumer.endGroup();
            }
            consumer.endField("list", 0);
        }
        consumer.endGroup();
    }

    private void writeMap(Map<?, ?> map, ValueWriter values) {
        consumer.startGroup();
        if (!map.isEmpty()) {
            consumer.startField("key_value", 0);
            map.forEach((key, value) -> {
                consumer.startGroup();
                consumer.startField("key", 0);
                consumer.addBinary(Binary.fromString((String) key));
                consumer.endField("key", 0);
                consumer.startField("value", 1);
                values.write(value);
                consumer.endField("value", 1);
                consumer.endGroup();
            });
            consumer.endField("key_value", 0);
        }
        consumer.endGroup();
    }

    @FunctionalInterface
    private interface ValueWriter {
        void write(Object value);
    }

    @FunctionalInterface
    private interface ElementWriter {
        void write(int index);
    }
}
