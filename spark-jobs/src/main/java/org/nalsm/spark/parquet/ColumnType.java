package org.nalsm.spark.parquet;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type lie in a column.
 *
 * @param stored Spark's name of the type
 * @param nullable whether there may be none
 * @param toStored from the record's value to what {@link RowWriteSupport} writes, null for none
 * @param reader takes the value from a row and makes the record's of it
 */
record ColumnType(
        DataType stored,
        boolean nullable,
        UnaryOperator<Object> toStored,
        BiFunction<RowReader, String, Object> reader) {

    private static final Map<Type, ColumnType> PLAIN = Map.ofEntries(
            Map.entry(int.class, plain(DataTypes.IntegerType, RowReader::intAt)),
            Map.entry(long.class, plain(DataTypes.LongType, RowReader::longAt)),
            Map.entry(float.class, plain(DataTypes.FloatType, RowReader::floatAt)),
            Map.entry(double.class, plain(DataTypes.DoubleType, RowReader::doubleAt)),
            Map.entry(String.class, plain(DataTypes.StringType, RowReader::string)),
            Map.entry(
                    Instant.class,
                    plain(
                            DataTypes.TimestampType,
                            (row, name) ->
                                    row.instant(name).orElseThrow(() -> new IllegalStateException(name + " is null")))),
            Map.entry(byte[].class, plain(DataTypes.BinaryType, RowReader::bytes)),
            Map.entry(short[].class, plain(list(DataTypes.ShortType), RowReader::shorts)),
            Map.entry(int[].class, plain(list(DataTypes.IntegerType), RowReader::ints)),
            Map.entry(float[].class, plain(list(DataTypes.FloatType), RowReader::floats)),
            Map.entry(double[].class, plain(list(DataTypes.DoubleType), RowReader::doubles)),
            Map.entry(
                    OptionalInt.class,
                    optional(
                            DataTypes.IntegerType,
                            v -> ((OptionalInt) v).isPresent() ? ((OptionalInt) v).getAsInt() : null,
                            RowReader::optionalInt)),
            Map.entry(
                    OptionalLong.class,
                    optional(
                            DataTypes.LongType,
                            v -> ((OptionalLong) v).isPresent() ? ((OptionalLong) v).getAsLong() : null,
                            RowReader::optionalLong)),
            Map.entry(
                    OptionalDouble.class,
                    optional(
                            DataTypes.DoubleType,
                            v -> ((OptionalDouble) v).isPresent() ? ((OptionalDouble) v).getAsDouble() : null,
                            RowReader::optionalDouble)));

    private static final Map<String, ColumnType> GENERIC = Map.of(
            generic(Optional.class, String.class),
            optional(DataTypes.StringType, v -> ((Optional<?>) v).orElse(null), RowReader::optionalString),
            generic(Optional.class, Instant.class),
            optional(DataTypes.TimestampType, v -> ((Optional<?>) v).orElse(null), RowReader::instant),
            generic(SortedMap.class, String.class, String.class),
            plain(new MapType(DataTypes.StringType, DataTypes.StringType, false), RowReader::texts),
            generic(SortedMap.class, String.class, Double.class),
            plain(new MapType(DataTypes.StringType, DataTypes.DoubleType, false), RowReader::numbers));

    /** @throws IllegalArgumentException if no column can have the component's type */
    static ColumnType of(RecordComponent component, boolean nullable) {
        ColumnType type = find(component);
        return nullable && !type.nullable ? nullable(type, component.getType()) : type;
    }

    private static ColumnType find(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return choice(type);
        }
        ColumnType found = component.getGenericType() instanceof ParameterizedType generic
                ? GENERIC.get(generic.getTypeName())
                : PLAIN.get(type);
        if (found == null) {
            throw new IllegalArgumentException(
                    "no column can hold " + component.getGenericType().getTypeName() + " " + component.getName());
        }
        return found;
    }

    Object read(RowReader row, String column) {
        return reader.apply(row, column);
    }

    /** Null stays null; the writer refuses it where it must not be. */
    @Nullable
    Object toStored(@Nullable Object value) {
        return value == null ? null : toStored.apply(value);
    }

    private static ColumnType plain(DataType stored, BiFunction<RowReader, String, Object> reader) {
        return new ColumnType(stored, false, UnaryOperator.identity(), reader);
    }

    private static ColumnType optional(
            DataType stored, UnaryOperator<Object> toStored, BiFunction<RowReader, String, Object> reader) {
        return new ColumnType(stored, true, toStored, reader);
    }

    /** NaN and what is empty stand for null. */
    private static ColumnType nullable(ColumnType type, Class<?> of) {
        if (of == double.class) {
            return optional(type.stored, v -> ((Double) v).isNaN() ? null : v, RowReader::doubleOrNaN);
        } else if (of == String.class) {
            return optional(
                    type.stored,
                    v -> ((String) v).isEmpty() ? null : v,
                    (row, name) -> row.optionalString(name).orElse(""));
        } else if (of == SortedMap.class) {
            return optional(type.stored, v -> ((Map<?, ?>) v).isEmpty() ? null : v, type.reader);
        }
        throw new IllegalArgumentException("no null in place of " + of.getSimpleName() + ": use an optional type");
    }

    private static ColumnType choice(Class<?> type) {
        return plain(DataTypes.StringType, (row, name) -> {
                    String word = row.string(name);
                    return Arrays.stream(type.getEnumConstants())
                            .filter(constant -> word(constant).equals(word))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException(name + " '" + word + "' is none of "
                                    + Arrays.stream(type.getEnumConstants())
                                            .map(ColumnType::word)
                                            .toList()));
                })
                .with(ColumnType::word);
    }

    private ColumnType with(UnaryOperator<Object> stored) {
        return new ColumnType(this.stored, nullable, stored, reader);
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static DataType list(DataType element) {
        return new ArrayType(element, false);
    }

    private static String generic(Class<?> type, Class<?>... arguments) {
        return type.getName() + "<"
                + String.join(", ", Arrays.stream(arguments).map(Class::getName).toList()) + ">";
    }
}
