package org.nalsm.engine.liquid.network;

import java.util.Arrays;

/** Compressed rows under construction: synapses are added row by row. */
final class SynapseRows {
    private final int[] starts;
    private int rows;
    private int size;
    private char[] posts = new char[1 << 16];
    private byte[] signs = new byte[1 << 16];

    SynapseRows(int rowCount) {
        starts = new int[rowCount + 1];
    }

    void add(int post, byte sign) {
        if (size == posts.length) {
            posts = Arrays.copyOf(posts, size * 2);
            signs = Arrays.copyOf(signs, size * 2);
        }
        posts[size] = (char) post;
        signs[size++] = sign;
    }

    void endRow() {
        starts[++rows] = size;
    }

    int[] starts() {
        return starts;
    }

    char[] posts() {
        return Arrays.copyOf(posts, size);
    }

    byte[] signs() {
        return Arrays.copyOf(signs, size);
    }
}
