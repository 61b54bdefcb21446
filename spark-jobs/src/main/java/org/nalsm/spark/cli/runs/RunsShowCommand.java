package org.nalsm.spark.cli.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Results;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs show}: everything that is known of a run. */
@Command(name = "show", description = "Shows every column of a run's row.", mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", description = "Run id, or the beginning of it.")
    private String run;

    @Override
    public String call() {
        RunRow row = Results.find(Results.open(common.experiment()), run);
        if (common.json()) {
            return CanonicalJson.write(fields(row));
        }
        Map<String, Object> lines = new LinkedHashMap<>();
        fields(row).forEach((name, value) -> {
            if (value instanceof Map<?, ?> entries) {
                entries.forEach((key, element) -> lines.put(name + "." + key, element));
            } else {
                lines.put(name, value == null ? "-" : value);
            }
        });
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(1);
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> text.append(String.format("%-" + width + "s %s%n", name, value)));
        return text.toString();
    }

    /** The columns of table {@code runs} by name, as JSON takes them. */
    static Map<String, Object> fields(RunRow row) {
        Map<String, Object> fields = RunRow.TABLE.valuesByName(row);
        fields.replaceAll((name, value) ->
                value == null || value instanceof Number || value instanceof Map<?, ?> ? value : String.valueOf(value));
        return fields;
    }
}
