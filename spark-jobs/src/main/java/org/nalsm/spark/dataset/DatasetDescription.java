package org.nalsm.spark.dataset;

import java.util.List;

/**
 * What the catalogue says of a dataset.
 *
 * @param name            key in the catalogue, and name of its folder
 * @param description     what it shows, one line
 * @param licence         licence of the data
 * @param trainingImages  IDX3 file of the training images
 * @param trainingLabels  IDX1 file of their labels
 * @param testImages      IDX3 file of the test images
 * @param testLabels      IDX1 file of their labels
 */
public record DatasetDescription(
        String name,
        String description,
        String licence,
        DatasetFile trainingImages,
        DatasetFile trainingLabels,
        DatasetFile testImages,
        DatasetFile testLabels) {

    /** All four files, training before test, images before labels. */
    public List<DatasetFile> files() {
        return List.of(trainingImages, trainingLabels, testImages, testLabels);
    }
}
