package org.nalsm.spark.notebook;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Answers of Spark and DuckDB in the same shape: a map from column to value for each row, with whole numbers
 * as Long, others as Double, arrays as lists.
 */
final class SqlAnswers {
    private SqlAnswers() {}

    static List<Map<String, Object>> ofSpark(SparkSession spark, String sql) {
        List<Map<String, Object>> answer = new ArrayList<>();
        for (Row row : spark.sql(sql).collectAsList()) {
            Map<String, Object> values = new LinkedHashMap<>();
            String[] names = row.schema().fieldNames();
            for (int k = 0; k < names.length; k++) {
                boolean isList = row.get(k) instanceof scala.collection.Seq<?>;
                values.put(names[k], plain(isList ? row.getList(k) : row.get(k)));
            }
            answer.add(values);
        }
        return answer;
    }

    /** No rows for a statement that has no answer. */
    static List<Map<String, Object>> ofDuckDb(Connection connection, String sql, List<Object> parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int k = 0; k < parameters.size(); k++) {
                statement.setObject(k + 1, parameters.get(k));
            }
            List<Map<String, Object>> answer = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        answer.add(values(rows));
                    }
                }
            }
            return answer;
        }
    }

    private static Map<String, Object> values(ResultSet rows) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int k = 1; k <= rows.getMetaData().getColumnCount(); k++) {
            Object value = rows.getObject(k);
            values.put(
                    rows.getMetaData().getColumnLabel(k),
                    plain(value instanceof Array array ? Arrays.asList((Object[]) array.getArray()) : value));
        }
        return values;
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(SqlAnswers::plain).toList();
        }
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        boolean isWhole = value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger;
        return isWhole ? Long.valueOf(((Number) value).longValue()) : value;
    }
}
