package org.nalsm.spark.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place that may have the files of a dataset. */
sealed interface DatasetSource permits DirectorySource, HttpSource, NpmSource, DebianSource, UnsetSource {

    /** What messages call this source, with its address. */
    String title();

    /**
     * Delivers the wanted files one after the other and stops at the first that it cannot deliver.
     *
     * @param dataset   name of the dataset
     * @param wanted    files to deliver
     * @param workspace an existing folder for temporary files, on the file system of the destination; the
     *                  caller removes it
     * @param receiver  takes every file
     * @throws IOException whose message is the reason, fit for a user, if a file cannot be had or the
     *                     receiver refuses it
     */
    void deliver(String dataset, List<DatasetFile> wanted, Path workspace, Receiver receiver)
            throws IOException, InterruptedException;

    /** Takes delivered files. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Checks a file and moves it to its place.
         *
         * @param path a file in the workspace, plain or gzip
         * @throws IOException if its content is wrong or it cannot be stored
         */
        void accept(DatasetFile file, Path path) throws IOException;
    }
}
