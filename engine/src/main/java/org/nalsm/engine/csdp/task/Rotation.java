package org.nalsm.engine.csdp.task;

/** Turns images about their centre, bilinear; beyond the edge the pixels of the edge go on. */
final class Rotation {
    private final int rows;
    private final int columns;

    Rotation(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * A turned image.
     *
     * @param image {@code rows x columns} pixels, row by row
     * @param degrees anticlockwise, as rows are drawn downwards
     */
    float[] turn(float[] image, double degrees) {
        double sine = StrictMath.sin(StrictMath.toRadians(degrees));
        double cosine = StrictMath.cos(StrictMath.toRadians(degrees));
        double middleRow = (rows - 1) / 2.0;
        double middleColumn = (columns - 1) / 2.0;
        float[] turned = new float[image.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double x = column - middleColumn;
                double y = row - middleRow;
                turned[row * columns + column] =
                        at(image, middleRow + sine * x + cosine * y, middleColumn + cosine * x - sine * y);
            }
        }
        return turned;
    }

    private float at(float[] image, double row, double column) {
        double y = Math.max(0, Math.min(rows - 1.0, row));
        double x = Math.max(0, Math.min(columns - 1.0, column));
        int top = (int) y;
        int left = (int) x;
        int bottom = Math.min(rows - 1, top + 1);
        int right = Math.min(columns - 1, left + 1);
        double below = y - top;
        double beside = x - left;
        return (float) ((1 - below)
                        * ((1 - beside) * image[top * columns + left] + beside * image[top * columns + right])
                + below * ((1 - beside) * image[bottom * columns + left] + beside * image[bottom * columns + right]));
    }
}
