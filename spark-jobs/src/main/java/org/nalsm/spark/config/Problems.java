package org.nalsm.spark.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;

/** Collects the mistakes of a configuration, so that all are reported at once. */
final class Problems {
    private record Problem(Place place, String text, boolean outOfRange) {}

    private final List<Problem> problems = new ArrayList<>();

    /** The text says what is wrong and what to do; line breaks in it become blanks. */
    void add(Place place, String text) {
        problems.add(new Problem(place, oneLine(text), false));
    }

    /** A value of the right type that is not possible, by itself or beside the others. */
    void addOutOfRange(Place place, String text) {
        problems.add(new Problem(place, oneLine(text), true));
    }

    /** Takes over the other's problems but those of values that are out of range. */
    void addMalformed(Problems other) {
        other.problems.stream().filter(problem -> !problem.outOfRange()).forEach(problems::add);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").strip();
    }

    /** @throws UserException (bad configuration) with one line per problem, by source and line, if there is any */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    problems.stream()
                            .sorted(Comparator.comparing(
                                            (Problem p) -> p.place().source())
                                    .thenComparingInt(p -> p.place().line())
                                    .thenComparing(Problem::text))
                            .map(p -> p.place() + ": " + p.text())
                            .distinct()
                            .collect(Collectors.joining("\n")));
        }
    }
}
