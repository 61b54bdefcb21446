package org.nalsm.spark.identity;

/**
 * The version of the results, a part of every id: code of the same version gives the same results for the same
 * configuration, bit for bit, and finds what earlier code of it has left.
 *
 * <p><b>Raise it</b> when a change of code can change a number in a table (spike counts, weights, predictions), or what a
 * table's columns mean. The version and commit of the code are provenance and no part of any id.
 *
 * <table>
 * <caption>versions</caption>
 * <tr><td>0</td><td>code 0.1.0, whose ids held the code's version; the readout table held the pixel share</td></tr>
 * <tr><td>1</td><td>runs are lists of phases</td></tr>
 * </table>
 */
public final class ResultsVersion {
    /** The version of this code. */
    public static final int CURRENT = 1;

    private ResultsVersion() {}
}
