// Entry points: simulation of samples and initialisation of liquids. Built by rebuild.sh; the host build includes this
// file and calls the same functions with blocks of its own.
#include "layout.cuh"

// A batch of samples of one liquid.
struct Batch {
    const uint16_t *channels;      // active channels of all samples, one sample after the other
    const uint32_t *channelStart;  // [samples + 1]
    const uint32_t *limits;        // parallel to channels; null for events
    const uint32_t *eventStart;    // [samples][durationMs + 1] positions in events; null for images
    const uint16_t *events;
    const uint32_t *number;        // [samples] sample ids
    const int32_t *recording;      // [samples] which recording a sample is, or -1
    int32_t *counts;               // [samples][neurons], cleared
    int32_t *inputSpikes;          // [samples]
    uint32_t *raster;              // [recordings][durationMs][words], cleared
    int32_t *dynamics;             // [recordings][durationMs][3]
    uint32_t *nextSample;          // 0 at the launch
    char *slots;                   // one a block
    int64_t slotBytes;
    int64_t synapses;
    int32_t samples;
    int32_t durationMs;
    int32_t channelCapacity;       // the most active channels of a sample
    int32_t words;                 // of a raster's row
    uint32_t seedLow;
    uint32_t seedHigh;
    uint32_t stream;
    int32_t nearSynapses;          // a sample of at most so many has its weights in shared memory, too
};
static_assert(sizeof(Batch) == 152, "SampleLane.java writes it");

// A part of a liquid's initialisation: consecutive snapshots, every channel active.
struct Snapshots {
    Liquid liquid;
    const uint32_t *limits;        // [snapshots][inputs]; null for events
    const uint32_t *eventStart;    // [snapshots][durationMs + 1]; null for images
    const uint16_t *events;
    float *weights;                // [synapses], carried on
    float *trace;                  // [neurons + inputs], carried on
    float *calcium;                // [neurons], carried on; null for rules without
    char *slot;
    int32_t snapshots;
    int32_t durationMs;
    uint32_t first;                // position of the first one in the sequence
    uint32_t seedLow;
    uint32_t seedHigh;
    uint32_t stream;
};
static_assert(sizeof(Snapshots) == 184, "CudaInitialiser.java writes it");

// What a block needs; answers of the kernel "measure".
struct Measure {
    int64_t synapses;
    int64_t *bytes;                // [PLACEMENTS][2] near, far
    int32_t neurons;
    int32_t inputs;
    int32_t channels;
    int32_t kind;                  // a Kind
};
static_assert(sizeof(Measure) == 32, "LaunchPlan.java writes it");

enum Kind : int32_t { KIND_FIXED, KIND_PLASTIC, KIND_SEQUENCE };

// Lists the incoming synapses from presynaptic neurons [0, count), where weights lie in the network's order.
NALSM_FUNCTION void listIncoming(Block &block, const Liquid &liquid, State &state, int count, int thread) {
    for (int pre = thread / WARP; pre < count; pre += block.size() / WARP) {
        for (uint32_t s = liquid.rowStart[pre] + thread % WARP; s < liquid.rowStart[pre + 1]; s += WARP) {
            noteIncoming(liquid, state, pre, liquid.post[s], s);
        }
    }
}

// Finds a place for the row of each active channel.
NALSM_FUNCTION void placeRows(
    Block &block, const Liquid &liquid, const Presentation &shown, State &state, uint32_t *placed, int thread) {
    for (int k = thread; k < shown.channelCount; k += block.size()) {
        const int pre = liquid.neurons + shown.channels[k];
        state.rowOf[k] = take(placed, liquid.rowStart[pre + 1] - liquid.rowStart[pre]);
    }
}

// Puts the weights at the start of a sample, and lists the incoming synapses from active channels.
NALSM_FUNCTION void copyWeights(
    Block &block, const Liquid &liquid, const Presentation &shown, State &state, int thread) {
    const uint32_t ofLiquid = liquid.rowStart[liquid.neurons];
    for (uint32_t s = thread; s < ofLiquid; s += block.size()) {
        state.weights[s] = liquid.weights[s];
    }
    for (int k = thread / WARP; k < shown.channelCount; k += block.size() / WARP) {
        const uint32_t *row = liquid.rowStart + liquid.neurons + shown.channels[k];
        const uint32_t to = state.rowOf[k] - row[0];
        for (uint32_t s = row[0] + thread % WARP; s < row[1]; s += WARP) {
            state.weights[to + s] = liquid.weights[s];
            noteIncoming(liquid, state, liquid.neurons + k, liquid.post[s], to + s);
        }
    }
}

