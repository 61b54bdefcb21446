package org.nalsm.spark.cluster;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/** What Spark's pages call the jobs and stages that a piece of work starts. */
public final class JobTitle {
    private static final String DESCRIPTION = "spark.job.description";
    private static final String STAGE_NAME = "callSite.short";

    private JobTitle() {}

    /** Does work under a title; within another one, such as that of a sweep's trial, it is added to that. */
    public static <R> R during(JavaSparkContext spark, String title, Supplier<R> work) {
        String outer = spark.getLocalProperty(DESCRIPTION);
        String outerName = spark.getLocalProperty(STAGE_NAME);
        spark.setJobDescription(outer == null ? title : outer + ": " + title);
        spark.setLocalProperty(STAGE_NAME, title); // else a line number of ours
        try {
            return work.get();
        } finally {
            spark.setLocalProperty(STAGE_NAME, outerName);
            spark.setJobDescription(outer);
        }
    }
}
