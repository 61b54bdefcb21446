package org.nalsm.spark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;

/** Collects the mistakes of a configuration, so that all are reported at once. */
final class Problems {
    private record Problem(Place place, String text) { }

    private final List<Problem> problems = new ArrayList<>();

    /** The text says what is wrong and what to do; line breaks in it become blanks. */
    void add(Place place, String text) {
        problems.add(new Problem(place, text.replaceAll("\\s*\\R\\s*", " ").strip()));
    }

    /** @throws UserException (bad configuration) with one line per problem, by source and line, if there is any */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new UserException(UserException.Kind.BAD_CONFIGURATION, problems.stream()
                .sorted(Comparator.comparing((Problem p) -> p.place().source())
                    .thenComparingInt(p -> p.place().line())
                    .thenComparing(Problem::text))
                .map(p -> p.place() + ": " + p.text())
                .distinct()
                .collect(Collectors.joining("\n")));
        }
    }
}
