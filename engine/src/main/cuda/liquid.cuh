// One liquid in one thread block: the step of liquid-semantics, section 3, bit for bit.
//
// A step is two phases. In the first each neuron's own thread ends the step before (membrane, trace), finds the spikes of
// this one and decays the current. In the second a warp takes an outgoing row of a spiking neuron (delivers, and changes
// it), or the incoming column of a spiking liquid neuron (changes the synapses from neurons that are silent): no two of
// these share a synapse, and what they add to a neuron are integers, so their order leaves no mark.
#pragma once

#include "philox.cuh"

constexpr float SCALE = 1048576.0f;            // of the accumulators, 2^20
constexpr float UNIT = 1.0f / 1048576.0f;
constexpr float FLUSH_BELOW = 8.67361738e-19f; // 2^-60
constexpr float RATE = 0.15f;
constexpr float TRACE_INCREMENT = 0.1f;
constexpr float ASTROCYTE_TAU_MS = 100.0f;
constexpr float CALCIUM_TAU_MS = 1000.0f;

constexpr uint8_t SPIKES = 0x80;               // in an age: the neuron spikes in this step
constexpr int SILENT = 0x7F;                   // age of a neuron whose last spike no longer matters
constexpr int AGES = 0x80;

constexpr int32_t FIXED = 0, STDP = 1, ASTROCYTE = 2, ACTIVITY_THRESHOLD = 3;

// Topology, weights and parameters; presynaptic neurons are the liquid's, then one a channel.
struct Liquid {
    const uint32_t *rowStart;      // [neurons + inputs + 1] first synapse of a presynaptic neuron
    const uint16_t *post;          // [synapses] postsynaptic neurons
    const float *weights;          // [synapses] before the first step
    const uint32_t *columnStart;   // [neurons + 1] incoming synapses of the postsynaptic neurons before this one
    const float *activation;       // [AGES] activation x so many steps after a spike; the last one is 0
    int32_t neurons;
    int32_t excitatory;
    int32_t inputs;
    int32_t rule;
    int32_t refractoryMs;
    float threshold;
    float leak;
    float inputCurrent;
    float synapticDecay;
    float traceDecay;
    float maxWeight;
    float rateDecay;
    float astrocyteWeight;
    float theta;                   // of calcium, with its upper and lower bound
    float upper;
    float lower;
};
static_assert(sizeof(Liquid) == 104, "DeviceLiquid.java writes it");

// What is shown.
struct Presentation {
    const uint16_t *channels;      // the active ones, ascending; null: all channels
    int32_t channelCount;
    const uint32_t *limits;        // of images, one an active channel: a spike where the draw is below; null: events
    const uint32_t *eventStart;    // of events: [durationMs + 1] first one of a millisecond
    const uint16_t *events;        // positions among the active channels
    uint32_t seedLow;
    uint32_t seedHigh;
    uint32_t stream;
    uint32_t number;               // sample id, or position in the initialisation sequence
};

// State of a presentation. Which memory an array lies in is the caller's choice.
struct State {
    float *membrane;               // [neurons + channelCount] V
    float *trace;                  // [neurons + channelCount] q, plastic only
    int32_t *delivered;            // [neurons] Y
    int32_t *deferred;             // [neurons] Z, plastic only
    uint8_t *age;                  // [neurons + channelCount] steps since the last spike, and SPIKES
    uint16_t *spiking;             // [neurons + channelCount] liquid neurons from the front, inputs from the back
    uint8_t *hit;                  // [channelCount] events of the last step
    float *activation;             // [AGES]
    int32_t *spikes;               // [2][2] liquid, input; by parity of the step
    float *weights;                // rows of the liquid's neurons in the network's order, then one an active channel
    uint32_t *rowOf;               // [channelCount] where the row of an active channel begins in weights
    uint64_t *incoming;            // [synapses] of each column: presynaptic neuron, and place in weights (low word)
    uint32_t *incomingCount;       // [neurons] how many of them there are in a column
    float *calcium;                // [neurons], activity threshold only
    uint8_t *gate;                 // [neurons], likewise: what calcium lets through
    int32_t capacity;              // length of spiking
};

