package org.nalsm.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.dataset.EventSampleTable;
import org.nalsm.spark.table.AllTables;

class ParquetLayoutTest {
    @Test
    void parquetLayoutIsTheOneThatSparkItselfWouldWrite() {
        SQLConf settings = new SQLConf();
        settings.setConfString("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        SparkToParquetSchemaConverter spark = new SparkToParquetSchemaConverter(settings);
        Stream.concat(AllTables.all().stream(), Stream.of(EventSampleTable.TABLE, TableTest.ALL))
                .forEach(table ->
                        assertThat(ParquetLayout.of(table)).as(table.name()).isEqualTo(spark.convert(table.columns())));
    }
}
