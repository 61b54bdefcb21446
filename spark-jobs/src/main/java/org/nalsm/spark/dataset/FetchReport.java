package org.nalsm.spark.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * What a fetch did. It returns only when every file is there and verified.
 *
 * @param dataset   name of the dataset
 * @param directory folder that holds its files
 * @param files     the four files, all verified
 * @param attempts  what was tried, in order; empty if everything was there already
 */
public record FetchReport(String dataset, Path directory, List<FileCheck> files, List<Attempt> attempts) {

    /**
     * One try to get something from one source.
     *
     * @param what      file, or files, that were wanted
     * @param source    source with its address
     * @param succeeded whether the file is now in place
     * @param result    size and checksum, or the reason of the failure
     */
    public record Attempt(String what, String source, boolean succeeded, String result) {

        /** One line for people. */
        public String describe() {
            return what + " from " + source + ": " + (succeeded ? "" : "failed: ") + result;
        }
    }
}