constexpr uint8_t POTENTIATION = 1, DEPRESSION = 2;

// Where spikes go.
struct Record {
    int32_t *counts;               // [neurons], cleared by the caller; null: nobody counts
    uint32_t *raster;              // [durationMs][words] a bit a neuron; null: not recorded
    int32_t *dynamics;             // [durationMs][3] liquid spikes, input spikes, bits of the astrocyte's state
    int32_t words;
};

// Rates of the plasticity rule; every thread has its own, all alike.
struct Rates {
    float potentiation;
    float astrocyte;
    float astrocyteWeight;
    float astrocyteBias;
};

NALSM_FUNCTION float flush(float v) { return (v < 0 ? -v : v) < FLUSH_BELOW ? 0.0f : v; }

NALSM_FUNCTION float clip(float v, float low, float up) { return larger(low, smaller(up, v)); }

NALSM_FUNCTION int32_t fix(float v) { return toInteger(v * SCALE); }

NALSM_FUNCTION Rates startRates(const Liquid &liquid) { return {RATE, RATE, liquid.astrocyteWeight, RATE}; }

// Steps 7 and 8.
NALSM_FUNCTION void endStep(Rates &rates, const Liquid &liquid, int liquidSpikes, int inputSpikes) {
    if (liquid.rule == ASTROCYTE) {
        const float drive = rates.astrocyteWeight * (float)(liquidSpikes - inputSpikes) + rates.astrocyteBias;
        rates.astrocyte = rates.astrocyte + (drive - rates.astrocyte) / ASTROCYTE_TAU_MS;
        rates.astrocyte *= liquid.rateDecay;
        rates.astrocyteWeight *= liquid.rateDecay;
        rates.astrocyteBias *= liquid.rateDecay;
    }
    rates.potentiation *= liquid.rateDecay;
}

// Whether an active channel receives an input spike in a millisecond.
NALSM_FUNCTION bool inputSpike(const Presentation &shown, State &state, int channel, int t) {
    if (shown.limits == nullptr) {
        const bool hit = state.hit[channel] != 0;
        state.hit[channel] = 0;
        return hit;
    }
    const uint32_t limit = shown.limits[channel];
    if (limit == 0) {
        return false;
    }
    const uint32_t number = shown.channels == nullptr ? channel : shown.channels[channel];
    const uint32_t word =
        philoxWord(shown.seedLow, shown.seedHigh, number / 4, t, shown.number, shown.stream, number % 4);
    return (word >> 8) < limit;
}

// Activity threshold: calcium after step 1, and which changes of a neuron's incoming synapses it lets through.
NALSM_FUNCTION void updateCalcium(const Liquid &liquid, State &state, int j, bool spikes) {
    const float before = state.calcium[j];
    const float c = flush((before - before / CALCIUM_TAU_MS) + (spikes ? 1.0f : 0.0f));
    state.calcium[j] = c;
    state.gate[j] = (liquid.theta < c && c < liquid.upper ? POTENTIATION : 0)
        | (liquid.lower < c && c < liquid.theta ? DEPRESSION : 0);
}

