package org.nalsm.spark.readout;

/**
 * Trains the linear readout with the optimisers of this package. With L-BFGS each penalty starts where the one before
 * ended, with Adadelta each starts from zero weights.
 *
 * <p>The same counts and settings give the same result, bit for bit, on any number of threads of the
 * same kind of processor with the same ND4J. Another processor may choose other BLAS kernels, whose
 * sums round differently.
 */
final class DriverTrainer extends ValidatedTrainer {
    /** Shares of a pass over all samples; a constant, so that sums do not depend on the machine. */
    private static final int FULL_PARTS = 32;
    /** Shares of one of Adadelta's batches. */
    private static final int BATCH_PARTS = 2;

    DriverTrainer(ReadoutSettings settings, int threads) {
        super(settings, threads);
    }

    @Override
    void findWeights(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        switch (settings().optimiser()) {
            case LBFGS -> lbfgs(training, factors, loop, choice);
            case ADADELTA -> adadelta(training, factors, loop, choice);
            default ->
                throw new IllegalStateException(
                        "no such optimiser: " + settings().optimiser());
        }
    }

    private void lbfgs(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        ReadoutLoss loss = new ReadoutLoss(training, factors, settings().labels(), FULL_PARTS, loop);
        Conditioning conditioning = new Conditioning(training, factors);
        double[] parameters = new double[ReadoutLoss.parameters(training.neurons())];
        for (double l2 : penaltiesFromLargest()) {
            choice.startPenalty(l2);
            double[] x = Lbfgs.minimise(
                    conditioning.objective(loss, training.samples(), l2),
                    conditioning.fromParameters(parameters, l2),
                    settings().maxEpochs(),
                    settings().tolerance(),
                    (iteration, value, at) -> {
                        conditioning.toParameters(at, l2, parameters);
                        return choice.epoch(iteration, value, loss.accuracy(), parameters);
                    });
            conditioning.toParameters(x, l2, parameters);
        }
    }

    private void adadelta(CountMatrix training, float[] factors, ParallelLoop loop, ValidationChoice choice) {
        ReadoutLoss loss = new ReadoutLoss(training, factors, settings().labels(), BATCH_PARTS, loop);
        for (double l2 : penaltiesFromLargest()) {
            choice.startPenalty(l2);
            double[] parameters = new double[ReadoutLoss.parameters(training.neurons())];
            Adadelta adadelta = new Adadelta(settings(), parameters.length, loop);
            boolean goOn = true;
            for (int epoch = 1; goOn && epoch <= settings().maxEpochs(); epoch++) {
                Adadelta.Epoch means = adadelta.epoch(loss, training.samples(), l2, parameters);
                goOn = choice.epoch(epoch, means.loss(), means.accuracy(), parameters);
            }
        }
    }
}