// Takes samples until there are none left.
template <int PLACEMENT, bool PLASTIC>
NALSM_FUNCTION void simulateSamples(Block &block, const Liquid &liquid, const Batch &batch) {
    Pieces near = {block.nearMemory()};
    Pieces far = {batch.slots + block.number() * batch.slotBytes};
    uint32_t *next = near.take<uint32_t>(1);
    uint32_t *placed = near.take<uint32_t>(1);
    uint32_t *listed = far.take<uint32_t>(PLASTIC ? liquid.neurons : 0);
    State state = place<PLACEMENT, PLASTIC, false>(liquid, batch.synapses, batch.channelCapacity, false, near, far);
    float *farWeights = state.weights;
    float *nearWeights = near.take<float>(batch.nearSynapses);
    block.each([&](int thread) {
        for (int k = thread; k < AGES; k += block.size()) {
            state.activation[k] = liquid.activation[k];
        }
        for (int j = thread; PLASTIC && j < liquid.neurons; j += block.size()) {
            state.incomingCount[j] = 0;
        }
    });
    if (PLASTIC) {
        block.each([&](int thread) { listIncoming(block, liquid, state, liquid.neurons, thread); });
        block.each([&](int thread) {
            for (int j = thread; j < liquid.neurons; j += block.size()) {
                listed[j] = state.incomingCount[j];
            }
        });
    }
    while (true) {
        block.each([&](int thread) {
            if (thread == 0) {
                *next = take(batch.nextSample, 1);
            }
        });
        const int sample = (int)*next;
        if (sample >= batch.samples) {
            return;
        }
        const uint32_t from = batch.channelStart[sample];
        const bool images = batch.limits != nullptr;
        const Presentation shown = {
            batch.channels + from,
            (int32_t)(batch.channelStart[sample + 1] - from),
            images ? batch.limits + from : nullptr,
            images ? nullptr : batch.eventStart + (int64_t)sample * (batch.durationMs + 1),
            batch.events,
            batch.seedLow,
            batch.seedHigh,
            batch.stream,
            batch.number[sample]};
        const int recording = batch.recording[sample];
        const int64_t steps = (int64_t)recording * batch.durationMs;
        const Record record = {
            batch.counts + (int64_t)sample * liquid.neurons,
            recording < 0 ? nullptr : batch.raster + steps * batch.words,
            recording < 0 ? nullptr : batch.dynamics + steps * 3,
            batch.words};
        block.each([&](int thread) {
            reset<PLASTIC>(block, liquid, state, shown.channelCount, thread);
            for (int i = thread; PLASTIC && i < liquid.neurons + shown.channelCount; i += block.size()) {
                state.trace[i] = 0.0f;
            }
            for (int j = thread; PLASTIC && j < liquid.neurons; j += block.size()) {
                state.incomingCount[j] = listed[j];
            }
            if (thread == 0) {
                *placed = liquid.rowStart[liquid.neurons];
            }
        });
        if (PLASTIC) {
            block.each([&](int thread) { placeRows(block, liquid, shown, state, placed, thread); });
            state.weights = *placed <= (uint32_t)batch.nearSynapses ? nearWeights : farWeights;
            block.each([&](int thread) { copyWeights(block, liquid, shown, state, thread); });
        }
        const int spikes = present<PLASTIC, false>(block, liquid, shown, state, record, batch.durationMs);
        block.each([&](int thread) {
            if (thread == 0) {
                batch.inputSpikes[sample] = spikes;
            }
        });
    }
}

// Shows snapshots one after the other; weights, trace and calcium carry over.
template <int PLACEMENT, bool GATED>
NALSM_FUNCTION void initialiseLiquid(Block &block, const Snapshots &part) {
    const Liquid &liquid = part.liquid;
    const int neurons = liquid.neurons + liquid.inputs;
    Pieces near = {block.nearMemory()};
    Pieces far = {part.slot};
    State state = place<PLACEMENT, true, true>(
        liquid, liquid.rowStart[neurons], liquid.inputs, true, near, far);
    state.weights = part.weights;
    state.rowOf = (uint32_t *)liquid.rowStart + liquid.neurons;
    state.calcium = part.calcium;
    block.each([&](int thread) {
        for (int k = thread; k < AGES; k += block.size()) {
            state.activation[k] = liquid.activation[k];
        }
        for (int i = thread; i < neurons; i += block.size()) {
            state.trace[i] = part.trace[i];
        }
        for (int j = thread; j < liquid.neurons; j += block.size()) {
            state.incomingCount[j] = 0;
        }
    });
    block.each([&](int thread) { listIncoming(block, liquid, state, neurons, thread); });
    const Record nothing = {nullptr, nullptr, nullptr, 0};
    for (int k = 0; k < part.snapshots; k++) {
        const bool images = part.limits != nullptr;
        const Presentation shown = {
            nullptr,
            liquid.inputs,
            images ? part.limits + (int64_t)k * liquid.inputs : nullptr,
            images ? nullptr : part.eventStart + (int64_t)k * (part.durationMs + 1),
            part.events,
            part.seedLow,
            part.seedHigh,
            part.stream,
            part.first + k};
        block.each([&](int thread) { reset<true>(block, liquid, state, liquid.inputs, thread); });
        present<true, GATED>(block, liquid, shown, state, nothing, part.durationMs);
        block.each([&](int thread) {
            for (int i = thread; i < neurons; i += block.size()) {
                const float increment = state.age[i] & SPIKES ? TRACE_INCREMENT : 0.0f;
                state.trace[i] = flush(liquid.traceDecay * (state.trace[i] + increment));
            }
        });
    }
    block.each([&](int thread) {
        for (int i = thread; i < neurons; i += block.size()) {
            part.trace[i] = state.trace[i];
        }
    });
}

