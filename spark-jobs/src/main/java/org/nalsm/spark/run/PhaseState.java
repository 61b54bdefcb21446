package org.nalsm.spark.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The state of a sequential phase between two steps: arrays of numbers by name. Owns its arrays. */
public final class PhaseState {
    private final Map<String, Object> arrays = new LinkedHashMap<>();

    /** Adds an array. */
    public PhaseState put(String name, float[] values) {
        arrays.put(name, values);
        return this;
    }

    /** Adds an array. */
    public PhaseState put(String name, double[] values) {
        arrays.put(name, values);
        return this;
    }

    /** Adds an array. */
    public PhaseState put(String name, int[] values) {
        arrays.put(name, values);
        return this;
    }

    /** Adds an array. */
    public PhaseState put(String name, long[] values) {
        arrays.put(name, values);
        return this;
    }

    /** Adds an array of any of these types. */
    void put(String name, Object array) {
        arrays.put(name, array);
    }

    /**
     * An array of floats.
     *
     * @throws IllegalArgumentException if there is no such array of this length
     */
    public float[] floats(String name, int length) {
        return array(name, float[].class, length, arrays.get(name) instanceof float[] a ? a.length : -1);
    }

    /** Likewise of doubles. */
    public double[] doubles(String name, int length) {
        return array(name, double[].class, length, arrays.get(name) instanceof double[] a ? a.length : -1);
    }

    /** Likewise of ints. */
    public int[] ints(String name, int length) {
        return array(name, int[].class, length, arrays.get(name) instanceof int[] a ? a.length : -1);
    }

    /** Likewise of longs. */
    public long[] longs(String name, int length) {
        return array(name, long[].class, length, arrays.get(name) instanceof long[] a ? a.length : -1);
    }

    private <A> A array(String name, Class<A> type, int length, int actual) {
        if (actual != length) {
            throw new IllegalArgumentException("the state has no " + type.getSimpleName() + " " + name + " of length "
                    + length + (actual < 0 ? "" : ", but one of " + actual));
        }
        return type.cast(Objects.requireNonNull(arrays.get(name), "it has a length"));
    }

    /** Every array by name: {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}. */
    Map<String, Object> arrays() {
        return Collections.unmodifiableMap(arrays);
    }
}
