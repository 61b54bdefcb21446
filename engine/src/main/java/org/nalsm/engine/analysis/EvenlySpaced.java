package org.nalsm.engine.analysis;

/** Which samples of a batch are recorded. */
public final class EvenlySpaced {
    private EvenlySpaced() {}

    /**
     * Evenly spaced positions: {@code round(size * i / count)} for i = 0 to count - 1, halves to the even
     * neighbour. This is how the publication's program chooses; 20 of 250 are 0, 12, 25, 38, 50, 62, ... 238.
     * The first sample is always among them, the last only when all are taken.
     *
     * @param count how many, 0 to {@code size}
     * @param size samples of the batch
     * @return ascending, distinct positions in the batch, from 0
     * @throws IllegalArgumentException when there are fewer samples than asked for
     */
    public static int[] positions(int count, int size) {
        if (count < 0 || count > size) {
            throw new IllegalArgumentException("cannot take " + count + " of " + size + " samples");
        }
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            long whole = (long) size * i / count;
            long twiceRest = 2 * ((long) size * i % count);
            boolean up = twiceRest > count || (twiceRest == count && whole % 2 != 0);
            positions[i] = (int) (up ? whole + 1 : whole);
        }
        return positions;
    }
}