// Steps 3, 4 and 6 of millisecond t - 1; step 1 of millisecond t and the decays of step 2.
template <bool PLASTIC, bool GATED>
NALSM_FUNCTION void updateNeuron(
    const Liquid &liquid, const Presentation &shown, State &state, const Record &record, int i, int t) {
    const bool ofLiquid = i < liquid.neurons;
    float v = state.membrane[i];
    const uint8_t before = state.age[i];
    if (t > 0) {
        v = v - v * liquid.leak;
        if (ofLiquid) {
            v = v + (float)state.delivered[i] * UNIT;
        } else if (inputSpike(shown, state, i - liquid.neurons, t - 1)) {
            v = v + liquid.inputCurrent;
        }
        if (PLASTIC) {
            state.trace[i] = flush(liquid.traceDecay * (state.trace[i] + (before & SPIKES ? TRACE_INCREMENT : 0.0f)));
        }
    }
    const int age = before & SPIKES ? 1 : before == SILENT ? SILENT : before + 1;
    const bool spikes = v >= liquid.threshold && age > liquid.refractoryMs;
    if (spikes) {
        v = 0.0f;
        const int parity = 2 * (t & 1);
        if (ofLiquid) {
            state.spiking[take((uint32_t *)state.spikes + parity, 1)] = (uint16_t)i;
            if (record.counts != nullptr) {
                add(record.counts + i, 1);
            }
            if (record.raster != nullptr) {
                setBits(record.raster + (int64_t)t * record.words + i / 32, 1u << (i % 32));
            }
        } else {
            state.spiking[state.capacity - 1 - take((uint32_t *)state.spikes + parity + 1, 1)] = (uint16_t)i;
        }
    }
    state.membrane[i] = v;
    state.age[i] = (uint8_t)(spikes ? age | SPIKES : age);
    if (!ofLiquid) {
        return;
    }
    if (GATED) {
        updateCalcium(liquid, state, i, spikes);
    }
    const int32_t sum = PLASTIC ? state.delivered[i] + state.deferred[i] : state.delivered[i];
    state.delivered[i] = toInteger((float)sum * liquid.synapticDecay);
    if (PLASTIC) {
        state.deferred[i] = 0;
    }
}

// What a presynaptic neuron is for its synapses: rates of the changes, bounds of the weights.
struct Side {
    float onPost;                  // times q of the presynaptic neuron, when the postsynaptic one spikes
    float onPre;                   // times q of the postsynaptic neuron, when the presynaptic one spikes
    float low;
    float up;
    uint8_t gateOnPost;
    uint8_t gateOnPre;
};

NALSM_FUNCTION Side sideOf(const Liquid &liquid, const Rates &rates, int pre) {
    const float d = liquid.rule == ASTROCYTE ? rates.astrocyte : rates.potentiation;
    if (pre >= liquid.excitatory && pre < liquid.neurons) {
        return {-d, rates.potentiation, -liquid.maxWeight, 0.0f, DEPRESSION, POTENTIATION};
    }
    return {rates.potentiation, -d, pre < liquid.excitatory ? 0.0f : -liquid.maxWeight, liquid.maxWeight,
        POTENTIATION, DEPRESSION};
}

// Notes a synapse among the incoming ones of its postsynaptic neuron. Their order, chance, leaves no mark.
NALSM_FUNCTION void noteIncoming(const Liquid &liquid, State &state, int pre, int post, uint32_t at) {
    const uint32_t position = liquid.columnStart[post] + take(state.incomingCount + post, 1);
    state.incoming[position] = (uint64_t)pre << 32 | at;
}

// Synapses of a lane that are under way together: all are read before the first one is changed, so that the waits for
// memory overlap.
constexpr int ROW_AT_ONCE = 3, COLUMN_AT_ONCE = 2;
constexpr int PART = ROW_AT_ONCE * WARP;

// Into how many parts, each for a warp, rows are divided: binary logarithms. Rows of fixed weights stay whole.
struct Parts {
    int liquid;
    int input;
};

// The parts of rows of so many presynaptic neurons, which a warp takes at once in the mean.
NALSM_FUNCTION int partsOf(const Liquid &liquid, int first, int count) {
    const uint32_t synapses = liquid.rowStart[first + count] - liquid.rowStart[first];
    int parts = 0;
    while (((uint32_t)(PART * count) << parts) < synapses) {
        parts++;
    }
    return parts;
}