template <int PLACEMENT>
NALSM_FUNCTION void initialisePlaced(Block &block, const Snapshots &part) {
    if (part.liquid.rule == ACTIVITY_THRESHOLD) {
        initialiseLiquid<PLACEMENT, true>(block, part);
    } else {
        initialiseLiquid<PLACEMENT, false>(block, part);
    }
}

template <int PLACEMENT>
NALSM_FUNCTION void measurePlaced(const Measure &asked) {
    Liquid liquid = {};
    liquid.neurons = asked.neurons;
    liquid.inputs = asked.inputs;
    Pieces near = {nullptr};
    Pieces far = {nullptr};
    if (asked.kind == KIND_SEQUENCE) {
        place<PLACEMENT, true, true>(liquid, asked.synapses, asked.inputs, true, near, far);
    } else {
        near.take<uint32_t>(1);
        near.take<uint32_t>(1);
        far.take<uint32_t>(asked.kind == KIND_FIXED ? 0 : liquid.neurons);
        if (asked.kind == KIND_FIXED) {
            place<PLACEMENT, false, false>(liquid, asked.synapses, asked.channels, false, near, far);
        } else {
            place<PLACEMENT, true, false>(liquid, asked.synapses, asked.channels, false, near, far);
        }
    }
    asked.bytes[2 * PLACEMENT] = (int64_t)near.at;
    asked.bytes[2 * PLACEMENT + 1] = (int64_t)far.at;
}

NALSM_FUNCTION void measureAll(const Measure &asked) {
    measurePlaced<NOTHING_FAR>(asked);
    measurePlaced<NEURONS_FAR>(asked);
    measurePlaced<CURRENTS_FAR>(asked);
}

#ifndef NALSM_HOST

// Blocks have up to 1024 threads. Samples of fixed weights wait for memory most of the time, so a multiprocessor should
// hold as many as it can: 2048 threads with 32 registers each. Samples that change weights are faster few at a time, with
// their weights in the second-level cache and 64 registers to keep more loads under way.
#define NALSM_SIMULATE(name, placement, plastic)                            \
    extern "C" __global__ __launch_bounds__(1024, plastic ? 1 : 2)          \
    void name(const Liquid liquid, const Batch batch) {                     \
        Block block;                                                        \
        simulateSamples<placement, plastic>(block, liquid, batch);          \
    }

NALSM_SIMULATE(simulate_fixed_0, NOTHING_FAR, false)
NALSM_SIMULATE(simulate_fixed_1, NEURONS_FAR, false)
NALSM_SIMULATE(simulate_fixed_2, CURRENTS_FAR, false)
NALSM_SIMULATE(simulate_plastic_0, NOTHING_FAR, true)
NALSM_SIMULATE(simulate_plastic_1, NEURONS_FAR, true)
NALSM_SIMULATE(simulate_plastic_2, CURRENTS_FAR, true)

#define NALSM_INITIALISE(name, placement)                                   \
    extern "C" __global__ __launch_bounds__(1024)                           \
    void name(const Snapshots *parts) {                                     \
        Block block;                                                        \
        const Snapshots part = parts[blockIdx.x];                           \
        initialisePlaced<placement>(block, part);                           \
    }

NALSM_INITIALISE(initialise_0, NOTHING_FAR)
NALSM_INITIALISE(initialise_1, NEURONS_FAR)
NALSM_INITIALISE(initialise_2, CURRENTS_FAR)

extern "C" __global__ __launch_bounds__(1024) void measure(const Measure asked) { measureAll(asked); }

#endif
