package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.RunRow;

/**
 * What is known of every run, whatever its family, as people read it.
 *
 * @param row the run's row
 * @param note what people say of it
 * @param metrics of its family, in the family's order
 * @param phases of its family, in their order
 */
public record RunFacts(RunRow row, NoteRow note, List<Metric> metrics, List<String> phases) {
    private static final int MOST_HEADLINES = 5;

    public RunFacts {
        metrics = List.copyOf(metrics);
        phases = List.copyOf(phases);
    }

    /** The first of what was measured, as its family orders it. */
    public List<Headline> headlines() {
        return metrics.stream()
                .filter(metric -> !Double.isNaN(row.outcome().metric(metric.name())))
                .limit(MOST_HEADLINES)
                .map(this::headline)
                .toList();
    }

    private Headline headline(Metric metric) {
        double value = row.outcome().metric(metric.name());
        return new Headline(
                metric.format(value), metric.title() + Intervals.of(row).beside(metric, value));
    }

    /** Its id, with its name where it has one. */
    public String title() {
        return "Run " + (note.name().isEmpty() ? row.runId() : note.name() + " (" + row.runId() + ")");
    }

    /** What made the run, when, for how long, and all that was measured: names and values for people. */
    public List<List<String>> provenance() {
        RunRow.Provenance made = row.provenance();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", row.runId()));
        addIfSaid(rows, "name", note.name());
        addIfSaid(rows, "note", note.note());
        note.tags().forEach((key, value) -> rows.add(List.of(key, value)));
        rows.add(List.of("results version", whole(made.resultsVersion())));
        rows.add(List.of(
                "code version",
                made.codeVersion() + (made.codeCommit().isEmpty() ? "" : ", commit " + made.codeCommit())));
        rows.add(List.of("Spark version", made.sparkVersion()));
        rows.add(List.of("backend", made.backend()));
        if (!row.parts().networkId().isEmpty()) {
            rows.add(List.of("network", row.parts().networkId()));
        }
        rows.add(List.of("seeds", seeds()));
        rows.add(List.of("started", Numbers.time(row.startedAt())));
        rows.add(List.of("finished", row.finishedAt().map(Numbers::time).orElse(Numbers.UNKNOWN)));
        rows.add(List.of("time", time()));
        rows.addAll(measured());
        return rows;
    }

    private static void addIfSaid(List<List<String>> rows, String name, String text) {
        if (!text.isEmpty()) {
            rows.add(List.of(name, text));
        }
    }

    private String seeds() {
        String run = "run.seed " + row.parts().runSeed();
        return row.parts().networkSeed().isPresent()
                ? "network.seed " + row.parts().networkSeed().getAsLong() + ", " + run
                : run;
    }

    private String time() {
        String byPhase = row.outcome().seconds(phases).entrySet().stream()
                .map(phase -> phase.getKey() + " " + Numbers.duration(phase.getValue()))
                .collect(Collectors.joining(", "));
        return Numbers.duration(row.outcome().totalSeconds()) + (byPhase.isEmpty() ? "" : " (" + byPhase + ")");
    }

    /** Every metric that is known: the family's in their order, then what a later version may have measured. */
    private List<List<String>> measured() {
        SortedMap<String, Double> others = new TreeMap<>(row.outcome().measured());
        List<List<String>> rows = new ArrayList<>();
        for (Metric metric : metrics) {
            Double value = others.remove(metric.name());
            if (value != null) {
                rows.add(List.of(
                        metric.title(), metric.format(value) + Intervals.of(row).beside(metric, value)));
            }
        }
        others.forEach((name, value) -> rows.add(List.of(name, Numbers.significant(value))));
        return rows;
    }

    private static String whole(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : Numbers.UNKNOWN;
    }
}
