package org.nalsm.engine.liquid.simulation.cuda;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nalsm.engine.UserException;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;

/**
 * Checks and measures the simulators of this program, of GPU and CPU, with cases of {@link KernelCase}, on a machine without
 * Spark: {@code submit/gpu-check-jar.sh} packs what it needs. Every count must be that of the case.
 */
public final class CaseCheck {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int RUN_SNAPSHOTS = 50_000;
    private static final int PASSES = 3;

    private final PrintStream out;
    private final CudaProvider gpu;
    private final double seconds;
    private boolean equal = true;

    private CaseCheck(PrintStream out, CudaProvider gpu, double seconds) {
        this.out = out;
        this.gpu = gpu;
        this.seconds = seconds;
    }

    /**
     * Exits with 0 if everything is equal, 1 if something differs, 69 if the GPU cannot be used, else as the program.
     *
     * @param arguments seconds to spend on measuring a backend, about; the device; files
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            CudaProvider gpu = new CudaProvider(arguments[1]);
            if (gpu.unavailableBecause().isPresent()) {
                err.println("gpu-check-jar.sh: " + gpu.unavailableBecause().get());
                return 69;
            }
            CaseCheck check = new CaseCheck(out, gpu, Double.parseDouble(arguments[0]));
            out.printf("%s; %d cores, %s kernel%n", gpu.device(), cores(), Kernel.fastest());
            for (String file : Arrays.asList(arguments).subList(2, arguments.length)) {
                check.check(new StoredCase(Path.of(file)));
            }
            out.println(check.equal ? "all equal" : "DIFFERENT");
            return check.equal ? 0 : 1;
        } catch (UserException e) {
            err.println("gpu-check-jar.sh: " + e.getMessage());
            return e.kind().exitCode();
        } catch (CudaException e) {
            err.println("gpu-check-jar.sh: " + e.getMessage());
            return 69;
        }
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private void check(StoredCase stored) {
        Network network = stored.network();
        LiquidModel model = stored.model(network);
        if (stored.isOfSamples()) {
            checkSamples(stored, network, model);
        } else {
            checkInitialisation(stored, network, model);
        }
    }

    private void checkSamples(StoredCase stored, Network network, LiquidModel model) {
        float[] weights = stored.weights();
        int[] expected = stored.counts();
        int[] expectedInputs = stored.inputSpikes();
        int[] ids = stored.ids();
        boolean[] same = new boolean[ids.length];
        try (LiquidSimulator simulator = gpu.open(network, model, weights)) {
            simulator.simulate(
                    new SampleBatch(stored.inputs(), ids, stored.durationMs(), k -> false),
                    (k, counts, inputSpikes, recording) -> {
                        int from = k * counts.length;
                        same[k] = inputSpikes == expectedInputs[k]
                                && Arrays.equals(counts, 0, counts.length, expected, from, from + counts.length);
                    });
        }
        int differing = 0;
        for (boolean one : same) {
            differing += one ? 0 : 1;
        }
        equal &= differing == 0;
        double[] one = rates(1, stored, () -> gpu.open(network, model, weights));
        double[] two = rates(2, stored, () -> gpu.open(network, model, weights));
        double[] cpu =
                rates(cores(), stored, () -> new EventDrivenSimulator(network, model, weights, Kernel.fastest()));
        out.printf(
                Locale.ROOT,
                "%-36s %s; samples/s, encoding included: GPU %s, by two threads %s; CPU, all cores %s%n",
                stored.name(),
                differing == 0 ? ids.length + " samples equal" : differing + " of " + ids.length + " samples DIFFER",
                text(one),
                text(two),
                text(cpu));
    }

    /** Samples/s of all threads together, by pass; each has a simulator and an encoder of its own, as a Spark task. */
    private double[] rates(int threads, StoredCase stored, Callable<LiquidSimulator> open) {
        int[] ids = stored.ids();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<LiquidSimulator> simulators = new ArrayList<>();
        List<SampleInputs> inputs = new ArrayList<>();
        try {
            for (int k = 0; k < threads; k++) {
                simulators.add(open.call());
                inputs.add(stored.inputs());
            }
            int repetitions = 1;
            double took = pass(pool, stored, simulators, inputs, repeated(ids, 1));
            while (took < seconds / PASSES && repetitions < 1 << 16) {
                repetitions = (int) Math.ceil(Math.min(16, seconds / PASSES / took) * repetitions);
                took = pass(pool, stored, simulators, inputs, repeated(ids, repetitions)) * 1.2;
            }
            double[] rates = new double[PASSES];
            for (int k = 0; k < PASSES; k++) {
                took = pass(pool, stored, simulators, inputs, repeated(ids, repetitions));
                rates[k] = (double) ids.length * repetitions / took;
            }
            Arrays.sort(rates);
            return rates;
        } catch (Exception e) {
            throw e instanceof CudaException refused ? refused : new IllegalStateException(e);
        } finally {
            simulators.forEach(LiquidSimulator::close);
            pool.shutdownNow();
        }
    }

