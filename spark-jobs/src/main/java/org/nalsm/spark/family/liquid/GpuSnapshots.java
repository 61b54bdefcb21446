package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.cuda.CudaInitialiser;
import org.nalsm.engine.liquid.simulation.cuda.CudaProvider;
import org.nalsm.spark.run.LockstepWork;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.run.SequentialWork;

/**
 * The snapshots of several liquids, presented by one GPU at the same time; where the task finds none that it can use, by its
 * core, one liquid after the other.
 *
 * @param liquids with one duration of a snapshot
 */
record GpuSnapshots(List<Snapshots> liquids) implements LockstepWork<GpuSnapshots.Initialised> {
    GpuSnapshots {
        liquids = new ArrayList<>(liquids); // a serializable one
    }

    /** An initialised liquid, and what initialised it. */
    record Initialised(float[] weights, String device) implements Serializable {}

    @Override
    public int runs() {
        return liquids.size();
    }

    @Override
    public long steps(int run) {
        return liquids.get(run).steps();
    }

    @Override
    public Computation<Initialised> begin(List<Optional<PhaseState>> from) {
        SimulatorProvider provider = liquids.get(0).backend().here();
        return provider instanceof CudaProvider gpu ? new OnGpu(gpu, from) : new OnCore(provider, from);
    }

    private final class OnGpu implements Computation<Initialised> {
        private final String device;
        private final CudaInitialiser gpu;
        private final List<CudaInitialiser.Member> members = new ArrayList<>();
        private final List<SampleInputs> inputs = new ArrayList<>();
        private final List<InitialisationSequence> sequences = new ArrayList<>();

        OnGpu(CudaProvider provider, List<Optional<PhaseState>> from) {
            device = provider.device();
            gpu = new CudaInitialiser(provider.cudaDevice(), liquids.get(0).snapshotMs());
            try {
                for (int k = 0; k < liquids.size(); k++) {
                    Snapshots liquid = liquids.get(k);
                    CudaInitialiser.Member member =
                            gpu.add(liquid.network().value(), liquid.model(), liquid.startWeights());
                    from.get(k).map(liquid::stateOf).ifPresent(member::restore);
                    members.add(member);
                    inputs.add(liquid.inputs());
                    sequences.add(liquid.sequence());
                }
            } catch (RuntimeException e) {
                gpu.close();
                throw e;
            }
        }

        @Override
        public void advance(long[] from, long[] to) {
            for (int k = 0; k < members.size(); k++) {
                for (int position = (int) from[k]; position < to[k]; position++) {
                    int sample = sequences.get(k).sample(position);
                    members.get(k).gather(inputs.get(k).snapshot(sample, position), position);
                }
            }
            gpu.flush();
        }

        @Override
        public PhaseState state(int run) {
            return Snapshots.stored(members.get(run).state());
        }

        @Override
        public Initialised result(int run) {
            return new Initialised(members.get(run).state().weights(), device);
        }

        @Override
        public void close() {
            gpu.close();
        }
    }

    private final class OnCore implements Computation<Initialised> {
        private final String device;
        private final List<SequentialWork.Computation<float[]>> computations = new ArrayList<>();

        OnCore(SimulatorProvider provider, List<Optional<PhaseState>> from) {
            device = provider.device();
            for (int k = 0; k < liquids.size(); k++) {
                computations.add(liquids.get(k).begin(from.get(k)));
            }
        }

        @Override
        public void advance(long[] from, long[] to) {
            for (int k = 0; k < computations.size(); k++) {
                for (long step = from[k]; step < to[k]; step++) {
                    computations.get(k).advance(step);
                }
            }
        }

        @Override
        public PhaseState state(int run) {
            return computations.get(run).state();
        }

        @Override
        public Initialised result(int run) {
            return new Initialised(computations.get(run).result(), device);
        }

        @Override
        public void close() {}
    }
}
