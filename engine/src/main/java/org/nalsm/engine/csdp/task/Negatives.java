package org.nalsm.engine.csdp.task;

/**
 * How the negative samples of a minibatch are made of the real ones.
 *
 * @param labelled whether they are the same images with a wrong label; else images that are mixed with others of the minibatch
 * @param onePartner of mixed images: whether one drawn number chooses the other image of all, as in the published program;
 *     else each has one of its own
 * @param rotated of mixed images: whether the other image is turned by a random angle first
 */
public record Negatives(boolean labelled, boolean onePartner, boolean rotated) {
    /** The same images with wrong labels. */
    public static Negatives wrongLabels() {
        return new Negatives(true, false, false);
    }

    /** Half the image, half another one. */
    public static Negatives mixed(boolean onePartner, boolean rotated) {
        return new Negatives(false, onePartner, rotated);
    }
}
