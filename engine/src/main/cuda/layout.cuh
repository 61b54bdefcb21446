// Where the arrays of a State lie: near (shared memory of the block) or far (its slot of device memory, held by the
// second-level cache). Measuring and placing are the same code, so that they cannot disagree.
#pragma once

#include "liquid.cuh"

// What is far beside the weights. A liquid takes the first of these whose near part fits its device.
constexpr int NOTHING_FAR = 0;         // all state near
constexpr int NEURONS_FAR = 1;         // membrane and trace far
constexpr int CURRENTS_FAR = 2;        // the accumulators, too
constexpr int PLACEMENTS = 3;

// Hands out pieces of a memory one after the other.
struct Pieces {
    char *at;

    template <class T>
    NALSM_FUNCTION T *take(int64_t count) {
        T *piece = (T *)at;
        at += (count * (int64_t)sizeof(T) + 15) / 16 * 16;
        return piece;
    }
};

// Places a state of so many active channels at most. Ends of both memories are left in near and far.
template <int PLACEMENT, bool PLASTIC, bool GATED>
NALSM_FUNCTION State place(const Liquid &liquid, int64_t synapses, int channels, bool allChannels, Pieces &near, Pieces &far) {
    const int local = liquid.neurons + channels;
    Pieces &neurons = PLACEMENT >= NEURONS_FAR ? far : near;
    Pieces &currents = PLACEMENT >= CURRENTS_FAR ? far : near;
    State state;
    state.weights = far.take<float>(PLASTIC && !allChannels ? synapses : 0);
    state.incoming = far.take<uint64_t>(PLASTIC ? synapses : 0);
    state.membrane = neurons.take<float>(local);
    state.trace = neurons.take<float>(PLASTIC ? local : 0);
    state.delivered = currents.take<int32_t>(liquid.neurons);
    state.deferred = currents.take<int32_t>(PLASTIC ? liquid.neurons : 0);
    state.incomingCount = currents.take<uint32_t>(PLASTIC ? liquid.neurons : 0);
    state.rowOf = near.take<uint32_t>(PLASTIC && !allChannels ? channels : 0);
    state.activation = near.take<float>(AGES);
    state.spikes = near.take<int32_t>(4);
    state.spiking = near.take<uint16_t>(local);
    state.age = near.take<uint8_t>(local);
    state.hit = near.take<uint8_t>(channels);
    state.gate = near.take<uint8_t>(GATED ? liquid.neurons : 0);
    state.calcium = nullptr;
    state.capacity = local;
    return state;
}