// Steps 2 and 5 for a part of the outgoing synapses of a neuron that spikes.
template <bool PLASTIC, bool GATED>
NALSM_FUNCTION void visitRow(
    const Liquid &liquid, const Presentation &shown, State &state, const Rates &rates, int i, int part, int parts, int lane) {
    const int channel = i - liquid.neurons;
    const int pre = channel < 0 || shown.channels == nullptr ? i : liquid.neurons + shown.channels[channel];
    const uint32_t start = liquid.rowStart[pre];
    const int first = part * PART + lane;
    const uint16_t *post = liquid.post + start + first;
    const float gain = 1.0f - state.activation[state.age[i] & SILENT];
    int left = (int)(liquid.rowStart[pre + 1] - start) - first;
    if (!PLASTIC) {
        const float *weight = liquid.weights + start + first;
        for (; left > 0; left -= WARP, post += WARP, weight += WARP) {
            add(state.delivered + *post, fix(*weight * gain));
        }
        return;
    }
    const Side side = sideOf(liquid, rates, i);
    const float own = state.trace[i] * side.onPost;
    const int step = PART << parts;
    float *weight = state.weights + (channel < 0 ? start : state.rowOf[channel]) + first;
    for (; left > 0; left -= step, post += step, weight += step) {
        int to[ROW_AT_ONCE];
        float before[ROW_AT_ONCE];
#pragma unroll
        for (int k = 0; k < ROW_AT_ONCE; k++) {
            if (k * WARP < left) {
                to[k] = post[k * WARP];
                before[k] = weight[k * WARP];
            }
        }
#pragma unroll
        for (int k = 0; k < ROW_AT_ONCE; k++) {
            if (k * WARP >= left) {
                break;
            }
            const int j = to[k];
            float onPost = state.age[j] & SPIKES ? own : 0.0f;
            float onPre = side.onPre * state.trace[j];
            if (GATED) {
                onPost = state.gate[j] & side.gateOnPost ? onPost : 0.0f;
                onPre = state.gate[j] & side.gateOnPre ? onPre : 0.0f;
            }
            const float after = clip((before[k] + onPost) + onPre, side.low, side.up);
            weight[k * WARP] = after;
            add(state.delivered + j, fix(before[k] * gain));
            const int32_t change = fix(after - before[k]);
            if (change != 0) {
                add(state.deferred + j, change);
            }
        }
    }
}

// Step 5 for the incoming synapses of a liquid neuron that spikes, from neurons that do not.
template <bool GATED>
NALSM_FUNCTION void visitColumn(const Liquid &liquid, State &state, const Rates &rates, int j, int lane) {
    const uint64_t *incoming = state.incoming + liquid.columnStart[j] + lane;
    int32_t sum = 0;
    for (int left = (int)state.incomingCount[j] - lane; left > 0; left -= COLUMN_AT_ONCE * WARP) {
        uint64_t synapse[COLUMN_AT_ONCE];
        float before[COLUMN_AT_ONCE];
        bool changes[COLUMN_AT_ONCE];
#pragma unroll
        for (int k = 0; k < COLUMN_AT_ONCE; k++) {
            changes[k] = k * WARP < left;
            if (changes[k]) {
                synapse[k] = incoming[k * WARP];
            }
        }
#pragma unroll
        for (int k = 0; k < COLUMN_AT_ONCE; k++) {
            if (!changes[k]) {
                break;
            }
            const int i = (int)(synapse[k] >> 32);
            changes[k] = state.trace[i] != 0.0f && !(state.age[i] & SPIKES)
                && (!GATED || (state.gate[j] & sideOf(liquid, rates, i).gateOnPost));
            if (changes[k]) {
                before[k] = state.weights[(uint32_t)synapse[k]];
            }
        }
#pragma unroll
        for (int k = 0; k < COLUMN_AT_ONCE; k++) {
            if (changes[k]) {
                const int i = (int)(synapse[k] >> 32);
                const Side side = sideOf(liquid, rates, i);
                const float after = clip(before[k] + state.trace[i] * side.onPost, side.low, side.up);
                state.weights[(uint32_t)synapse[k]] = after;
                sum += fix((after - before[k]) * state.activation[state.age[i]]);
            }
        }
        incoming += COLUMN_AT_ONCE * WARP;
    }
    addOfWarp(state.deferred + j, sum, lane);
}

