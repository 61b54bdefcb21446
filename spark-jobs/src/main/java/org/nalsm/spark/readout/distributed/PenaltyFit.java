package org.nalsm.spark.readout.distributed;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Spark ML's multinomial logistic regression on the training samples: mean cross-entropy plus
 * {@code penalty * sum(W^2) / 2} over counts divided by the largest one, the bias not penalised. Spark measures features in
 * units of their deviation while it minimises, and with {@code standardization} off that changes no optimum.
 */
final class PenaltyFit {
    private static final String LABEL = "label";
    private static final String FEATURES = "features";
    /**
     * The driver's fits end when ten iterations lower the loss by less than the tolerance times the loss they have come
     * to, Spark's when it is less than the tolerance times the first loss, which is some thirty times as large.
     */
    private static final double TOLERANCE_OF_FIRST_LOSS = 1.0 / 30;

    private final ReadoutSettings settings;
    private final Dataset<Row> training;

    /**
     * Reads nothing yet.
     *
     * @param samples the training samples
     * @param neurons length of their counts
     * @param largestCount of them
     */
    PenaltyFit(ReadoutSettings settings, JavaRDD<SpikeCounts> samples, int neurons, int largestCount) {
        JavaBlas.use();
        this.settings = settings;
        // Spark ML takes tables; this one is never written, and is read by the function that fills it.
        SparkSession session = SparkSession.builder().getOrCreate();
        this.training = session.createDataFrame(samples.map(new Features(neurons, largestCount)), schema());
    }

    /** The classes are said, as the largest one may be missing. */
    private static StructType schema() {
        String[] classes = IntStream.range(0, CountMatrix.CLASSES)
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
        Metadata labels = NominalAttribute.defaultAttr()
                .withName(LABEL)
                .withValues(classes)
                .toMetadata();
        return new StructType(new StructField[] {
            new StructField(LABEL, DataTypes.DoubleType, false, labels),
            new StructField(FEATURES, SQLDataTypes.VectorType(), false, Metadata.empty())
        });
    }

    /**
     * The weights that a penalty leads to, from zero weights.
     *
     * @param iterations of L-BFGS at most; equal fits take the same ones, so a longer fit goes on where a shorter one ended
     */
    LogisticRegressionModel model(double penalty, int iterations) {
        return new LogisticRegression()
                .setFamily("multinomial")
                .setLabelCol(LABEL)
                .setFeaturesCol(FEATURES)
                .setStandardization(false)
                .setElasticNetParam(0)
                .setRegParam(penalty)
                .setMaxIter(iterations)
                .setTol(TOLERANCE_OF_FIRST_LOSS * settings.tolerance())
                .fit(training);
    }

    /** The loss that a fit came to, with its L2 term. */
    static double loss(LogisticRegressionModel model) {
        double[] losses = model.summary().objectiveHistory();
        return losses[losses.length - 1];
    }

    /** A row of the table: label and features, sparse where that is shorter. */
    private record Features(int neurons, int largestCount) implements Function<SpikeCounts, Row> {
        static {
            JavaBlas.use(); // on an executor
        }

        @Override
        public Row call(SpikeCounts sample) {
            double factor = LinearScores.factor(largestCount);
            double[] features = new double[neurons];
            for (int j = 0; j < neurons; j++) {
                features[j] = factor * sample.counts()[j];
            }
            return RowFactory.create(
                    (double) sample.label(), Vectors.dense(features).compressed());
        }
    }
}
