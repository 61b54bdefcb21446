package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.parquet.Table;

class AllTablesTest {
    @Test
    void everyColumnAndPartitionIsDescribed() {
        for (Table<?> table : AllTables.all()) {
            for (StructField field : table.columns().fields()) {
                assertThat(field.metadata().getString("comment"))
                        .as(table + "." + field.name())
                        .isNotBlank();
                assertThat(field.name()).matches("[a-z][a-z0-9_]*");
            }
            assertThat(table.description()).isNotBlank();
            assertThat(table.descriptions().keySet())
                    .containsAll(table.partitionColumns())
                    .containsAll(List.of(table.columns().fieldNames()));
            assertThat(table.descriptions().values())
                    .as(table.name())
                    .allSatisfy(text -> assertThat(text).isNotBlank());
            assertThat(Stream.concat(table.columnNames().stream(), table.partitionColumns().stream()))
                    .as(table.name())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void thePublishedTablesAreAllThere() {
        assertThat(AllTables.all())
                .extracting(Table::name)
                .containsExactlyInAnyOrder(
                        "runs",
                        "notes",
                        "networks",
                        "neurons",
                        "synapses",
                        "liquid_weights",
                        "checkpoints",
                        "spike_counts",
                        "inputs",
                        "spikes",
                        "dynamics",
                        "training",
                        "readout",
                        "predictions",
                        "branching_factor",
                        "kernel_quality",
                        "diehl_cook_confusion",
                        "diehl_cook_curve",
                        "diehl_cook_labels",
                        "diehl_cook_neurons",
                        "diehl_cook_responses",
                        "diehl_cook_snapshots",
                        "diehl_cook_spikes",
                        "diehl_cook_training",
                        "parameters",
                        "lsnn_training",
                        "lsnn_recordings",
                        "csdp_parameters",
                        "csdp_training",
                        "csdp_epochs",
                        "csdp_goodness",
                        "csdp_responses",
                        "csdp_recordings",
                        "sweeps",
                        "trials");
    }

    /** A table that is missing there would be missing in the tests that read every table. */
    @Test
    void everyRowOfThePackagesOfTablesIsAmongThem() throws IOException {
        Path main = Path.of("src", "main", "java", "org", "nalsm", "spark");
        for (Path folder : List.of(
                main.resolve("table"),
                main.resolve("family/liquid/table"),
                main.resolve("family/diehlcook/table"),
                main.resolve("family/lsnn/table"),
                main.resolve("family/csdp/table"))) {
            try (Stream<Path> sources = Files.list(folder)) {
                List<String> rows = sources.filter(file -> contains(file, "TABLE ="))
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .toList();
                assertThat(rows)
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(Files.readString(Path.of(
                                        "src", "test", "java", "org", "nalsm", "spark", "table", "AllTables.java")))
                                .contains(" " + row + ".TABLE"));
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
