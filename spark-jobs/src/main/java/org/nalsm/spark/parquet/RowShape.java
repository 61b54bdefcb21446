package org.nalsm.spark.parquet;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** The columns of a record: how a row is taken apart and put together again. */
final class RowShape<R> {
    private final Constructor<R> constructor;
    private final List<Part> parts = new ArrayList<>();
    private final List<Leaf> columns = new ArrayList<>();

    /** A component of the record: a column, or a record of columns. */
    private sealed interface Part {
        Object read(RowReader reader);
    }

    /** A component that is a column. */
    record Leaf(Method accessor, ColumnType type, StructField field) implements Part {
        @Override
        public Object read(RowReader reader) {
            return type.read(reader, field.name());
        }
    }

    /** A component that is a record of columns. */
    private record Branch(Method accessor, RowShape<?> shape) implements Part {
        @Override
        public Object read(RowReader reader) {
            return shape.read(reader);
        }
    }

    RowShape(Class<R> row) {
        RecordComponent[] components = row.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int k = 0; k < components.length; k++) {
            types[k] = components[k].getType();
            Part part = part(row, components[k]);
            parts.add(part);
            if (part instanceof Leaf leaf) {
                columns.add(leaf);
            } else if (part instanceof Branch branch) {
                columns.addAll(branch.shape.columns);
            }
        }
        try {
            constructor = row.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    private static Part part(Class<?> row, RecordComponent component) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        if (component.getType().isRecord()) {
            return new Branch(accessor, new RowShape<>(component.getType()));
        }
        Column column = component.getAnnotation(Column.class);
        if (column == null) {
            throw new IllegalArgumentException(
                    row.getName() + "." + component.getName() + " is not marked as a column");
        }
        ColumnType type = ColumnType.of(component, column.nullable());
        String name = column.name().isEmpty() ? snakeCase(component.getName()) : column.name();
        return new Leaf(
                accessor,
                type,
                new StructField(
                        name,
                        type.stored(),
                        type.nullable(),
                        new MetadataBuilder()
                                .putString("comment", column.value())
                                .build()));
    }

    /** The columns in their order, those of inner records in the place of these. */
    List<Leaf> columns() {
        return columns;
    }

    @Nullable
    Object[] values(Object row) {
        @Nullable Object[] values = new Object[columns.size()];
        fill(row, values, 0);
        return values;
    }

    private int fill(Object row, @Nullable Object[] values, int from) {
        int next = from;
        for (Part part : parts) {
            if (part instanceof Leaf leaf) {
                values[next++] = leaf.type.toStored(invoke(leaf.accessor, row));
            } else if (part instanceof Branch branch) {
                next = branch.shape.fill(invoke(branch.accessor, row), values, next);
            }
        }
        return next;
    }

    R read(RowReader reader) {
        Object[] arguments = new Object[parts.size()];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = parts.get(k).read(reader);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object invoke(Method accessor, Object row) {
        try {
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
