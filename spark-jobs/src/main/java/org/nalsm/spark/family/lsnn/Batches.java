package org.nalsm.spark.family.lsnn;

import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.engine.lsnn.learning.LabelledBatch;
import org.nalsm.engine.lsnn.task.StoreRecall;
import org.nalsm.engine.random.Stream;
import org.nalsm.engine.training.SampleOrder;
import org.nalsm.engine.training.Workers;
import org.nalsm.spark.sample.SampleSource;

/** The batches of a task: functions of their number alone. For one thread at a time. */
abstract class Batches {
    /** A task's batches. */
    static Batches of(LsnnModel model, SampleSource samples, Workers workers) {
        if (!model.isImages()) {
            return new Sequences(model, workers);
        }
        if (samples.raw() instanceof SampleSource.Images images) {
            return new Images(model, images.images(), workers);
        }
        throw new IllegalStateException("no sequences of " + samples.raw().getClass());
    }

    /** The batch to learn from in an iteration, from 0. */
    abstract LabelledBatch training(int iteration);

    /** The batches of a validation, from 0: one, or all of the validation samples. */
    abstract List<LabelledBatch> validation(int number);

    /** Whether each batch of a kind begins in the state in which the one before ended. */
    abstract boolean areContinued();

    /** An image's input. */
    static InputSequence encode(LsnnModel model, byte[] image) {
        return switch (model.config().smnist().input()) {
            case CROSSINGS -> model.crossings().encode(image);
            case ANALOG -> model.analog().encode(image);
        };
    }

    private static final class Images extends Batches {
        private static final int TRAINING = 0;
        private static final int VALIDATION = 1;

        private final LsnnModel model;
        private final ImageDataset images;
        private final Workers workers;
        private final int batchSize;
        private final int validImages;
        private final SampleOrder trainingOrder;
        private final SampleOrder validationOrder;

        Images(LsnnModel model, ImageDataset images, Workers workers) {
            this.model = model;
            this.images = images;
            this.workers = workers;
            batchSize = model.config().training().batchSize();
            validImages = model.config().smnist().validImages();
            trainingOrder = new SampleOrder(
                    model.seed(),
                    Stream.LSNN_SAMPLE_ORDER,
                    model.config().smnist().trainImages(),
                    TRAINING);
            validationOrder = new SampleOrder(model.seed(), Stream.LSNN_SAMPLE_ORDER, validImages, VALIDATION);
        }

        @Override
        LabelledBatch training(int iteration) {
            long first = (long) iteration * batchSize;
            return batch(IntStream.range(0, batchSize)
                    .map(b -> validImages + trainingOrder.at(first + b))
                    .toArray());
        }

        @Override
        List<LabelledBatch> validation(int number) {
            return switch (model.config().training().validation()) {
                case BATCH ->
                    List.of(batch(IntStream.range(0, Math.min(batchSize, validImages))
                            .map(b -> validationOrder.at((long) number * Math.min(batchSize, validImages) + b))
                            .toArray()));
                case FULL ->
                    IntStream.iterate(0, from -> from < validImages, from -> from + batchSize)
                            .mapToObj(from -> batch(IntStream.range(from, Math.min(validImages, from + batchSize))
                                    .toArray()))
                            .toList();
            };
        }

        @Override
        boolean areContinued() {
            return false;
        }

        private LabelledBatch batch(int[] ids) {
            InputSequence[] inputs = new InputSequence[ids.length];
            int[][] targets = new int[ids.length][];
            workers.forEach(ids.length, b -> {
                inputs[b] = encode(model, images.image(ids[b]));
                targets[b] = new int[] {images.label(ids[b])};
            });
            return new LabelledBatch(List.of(inputs), targets);
        }
    }

    /** Store-recall: the sequences of one number in all batches follow each other. */
    static final class Sequences extends Batches {
        private static final int KINDS = 3;
        private static final int TRAINING = 0;
        private static final int VALIDATION = 1;
        private static final int TEST = 2;

        private final LsnnModel model;
        private final Workers workers;
        private final int batchSize;

        Sequences(LsnnModel model, Workers workers) {
            this.model = model;
            this.workers = workers;
            batchSize = model.config().training().batchSize();
        }

        @Override
        LabelledBatch training(int iteration) {
            return labelled(sequences(iteration, TRAINING));
        }

        @Override
        List<LabelledBatch> validation(int number) {
            return List.of(labelled(sequences(number, VALIDATION)));
        }

        /** The sequences of a test batch, from 0. */
        List<StoreRecall.Sequence> test(int number) {
            return sequences(number, TEST);
        }

        static LabelledBatch labelled(List<StoreRecall.Sequence> sequences) {
            return new LabelledBatch(
                    sequences.stream().map(StoreRecall.Sequence::inputs).toList(),
                    sequences.stream().map(StoreRecall.Sequence::targets).toArray(int[][]::new));
        }

        @Override
        boolean areContinued() {
            return true;
        }

        private List<StoreRecall.Sequence> sequences(int batch, int kind) {
            StoreRecall task = model.storeRecall();
            StoreRecall.Sequence[] all = new StoreRecall.Sequence[batchSize];
            workers.forEach(batchSize, b -> {
                long number = ((long) batch * batchSize + b) * KINDS + kind;
                all[b] = task.sequence(model.seed(), Math.toIntExact(number));
            });
            return List.of(all);
        }
    }
}
