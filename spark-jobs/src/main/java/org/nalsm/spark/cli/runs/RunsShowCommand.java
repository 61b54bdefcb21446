package org.nalsm.spark.cli.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs show}: everything that is known of a run. */
@Command(
        name = "show",
        description = "Shows every column of a run's row, its name, note and tags.",
        mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", description = "Run id, or the beginning of it.")
    private String run;

    @Override
    public String call() {
        ResultsStore store = Results.open(common.experiment());
        Map<String, Object> fields =
                RunFields.of(Results.find(store, run), store).json();
        if (common.json()) {
            return CanonicalJson.write(fields);
        }
        Map<String, Object> lines = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
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
}
