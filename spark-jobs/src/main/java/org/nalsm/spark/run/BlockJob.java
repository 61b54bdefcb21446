package org.nalsm.spark.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.ResultsStore;

/**
 * Does {@link BlockWork} with blocks of samples, a task each. Rows go from the task straight to the block's files, which
 * appear under their names when they are whole; a task that is repeated, or runs twice, changes nothing. What is on disk
 * is not made again.
 */
public final class BlockJob {
    private final JavaSparkContext spark;
    private final ResultsStore store;
    private final String id;
    private Optional<ResourceProfile> resources = Optional.empty();
    private Optional<LongAccumulator> deviceBytes = Optional.empty();

    /**
     * @param id run, or whatever the blocks belong to: value of the partition column {@code run_id}
     */
    public BlockJob(JavaSparkContext spark, ResultsStore store, String id) {
        this.spark = spark;
        this.store = store;
        this.id = id;
    }

    /** Tasks ask for these resources, if for any in particular. */
    public BlockJob on(Optional<ResourceProfile> taskResources) {
        resources = taskResources;
        return this;
    }

    /** The display tells of the device memory that tasks set here, bytes. */
    public BlockJob showing(LongAccumulator bytes) {
        deviceBytes = Optional.of(bytes);
        return this;
    }

    /** The blocks that are not on disk, in their order. */
    public static List<SampleBlock> missing(ResultsStore store, String id, Table<?> table, List<SampleBlock> blocks) {
        Map<String, SortedSet<Integer>> finished = blocks.stream()
                .map(SampleBlock::split)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), split -> store.finishedBlocks(table, id, split)));
        return blocks.stream()
                .filter(block -> !Objects.requireNonNull(finished.get(block.split()), "of every block's split")
                        .contains(block.index()))
                .toList();
    }

    /**
     * Makes the blocks that are not on disk.
     *
     * @param title what is done, for the display and for Spark's pages
     * @return number of samples that were missing
     */
    public long run(String title, List<SampleBlock> blocks, BlockWork work, Progress progress) {
        return run(title, blocks, work, blocks.size(), progress);
    }

    /** As {@link #run}, in at most so many tasks, which take consecutive blocks. */
    public long run(String title, List<SampleBlock> blocks, BlockWork work, int tasks, Progress progress) {
        List<SampleBlock> missing = missing(store, id, work.table(), blocks);
        if (missing.isEmpty()) {
            return 0;
        }
        long samples = missing.stream().mapToLong(SampleBlock::size).sum();
        String description = "%s, %d in %d blocks".formatted(title, samples, missing.size());
        try (TaskProgress follow = TaskProgress.follow(spark.sc(), progress, title, samples, "samples")) {
            deviceBytes.ifPresent(follow::showDeviceMemory);
            Task task = new Task(store, id, work, follow.counter());
            return JobTitle.during(
                    spark,
                    description,
                    () -> assigned(spark.parallelize(missing, Math.min(tasks, missing.size()))
                                    .map(task))
                            .reduce(Long::sum));
        }
    }

    private JavaRDD<Long> assigned(JavaRDD<Long> blocks) {
        return resources.isPresent() ? blocks.withResources(resources.get()) : blocks;
    }

    /** Runs on an executor. */
    private record Task(ResultsStore store, String id, BlockWork work, LongAccumulator done)
            implements org.apache.spark.api.java.function.Function<SampleBlock, Long> {
        @Override
        public Long call(SampleBlock block) {
            try (BlockWriter writer = store.openBlock(work.table(), id, block.split(), block.index())) {
                work.run(block, writer, () -> done.add(1));
                writer.commit();
            }
            return (long) block.size();
        }
    }
}