    private static int[] repeated(int[] ids, int times) {
        int[] all = new int[Math.multiplyExact(ids.length, times)];
        Arrays.setAll(all, k -> ids[k % ids.length]);
        return all;
    }

    /** Seconds for all ids, dealt out to the threads. */
    private static double pass(
            ExecutorService pool,
            StoredCase stored,
            List<LiquidSimulator> simulators,
            List<SampleInputs> inputs,
            int[] ids)
            throws InterruptedException, ExecutionException {
        List<Callable<Void>> tasks = new ArrayList<>();
        int threads = simulators.size();
        for (int k = 0; k < threads; k++) {
            LiquidSimulator simulator = simulators.get(k);
            SampleBatch batch = new SampleBatch(
                    inputs.get(k),
                    Arrays.copyOfRange(ids, (int) ((long) ids.length * k / threads), (int)
                            ((long) ids.length * (k + 1) / threads)),
                    stored.durationMs(),
                    position -> false);
            tasks.add(() -> {
                simulator.simulate(batch, (position, counts, spikes, recording) -> {});
                return null;
            });
        }
        long start = System.nanoTime();
        for (Future<Void> done : pool.invokeAll(tasks)) {
            done.get();
        }
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private void checkInitialisation(StoredCase stored, Network network, LiquidModel model) {
        float[] start = stored.weights();
        LiquidInitialiser.State state;
        double[] took = new double[PASSES];
        double[] cpuTook = new double[PASSES];
        try (CudaInitialiser initialiser = new CudaInitialiser(gpu.cudaDevice(), stored.durationMs())) {
            CudaInitialiser.Member member = initialiser.add(network, model, start);
            LiquidInitialiser.State before = member.state();
            for (int k = 0; k < PASSES; k++) {
                member.restore(before);
                long begin = System.nanoTime();
                gather(stored, member);
                initialiser.flush();
                took[k] = (System.nanoTime() - begin) / NANOS_PER_SECOND * RUN_SNAPSHOTS / stored.size();
            }
            state = member.state();
        }
        for (int k = 0; k < PASSES; k++) {
            LiquidInitialiser cpu = new LiquidInitialiser(network, model, start, Kernel.fastest());
            SampleInputs inputs = stored.inputs();
            long begin = System.nanoTime();
            for (int position = 0; position < stored.size(); position++) {
                cpu.present(inputs.snapshot(0, position), stored.durationMs(), StepObserver.NONE);
            }
            cpuTook[k] = (System.nanoTime() - begin) / NANOS_PER_SECOND * RUN_SNAPSHOTS / stored.size();
        }
        boolean same = Arrays.equals(state.weights(), stored.floats("weights_end"))
                && Arrays.equals(state.trace(), stored.floats("trace_end"))
                && (!stored.hasCalcium() || Arrays.equals(state.calcium(), stored.floats("calcium_end")));
        equal &= same;
        Arrays.sort(took);
        Arrays.sort(cpuTook);
        out.printf(
                Locale.ROOT,
                "%-36s %d snapshots %s; s for 50,000: GPU %.2f (%.2f to %.2f), a core of the CPU %.2f (%.2f to %.2f)%n",
                stored.name(),
                stored.size(),
                same ? "equal" : "DIFFER",
                took[1],
                took[0],
                took[2],
                cpuTook[1],
                cpuTook[0],
                cpuTook[2]);
    }

    private static void gather(StoredCase stored, CudaInitialiser.Member member) {
        SampleInputs inputs = stored.inputs();
        for (int k = 0; k < stored.size(); k++) {
            member.gather(inputs.snapshot(0, k), k);
        }
    }

    private static String text(double[] rates) {
        return String.format(Locale.ROOT, "%,.0f (%,.0f to %,.0f)", rates[1], rates[0], rates[2]);
    }
}
