package org.nalsm.spark.table;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;

/** The tables under {@code output.dir}: a public contract, to which columns are added but not changed. */
public final class Tables {
    private static final String RUN_ID =
            "Run that produced the row, r- and hexadecimal digits; u- for a user's own samples (nalsm simulate)";
    private static final String SPLIT =
            "Split of the dataset: train, valid, test or test-noise; user for a user's own samples, and in "
                    + "predictions the id u-... of their counts";
    private static final String NETWORK_ID = "Network the row belongs to, n- and hexadecimal digits";
    private static final String SAMPLE_ID = "Index of the sample in the dataset's own order, from 0";
    private static final String LABEL = "Class of the sample, from 0; -1 where it is not known";
    private static final String PRE =
            "Presynaptic neuron, from 0; input channel c is neuron number N + c, N the size of the liquid";
    private static final String POST = "Postsynaptic liquid neuron, from 0";

    /** One row a run, one file a row. */
    public static final TableSchema RUNS = TableSchema.table("runs", "One row a run")
            .column("run_id", StringType, "Run: r- and a hash of configuration and code version")
            .column("status", StringType, "running, complete or failed")
            .column("model", StringType, "Liquid model: nalsm, lsm, lsm-stdp or lsm-ap-stdp")
            .column("dataset", StringType, "Dataset the run was trained on")
            .column("config", StringType, "Resolved configuration as JSON")
            .column("network_id", StringType, "Network of the run, see table networks")
            .nullable("liquid_id", StringType, "Initialised liquid: runs with the same one have the same weights")
            .nullable("simulation_id", StringType, "Spike counts: runs with the same one differ in the readout only")
            .nullable("data_hash", StringType, "Content of the recordings; null for images, whose checksums are known")
            .column("network_seed", LongType, "Seed of positions, connections and signs")
            .column("run_seed", LongType, "Seed of input spikes, initialisation order and noise")
            .column("code_version", StringType, "Version of this project's code")
            .column("spark_version", StringType, "Version of Spark")
            .column("backend", StringType, "simulation.backend as configured; auto is the fastest of the machine")
            .column("started_at", TimestampType, "Start of the run, UTC")
            .nullable("finished_at", TimestampType, "End of the run, UTC; null while it runs")
            .nullable("network_seconds", DoubleType, "Wall time of network generation, s")
            .nullable("initialisation_seconds", DoubleType, "Wall time of liquid initialisation, s")
            .nullable("simulation_seconds", DoubleType, "Wall time of sample simulation, all splits, s")
            .nullable("readout_seconds", DoubleType, "Wall time of readout training, s")
            .nullable("total_seconds", DoubleType, "Wall time of the whole run, s")
            .nullable("samples_per_second", DoubleType, "Simulated samples per second of wall time, 1/s")
            .nullable("liquid_spikes_per_sample", DoubleType, "Mean spikes of all liquid neurons in a sample")
            .nullable("input_spikes_per_sample", DoubleType, "Mean spikes of all input neurons in a sample")
            .nullable("train_accuracy", DoubleType, "Training accuracy at the best epoch, share from 0 to 1")
            .nullable("valid_accuracy", DoubleType, "Best validation accuracy, share from 0 to 1")
            .nullable("test_accuracy", DoubleType, "Test accuracy at the best epoch, share from 0 to 1")
            .nullable("best_epoch", IntegerType, "Epoch or iteration with the best validation accuracy, from 1")
            .build();

    /** One row a network, one file a row. */
    public static final TableSchema NETWORKS = TableSchema.table("networks", "One row a network")
            .column("network_id", StringType, "Network: n- and a hash of its parameters")
            .column("dimensions", list(IntegerType), "Neurons along x, y and z of the grid")
            .column("n_excitatory", IntegerType, "Number of excitatory liquid neurons")
            .column("n_inhibitory", IntegerType, "Number of inhibitory liquid neurons")
            .column("n_inputs", IntegerType, "Number of input channels")
            .column("synapses_ee", LongType, "Number of excitatory to excitatory synapses")
            .column("synapses_ei", LongType, "Number of excitatory to inhibitory synapses")
            .column("synapses_ie", LongType, "Number of inhibitory to excitatory synapses")
            .column("synapses_ii", LongType, "Number of inhibitory to inhibitory synapses")
            .column("synapses_input", LongType, "Number of input to liquid synapses")
            .column("density_ee", DoubleType, "Connected share of excitatory to excitatory pairs, 0 to 1")
            .column("density_ei", DoubleType, "Connected share of excitatory to inhibitory pairs, 0 to 1")
            .column("density_ie", DoubleType, "Connected share of inhibitory to excitatory pairs, 0 to 1")
            .column("density_ii", DoubleType, "Connected share of inhibitory to inhibitory pairs, 0 to 1")
            .column("density_input", DoubleType, "Connected share of input to liquid pairs, 0 to 1")
            .column("seed", LongType, "network.seed")
            .build();

