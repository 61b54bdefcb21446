package org.nalsm.spark.cli.runs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.Standing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm runs list}: one line a run. */
@Command(name = "list", description = "Lists the runs in output.dir, the newest last.", mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<String> {
    /** The columns of table runs that every list shows. */
    private static final Set<String> SHOWN = Set.of(
            "run_id",
            "name",
            "status",
            "model",
            "model.name",
            "dataset",
            "data.dataset",
            "valid_accuracy",
            "test_accuracy",
            "total_seconds",
            "started_at");

    /** What every family measures. */
    private static final List<Metric> SCORES = List.of(Metric.VALID_ACCURACY, Metric.TEST_ACCURACY);

    private static final int VALUES_IN_A_MESSAGE = 6;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--where",
            paramLabel = "NAME=VALUE",
            description =
                    "Only runs with this value of a column of table runs, of a configuration key, or of name, note "
                            + "and tags.KEY; also !=, <, <=, >, >= (quoted for the shell), and ~ for a part of it. Repeatable: "
                            + "all must hold.")
    private List<String> conditions = new ArrayList<>();

    @Option(
            names = "--sort",
            paramLabel = "[-]NAME",
            description = "Sorts by a column or a configuration key, with - the largest first. Repeatable: the first "
                    + "counts most.")
    private List<String> orders = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many runs: the first ones of --sort, without it the newest.")
    private Integer limit;

    @Override
    public String call() {
        if (limit != null && limit < 1) {
            throw new UserException(UserException.Kind.USAGE, "--limit " + limit + ": expected 1 or more");
        }
        List<RunFilter> filters = conditions.stream().map(RunFilter::parse).toList();
        List<RunOrder> sorting = orders.stream().map(RunOrder::parse).toList();
        ResultsStore store = Results.open(common.experiment());
        Map<String, NoteRow> notes = new RunNotes(store).all();
        List<RunFields> all = new RunCatalog(store)
                .readAll().stream()
                        .sorted(Comparator.comparing(RunRow::startedAt).thenComparing(RunRow::runId))
                        .map(row -> new RunFields(
                                row,
                                notes.getOrDefault(row.runId(), NoteRow.none(row.runId())),
                                Standing.of(row, store)))
                        .toList();
        filters.forEach(filter -> RunFields.checkName(filter.name(), all, "--where " + filter.text()));
        filters.forEach(filter -> filter.checkValue(all));
        sorting.forEach(order -> RunFields.checkName(order.name(), all, "--sort " + order.name()));
        boolean isThere = !all.isEmpty() || store.isThere();
        List<RunFields> chosen = choose(all, filters, sorting);
        if (common.json()) {
            return CanonicalJson.write(chosen.stream().map(RunFields::json).toList());
        }
        if (all.isEmpty()) {
            return "no runs in " + store.root() + (isThere ? "" : ", which is not there");
        }
        return chosen.isEmpty() ? nothing(all, filters, store.root()) : table(chosen, furtherNames(filters, sorting));
    }

    private List<RunFields> choose(List<RunFields> all, List<RunFilter> filters, List<RunOrder> sorting) {
        Stream<RunFields> chosen = all.stream().filter(run -> filters.stream().allMatch(filter -> filter.test(run)));
        if (!sorting.isEmpty()) {
            chosen = chosen.sorted(sorting.stream()
                    .map(order -> (Comparator<RunFields>) order)
                    .reduce(Comparator::thenComparing)
                    .orElseThrow());
        }
        List<RunFields> runs = chosen.toList();
        if (limit == null || limit >= runs.size()) {
            return runs;
        }
        return sorting.isEmpty() ? runs.subList(runs.size() - limit, runs.size()) : runs.subList(0, limit);
    }

    /** Says which values there are, for the condition that no run fulfils. */
    private static String nothing(List<RunFields> all, List<RunFilter> filters, String root) {
        String text = "none of the " + all.size() + " runs in " + root + " fits "
                + filters.stream().map(RunFilter::text).collect(Collectors.joining(" and "));
        return text
                + filters.stream()
                        .filter(filter -> all.stream().noneMatch(filter))
                        .findFirst()
                        .map(filter -> values(all, filter.name()))
                        .orElse("");
    }

    private static String values(List<RunFields> runs, String name) {
        Set<RunValue> values = new TreeSet<>();
        runs.forEach(run -> run.value(name).ifPresent(values::add));
        return values.isEmpty() || values.size() > VALUES_IN_A_MESSAGE
                ? ""
                : values.stream()
                        .map(RunValue::text)
                        .collect(Collectors.joining(", ", "; values of " + name + ": ", ""));
    }

    /** What the runs are chosen or sorted by and may differ in, beyond the columns that are always there. */
    private static List<String> furtherNames(List<RunFilter> filters, List<RunOrder> sorting) {
        Set<String> names = new LinkedHashSet<>();
        sorting.forEach(order -> names.add(order.name()));
        filters.stream()
                .filter(filter -> filter.comparison() != RunFilter.Comparison.EQUAL)
                .forEach(filter -> names.add(filter.name()));
        names.removeAll(SHOWN);
        return List.copyOf(names);
    }

    private static String table(List<RunFields> runs, List<String> further) {
        TextTable table =
                new TextTable().left("run").left("status").left("model").left("dataset");
        for (String name : further) {
            table.column(
                    name,
                    runs.stream()
                            .flatMap(run -> run.value(name).stream())
                            .allMatch(value -> value.number().isPresent()));
        }
        boolean named = runs.stream().anyMatch(run -> !run.note().name().isEmpty());
        if (named) {
            table.left("name");
        }
        table.right("valid %").right("test %").right("time").left("started (UTC)");
        for (RunFields run : runs) {
            RunRow row = run.row();
            List<String> cells = new ArrayList<>(List.of(row.runId(), run.status(), row.model(), row.dataset()));
            further.forEach(
                    name -> cells.add(run.value(name).map(RunValue::text).orElse("-")));
            if (named) {
                cells.add(run.note().name());
            }
            Intervals intervals = Intervals.of(row);
            SCORES.forEach(metric -> {
                double score = row.outcome().metric(metric.name());
                cells.add(metric.formatNumber(score) + intervals.beside(metric, score));
            });
            double seconds = row.outcome().totalSeconds();
            cells.add(Numbers.duration(seconds));
            cells.add(row.startedAt().toString().replaceAll("[.Z].*", "").replace('T', ' '));
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }
}
