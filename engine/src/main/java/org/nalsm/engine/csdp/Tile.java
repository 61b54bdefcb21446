package org.nalsm.engine.csdp;

/** Layers are cut into tiles of neurons; the last one is filled up with neurons that never spike. */
final class Tile {
    /** Neurons of a tile; a set of them is a long. */
    static final int WIDTH = 64;

    private Tile() {}

    /** Tiles of so many neurons. */
    static int count(int neurons) {
        return (neurons + WIDTH - 1) / WIDTH;
    }

    /** Copies a row-major matrix into tiles: element (i, j) is at {@code [j / WIDTH][i WIDTH + j % WIDTH]}. */
    static float[][] of(float[] matrix, int rows, int columns, float filling) {
        if (matrix.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(matrix.length + " numbers are no matrix of " + rows + " x " + columns);
        }
        float[][] tiles = new float[count(columns)][rows * WIDTH];
        for (int t = 0; t < tiles.length; t++) {
            int width = Math.min(WIDTH, columns - t * WIDTH);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(matrix, i * columns + t * WIDTH, tiles[t], i * WIDTH, width);
                for (int k = width; k < WIDTH; k++) {
                    tiles[t][i * WIDTH + k] = filling;
                }
            }
        }
        return tiles;
    }

    /** The row-major matrix that is in tiles. */
    static float[] matrix(float[][] tiles, int rows, int columns) {
        float[] matrix = new float[rows * columns];
        for (int t = 0; t < tiles.length; t++) {
            int width = Math.min(WIDTH, columns - t * WIDTH);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(tiles[t], i * WIDTH, matrix, i * columns + t * WIDTH, width);
            }
        }
        return matrix;
    }
}
