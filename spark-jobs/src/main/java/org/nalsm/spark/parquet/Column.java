package org.nalsm.spark.parquet;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a row's record a column of its {@link Table}. The column has the component's name in
 * snake_case and the Parquet type that fits the component's:
 *
 * <table>
 * <caption>types</caption>
 * <tr><td>{@code int, OptionalInt}</td><td>int32</td></tr>
 * <tr><td>{@code long, OptionalLong}</td><td>int64</td></tr>
 * <tr><td>{@code float}, {@code double, OptionalDouble}</td><td>float, double</td></tr>
 * <tr><td>{@code String, Optional<String>}, enums</td><td>text; an enum constant in lower case with hyphens</td></tr>
 * <tr><td>{@code Instant, Optional<Instant>}</td><td>timestamp, UTC, to the microsecond</td></tr>
 * <tr><td>{@code short[], int[], float[], double[]}</td><td>list of int16, int32, float, double</td></tr>
 * <tr><td>{@code byte[]}</td><td>binary</td></tr>
 * <tr><td>{@code SortedMap<String, String>, SortedMap<String, Double>}</td><td>map</td></tr>
 * </table>
 *
 * An optional component is a nullable column. A component whose type is a record is no column of its own: the
 * columns of that record stand in its place.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Column {
    /** What the column holds, with its unit; travels in the file for whoever reads it. */
    String value();

    /** The column's name where it is not the component's in snake_case. */
    String name() default "";

    /**
     * Whether a NaN or an empty text or map is stored as null, and null (or a column that an older file lacks) is
     * read as that. Always so for optional components.
     */
    boolean nullable() default false;
}