    public static final TableSchema NEURONS = TableSchema.table("neurons", "One row a neuron")
            .partition("network_id", NETWORK_ID)
            .column("neuron", IntegerType, "Number, from 0; input channel c is N + c, N the liquid's size")
            .column("kind", StringType, "excitatory, inhibitory or input")
            .nullable("x", IntegerType, "Grid cell along x; null for inputs")
            .nullable("y", IntegerType, "Grid cell along y; null for inputs")
            .nullable("z", IntegerType, "Grid cell along z; null for inputs")
            .build();

    public static final TableSchema SYNAPSES = TableSchema.table("synapses", "One row a synapse")
            .partition("network_id", NETWORK_ID)
            .column("pre", IntegerType, PRE)
            .column("post", IntegerType, POST)
            .column("kind", StringType, "Class of the synapse, pre then post: EE, EI, IE, II or input")
            .column("sign", IntegerType, "Sign of the initial weight: 1 or -1")
            .build();

    public static final TableSchema LIQUID_WEIGHTS = TableSchema.table(
                    "liquid_weights", "One row a synapse: the initialised liquid")
            .partition("run_id", RUN_ID)
            .column("pre", IntegerType, PRE)
            .column("post", IntegerType, POST)
            .column("weight", FloatType, "Weight after liquid initialisation, arbitrary units")
            .build();

    public static final TableSchema SPIKE_COUNTS = TableSchema.table("spike_counts", "One row a sample")
            .partition("run_id", RUN_ID)
            .partition("split", SPLIT)
            .column("sample_id", IntegerType, SAMPLE_ID)
            .column("label", IntegerType, LABEL)
            .column("counts", list(IntegerType), "Spikes of each liquid neuron during the sample, by neuron number")
            .column("input_spikes", IntegerType, "Spikes of all input neurons during the sample")
            .column("liquid_spikes", IntegerType, "Spikes of all liquid neurons during the sample")
            .column("block", IntegerType, "Block of samples that was simulated in one task, from 0 in its split")
            .build();

    /** Where the samples of {@code nalsm simulate} came from. */
    public static final TableSchema INPUTS = TableSchema.table("inputs", "One row a sample of a user's own files")
            .partition("run_id", RUN_ID)
            .column("sample_id", IntegerType, "The sample in spike_counts of the same run_id, from 0")
            .column("label", IntegerType, LABEL)
            .column("file", StringType, "File that held it, as named on the command line or found below that")
            .column("position", IntegerType, "Which sample of the file, from 0")
            .build();

    public static final TableSchema SPIKES = TableSchema.table("spikes", "One row a recorded sample")
            .partition("run_id", RUN_ID)
            .partition("split", SPLIT)
            .column("sample_id", IntegerType, SAMPLE_ID)
            .column("label", IntegerType, LABEL)
            .column("t_ms", list(ShortType), "Time of each liquid spike from the sample's start, ms, ascending")
            .column("neuron", list(IntegerType), "Liquid neuron of each spike, ascending within a millisecond")
            .build();

    public static final TableSchema DYNAMICS = TableSchema.table(
                    "dynamics", "One row a recorded sample and millisecond")
            .partition("run_id", RUN_ID)
            .column("sample_id", IntegerType, SAMPLE_ID)
            .column("t_ms", IntegerType, "Time from the sample's start, ms")
            .column("liquid_spikes", IntegerType, "Liquid neurons that spiked in this millisecond")
            .column("input_spikes", IntegerType, "Input neurons that spiked in this millisecond")
            .column("astrocyte", DoubleType, "Astrocyte state at the end of the millisecond, dimensionless")
            .build();

    public static final TableSchema TRAINING = TableSchema.table(
                    "training", "One row an epoch or iteration of readout training")
            .partition("run_id", RUN_ID)
            .column("epoch", IntegerType, "Epoch or iteration, from 1")
            .nullable("l2_penalty", DoubleType, "L2 penalty on the weights in this fit, dimensionless")
            .nullable("train_loss", DoubleType, "Training loss with its L2 term, nats")
            .nullable("train_accuracy", DoubleType, "Training accuracy, share from 0 to 1")
            .nullable("valid_accuracy", DoubleType, "Validation accuracy, share from 0 to 1")
            .nullable("test_accuracy", DoubleType, "Test accuracy, share from 0 to 1; null where not evaluated")
            .column("seconds", DoubleType, "Wall time since training began, s")
            .build();