// Steps 2 and 5 of a millisecond by one thread; events of this millisecond are noted for the end of the step. The longest
// items, parts of the inputs' rows, come first.
template <bool PLASTIC, bool GATED>
NALSM_FUNCTION void visitSynapses(
    Block &block, const Liquid &liquid, const Presentation &shown, State &state, const Rates &rates, const Parts &parts,
    int thread, int t) {
    const int liquidSpikes = state.spikes[2 * (t & 1)];
    const int ofInput = state.spikes[2 * (t & 1) + 1] << parts.input;
    const int rows = ofInput + (liquidSpikes << parts.liquid);
    const int items = PLASTIC ? rows + liquidSpikes : rows;
    const int lane = thread % WARP;
    for (int item = thread / WARP; item < items; item += block.size() / WARP) {
        if (item < rows) {
            const bool input = item < ofInput;
            const int shift = input ? parts.input : parts.liquid;
            const int local = input ? item : item - ofInput;
            const int at = input ? state.capacity - 1 - (local >> shift) : local >> shift;
            visitRow<PLASTIC, GATED>(
                liquid, shown, state, rates, state.spiking[at], local & ((1 << shift) - 1), shift, lane);
        } else {
            visitColumn<GATED>(liquid, state, rates, state.spiking[item - rows], lane);
        }
    }
    if (shown.limits == nullptr) {
        for (uint32_t k = shown.eventStart[t] + thread; k < shown.eventStart[t + 1]; k += block.size()) {
            state.hit[shown.events[k]] = 1;
        }
    }
    if (thread < 2) {
        state.spikes[2 * ((t + 1) & 1) + thread] = 0;
    }
}

// Puts everything but trace, calcium and weights at the start of a presentation.
template <bool PLASTIC>
NALSM_FUNCTION void reset(Block &block, const Liquid &liquid, State &state, int channelCount, int thread) {
    for (int i = thread; i < liquid.neurons + channelCount; i += block.size()) {
        state.membrane[i] = 0.0f;
        state.age[i] = SILENT;
        if (i < liquid.neurons) {
            state.delivered[i] = 0;
            if (PLASTIC) {
                state.deferred[i] = 0;
            }
        } else {
            state.hit[i - liquid.neurons] = 0;
        }
    }
    if (thread < 4) {
        state.spikes[thread] = 0;
    }
}

// Runs a presentation from a state that was reset; returns the number of input neuron spikes.
template <bool PLASTIC, bool GATED>
NALSM_FUNCTION int present(
    Block &block, const Liquid &liquid, const Presentation &shown, State &state, const Record &record, int durationMs) {
    Rates rates = startRates(liquid);
    const Parts parts = PLASTIC
        ? Parts{partsOf(liquid, 0, liquid.neurons), partsOf(liquid, liquid.neurons, liquid.inputs)}
        : Parts{0, 0};
    int inputSpikes = 0;
    for (int t = 0; t < durationMs; t++) {
        block.each([&](int thread) {
            for (int i = thread; i < liquid.neurons + shown.channelCount; i += block.size()) {
                updateNeuron<PLASTIC, GATED>(liquid, shown, state, record, i, t);
            }
        });
        block.each([&](int thread) {
            visitSynapses<PLASTIC, GATED>(block, liquid, shown, state, rates, parts, thread, t);
        });
        const int ofLiquid = state.spikes[2 * (t & 1)];
        const int ofInput = state.spikes[2 * (t & 1) + 1];
        if (PLASTIC) {
            endStep(rates, liquid, ofLiquid, ofInput);
        }
        inputSpikes += ofInput;
        if (record.dynamics != nullptr) {
            block.each([&](int thread) {
                if (thread == 0) {
                    record.dynamics[3 * t] = ofLiquid;
                    record.dynamics[3 * t + 1] = ofInput;
                    ((float *)record.dynamics)[3 * t + 2] = liquid.rule == ASTROCYTE ? rates.astrocyte : 0.0f;
                }
            });
        }
    }
    return inputSpikes;
}
