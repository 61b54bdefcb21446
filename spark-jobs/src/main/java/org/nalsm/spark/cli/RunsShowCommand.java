package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.types.StructField;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.Tables;
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
        RunRow row = Results.find(Results.open(Experiment.of(common.load(), CodeVersion.current())), run);
        if (common.json()) {
            return CanonicalJson.write(fields(row));
        }
        StringBuilder text = new StringBuilder();
        fields(row)
                .forEach((name, value) -> text.append(String.format("%-26s %s%n", name, value == null ? "-" : value)));
        return text.toString();
    }

    /** The columns of table {@code runs} by name. */
    static Map<String, Object> fields(RunRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Object[] values = row.values();
        StructField[] columns = Tables.RUNS.columns().fields();
        for (int k = 0; k < values.length; k++) {
            boolean plain = values[k] == null || values[k] instanceof Number;
            fields.put(columns[k].name(), plain ? values[k] : String.valueOf(values[k]));
        }
        return fields;
    }
}