    public static final TableSchema READOUT = TableSchema.table("readout", "One row a class of the trained readout")
            .partition("run_id", RUN_ID)
            .column("class", IntegerType, "Class, from 0")
            .column("bias", DoubleType, "Bias of the class, dimensionless")
            .column("weights", list(DoubleType), "Weight of each liquid neuron's feature, by neuron number")
            .nullable(
                    "training_maximum",
                    IntegerType,
                    "Largest spike count of the training samples, the same in every "
                            + "row; with readout.features = counts a feature is a count divided by it")
            .nullable(
                    "training_pixel_share",
                    DoubleType,
                    "Largest pixel of the training images over the sum of its "
                            + "image, the same in every row; input rates are pixel shares divided by it; null for events")
            .build();

    public static final TableSchema PREDICTIONS = TableSchema.table("predictions", "One row a sample")
            .partition("run_id", RUN_ID)
            .partition("split", SPLIT)
            .column("sample_id", IntegerType, SAMPLE_ID)
            .column("label", IntegerType, LABEL)
            .column("predicted", IntegerType, "Class with the largest score, from 0")
            .column("scores", list(FloatType), "Score of each class before the softmax")
            .build();

    public static final TableSchema BRANCHING_FACTOR = TableSchema.table(
                    "branching_factor", "One row a recorded sample")
            .partition("run_id", RUN_ID)
            .column("sample_id", IntegerType, SAMPLE_ID)
            .column("label", IntegerType, LABEL)
            .column("branching_factor", DoubleType, "Spikes that follow a spike, per spike before it, ratio")
            .build();

    public static final TableSchema KERNEL_QUALITY = TableSchema.table("kernel_quality", "One row a run")
            .partition("run_id", RUN_ID)
            .column("separation_rank", DoubleType, "Rank of the test count matrix, mean over shuffles")
            .column("generalisation_rank", DoubleType, "Rank of the noisy test count matrix, mean over shuffles")
            .column("shuffles", IntegerType, "Number of shuffles")
            .column("samples_per_class", IntegerType, "Samples drawn from each class")
            .build();

    /** One row a sweep, one file a row. */
    public static final TableSchema SWEEPS = TableSchema.table("sweeps", "One row a sweep")
            .column("sweep_id", StringType, "Sweep: s- and hexadecimal digits")
            .nullable("name", StringType, "Name of the sweep, for people")
            .column("config", StringType, "Resolved configuration of the sweep as JSON")
            .column("status", StringType, "running, complete or failed")
            .column("n_trials", IntegerType, "Number of trials")
            .column("started_at", TimestampType, "Start of the sweep, UTC")
            .nullable("finished_at", TimestampType, "End of the sweep, UTC; null while it runs")
            .build();

    public static final TableSchema TRIALS = TableSchema.table("trials", "One row a trial of a sweep")
            .partition("sweep_id", "Sweep the trial belongs to, s- and hexadecimal digits")
            .column("trial_id", StringType, "Trial: t- and a hash of its parameters")
            .nullable("run_id", StringType, "Run of the trial; null before it has one")
            .column("parameters", new MapType(StringType, StringType, false), "Configuration key to value")
            .column("status", StringType, "pending, running, complete or failed")
            .nullable("error", StringType, "Message of the failure; null without one")
            .nullable("valid_accuracy", DoubleType, "Validation accuracy, share from 0 to 1")
            .nullable("test_accuracy", DoubleType, "Test accuracy, share from 0 to 1")
            .nullable("branching_factor", DoubleType, "Mean branching factor of the recorded samples, ratio")
            .nullable("seconds", DoubleType, "Wall time of the trial, s")
            .build();

    private static final List<TableSchema> ALL = List.of(
            RUNS,
            NETWORKS,
            NEURONS,
            SYNAPSES,
            LIQUID_WEIGHTS,
            SPIKE_COUNTS,
            INPUTS,
            SPIKES,
            DYNAMICS,
            TRAINING,
            READOUT,
            PREDICTIONS,
            BRANCHING_FACTOR,
            KERNEL_QUALITY,
            SWEEPS,
            TRIALS);

    private Tables() {}

    /** Every table. */
    public static List<TableSchema> all() {
        return ALL;
    }

    /** The tables whose files lie under {@code run_id=...}. */
    static List<TableSchema> ofRun() {
        return ALL.stream()
                .filter(table -> table.partitionColumns().contains("run_id"))
                .toList();
    }

    private static DataType list(DataType element) {
        return new ArrayType(element, false);
    }
}
