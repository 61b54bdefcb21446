package org.nalsm.spark.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Makes a configuration record of the keys below a section, by the names of its components: {@code snapshotMs} is the
 * key {@code snapshot-ms}, a component that is a record is a section of its own. The record's constructor validates.
 */
final class RecordBinder {
    private final ConfigReader reader;

    RecordBinder(ConfigReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a record.
     *
     * @param section such as {@code model}; empty for the root
     * @throws Constraints.ViolationException if the values are out of range or do not go together
     */
    <R extends Record> R bind(Class<R> type, String section) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<Constraints.Violation> ofParts = new ArrayList<>();
        for (int k = 0; k < components.length; k++) {
            types[k] = components[k].getType();
            try {
                values[k] = value(components[k], key(section, components[k]));
            } catch (Constraints.ViolationException e) {
                // The keys that follow are read all the same, so that their mistakes are found as well.
                ofParts.addAll(e.violations());
            }
        }
        if (!ofParts.isEmpty()) {
            throw new Constraints.ViolationException(ofParts);
        }
        return construct(type, types, values);
    }

    /** The key of a component. */
    static String key(String section, RecordComponent component) {
        String name =
                component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return section.isEmpty() ? name : section + "." + name;
    }

    /** The keys below a section whose values are single whole numbers, however their defaults are written. */
    static Stream<String> wholeNumbers(Class<?> type, String section) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> {
            String key = key(section, component);
            Class<?> of = component.getType();
            if (of.isRecord()) {
                return wholeNumbers(of, key);
            }
            return of == int.class || of == long.class ? Stream.of(key) : Stream.empty();
        });
    }

    /** Makes a record of its components. */
    static <R extends Record> R construct(Class<R> type, Class<?>[] types, Object[] values) {
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Constraints.ViolationException violation) {
                throw violation;
            }
            throw new IllegalStateException(type + " refuses its values", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(RecordComponent component, String key) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return bind(type.asSubclass(Record.class), key);
        } else if (type.isEnum()) {
            return choice(type, key);
        } else if (isListOf(Integer.class, component)) {
            return reader.wholes(key);
        } else if (isListOf(Double.class, component)) {
            return reader.wideDecimals(key);
        } else if (isListOf(String.class, component)) {
            return reader.texts(key);
        } else if (type == int.class) {
            return reader.whole(key);
        } else if (type == long.class) {
            return reader.wholeLong(key);
        } else if (type == float.class) {
            return reader.decimal(key);
        } else if (type == double.class) {
            return reader.wideDecimal(key);
        } else if (type == boolean.class) {
            return reader.yesOrNo(key);
        } else if (type == String.class) {
            return reader.text(key);
        }
        throw new IllegalStateException(
                key + ": no key can be of type " + component.getGenericType().getTypeName());
    }

    private static boolean isListOf(Class<?> element, RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType list
                && list.getRawType() == List.class
                && list.getActualTypeArguments()[0] == element;
    }

    @SuppressWarnings("unchecked") // the caller has seen that it is an enum
    private <E extends Enum<E>> Object choice(Class<?> type, String key) {
        return reader.choice(key, (Class<E>) type);
    }
}
