package org.nalsm.spark.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How enum constants are written in configuration files: {@code LSM_STDP} is {@code lsm-stdp}. */
public final class Choices {
    private Choices() {}

    public static String key(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E parse(Class<E> type, String key) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> key(choice).equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key));
    }

    static <E extends Enum<E>> String list(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Choices::key).collect(Collectors.joining(", "));
    }
}
