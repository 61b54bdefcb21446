package org.nalsm.spark.benchmark;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;

/**
 * Neurons along the three axes of a liquid.
 *
 * @param x at least 1; likewise the others
 */
public record LiquidSize(int x, int y, int z) {
    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,4})(?:x([1-9]\\d{0,4})x([1-9]\\d{0,4}))?");
    private static final double REFERENCE_NEURONS = 1000;

    /**
     * Reads the edge of a cube, such as 10, or three lengths, such as 10x10x20.
     *
     * @throws UserException USAGE if it is neither
     */
    public static LiquidSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--sizes has '" + text + "', which is neither the edge "
                            + "of a cube, such as 10, nor three lengths, such as 10x10x20");
        }
        int x = Integer.parseInt(matcher.group(1));
        return matcher.group(2) == null
                ? new LiquidSize(x, x, x)
                : new LiquidSize(x, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    }

    /** Number of neurons. */
    public long neurons() {
        return (long) x * y * z;
    }

    /**
     * An astrocyte weight for this size, given the one for 1000 neurons. The publication has 0.015 for 1000 neurons and
     * 0.0075 for 8000; between and beyond them, the weight falls with the cube root of the number of neurons.
     */
    public double astrocyteWeight(double atThousand) {
        return atThousand * Math.cbrt(REFERENCE_NEURONS / neurons());
    }

    /** As {@code network.dimensions} has it. */
    public List<Integer> dimensions() {
        return List.of(x, y, z);
    }

    /** Such as 10 x 10 x 20. */
    @Override
    public String toString() {
        return x + " x " + y + " x " + z;
    }
}
