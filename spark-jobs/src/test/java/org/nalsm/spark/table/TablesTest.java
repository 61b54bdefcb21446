package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void parquetLayoutIsTheOneThatSparkItselfWouldWrite() {
        SQLConf settings = new SQLConf();
        settings.setConfString("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        SparkToParquetSchemaConverter spark = new SparkToParquetSchemaConverter(settings);
        for (TableSchema table : Tables.all()) {
            assertThat(ParquetLayout.of(table)).as(table.name()).isEqualTo(spark.convert(table.columns()));
        }
    }

    @Test
    void everyColumnAndPartitionIsDescribed() {
        for (TableSchema table : Tables.all()) {
            for (StructField field : table.columns().fields()) {
                assertThat(field.metadata().getString("comment"))
                        .as(table + "." + field.name())
                        .isNotBlank();
                assertThat(field.name()).matches("[a-z][a-z0-9_]*");
            }
            assertThat(table.descriptions().keySet())
                    .containsAll(table.partitionColumns())
                    .containsAll(List.of(table.columns().fieldNames()));
        }
    }

    @Test
    void thePublishedTablesAreAllThere() {
        assertThat(Tables.all())
                .extracting(TableSchema::name)
                .containsExactlyInAnyOrder(
                        "runs",
                        "networks",
                        "neurons",
                        "synapses",
                        "liquid_weights",
                        "spike_counts",
                        "inputs",
                        "spikes",
                        "dynamics",
                        "training",
                        "readout",
                        "predictions",
                        "branching_factor",
                        "kernel_quality",
                        "sweeps",
                        "trials");
    }
}
