// Runs the kernels with a real thread for each thread of a block, for -fsanitize=thread to watch, and compares with the
// threads taking turns. The network is random, small and lively: most rows and columns meet in most steps.
#include "host_launch.hpp"

#include <cstdio>
#include <random>

namespace {

constexpr int NEURONS = 96, EXCITATORY = 77, INPUTS = 48, THREADS = 64, SAMPLES = 3, DURATION_MS = 60, SNAPSHOTS = 4;

// A network with a third of all synapses, and its weights.
struct RandomLiquid {
    std::vector<uint32_t> rowStart, columnStart = std::vector<uint32_t>(NEURONS + 1);
    std::vector<uint16_t> post;
    std::vector<float> weights, activation;
    Liquid liquid;

    explicit RandomLiquid(int32_t rule) {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> uniform(0, 1);
        for (int pre = 0; pre < NEURONS + INPUTS; pre++) {
            rowStart.push_back(post.size());
            for (int j = 0; j < NEURONS; j++) {
                if (pre != j && uniform(random) < 0.33f) {
                    post.push_back(j);
                    columnStart[j + 1]++;
                    const bool negative = pre >= NEURONS ? uniform(random) < 0.5f : pre >= EXCITATORY;
                    weights.push_back(2 * uniform(random) * (negative ? -1 : 1));
                }
            }
        }
        rowStart.push_back(post.size());
        for (int j = 0; j < NEURONS; j++) {
            columnStart[j + 1] += columnStart[j];
        }
        activation.push_back(1);
        while (activation.size() < AGES) {
            activation.push_back(flush(activation.back() * 0.36787945f));
        }
        liquid = {rowStart.data(), post.data(), weights.data(), columnStart.data(), activation.data(), NEURONS, EXCITATORY,
            INPUTS, rule, 2, 20, 1 / 64.0f, 100, 0.36787945f, 0.9047745f, 3, rule == ACTIVITY_THRESHOLD ? 1 : 0.99f, 0.015f, 4, 6, 2};
    }
};

// Inputs of all presentations: rates of their channels, or events on them. The first one has all channels.
struct RandomInputs {
    std::vector<uint16_t> channels, events;
    std::vector<uint32_t> channelStart, limits, eventStart, number;

    RandomInputs(int presentations, int durationMs, int laterChannels) {
        std::mt19937 random(2);
        for (int k = 0; k < presentations; k++) {
            channelStart.push_back(channels.size());
            number.push_back(k);
            const int active = k == 0 ? INPUTS : laterChannels;
            for (int c = 0; c < active; c++) {
                channels.push_back(c);
                limits.push_back(random() % 3 == 0 ? 0 : random() % (1 << 23));
            }
            for (int t = 0; t <= durationMs; t++) {
                eventStart.push_back(events.size());
                for (int c = 0; t < durationMs && c < active; c++) {
                    if (random() % 5 == 0) {
                        events.push_back(c);
                    }
                }
            }
        }
        channelStart.push_back(channels.size());
    }
};

std::vector<int64_t> measured(int kind, size_t synapses) {
    std::vector<int64_t> bytes(2 * PLACEMENTS);
    const Measure asked = {(int64_t)synapses, bytes.data(), NEURONS, INPUTS, INPUTS, kind};
    measureAll(asked);
    return bytes;
}

// Counts, input spikes, rasters and dynamics of a batch.
std::vector<int32_t> simulate(int32_t rule, bool images, host::Turns turns) {
    const RandomLiquid random(rule);
    const RandomInputs inputs(SAMPLES, DURATION_MS, INPUTS / 2);
    const int words = NEURONS / 32;
    const size_t counts = SAMPLES * NEURONS, raster = SAMPLES * DURATION_MS * words;
    std::vector<int32_t> out(counts + SAMPLES + raster + 3 * SAMPLES * DURATION_MS);
    std::vector<int32_t> recording;
    for (int k = 0; k < SAMPLES; k++) {
        recording.push_back(k);
    }
    const bool plastic = rule != FIXED;
    const auto bytes = measured(plastic ? KIND_PLASTIC : KIND_FIXED, random.post.size());
    std::vector<char> slots(2 * bytes[1] + 16);
    // Enough for the weights of all samples but the first one.
    const int nearSynapses = plastic ? (int)random.rowStart[NEURONS + INPUTS * 3 / 4] / 4 * 4 : 0;
    uint32_t next = 0;
    int32_t *at = out.data();
    const Batch batch = {inputs.channels.data(), inputs.channelStart.data(), images ? inputs.limits.data() : nullptr,
        images ? nullptr : inputs.eventStart.data(), inputs.events.data(), inputs.number.data(), recording.data(), at,
        at + counts, (uint32_t *)at + counts + SAMPLES, at + counts + SAMPLES + raster, &next, slots.data(), bytes[1],
        (int64_t)random.post.size(), SAMPLES, DURATION_MS, INPUTS, words, 1, 0, 5, nearSynapses};
    const Liquid *liquid = &random.liquid;
    void *parameters[] = {(void *)liquid, (void *)&batch};
    const char *name = plastic ? "simulate_plastic_0" : "simulate_fixed_0";
    if (!host::launch(name, 2, THREADS, bytes[0] + 4 * nearSynapses, turns, parameters)) {
        std::printf("%s wrote behind its shared memory\n", name);
        std::exit(1);
    }
    return out;
}

// Weights and trace after snapshots.
std::vector<int32_t> initialise(int32_t rule, bool images, host::Turns turns) {
    const RandomLiquid random(rule);
    const RandomInputs inputs(SNAPSHOTS, 20, INPUTS);
    std::vector<float> state = random.weights;
    const size_t synapses = state.size();
    state.resize(synapses + NEURONS + INPUTS + NEURONS);
    const auto bytes = measured(KIND_SEQUENCE, synapses);
    std::vector<char> slot(bytes[1] + 16);
    const Snapshots part = {random.liquid, images ? inputs.limits.data() : nullptr,
        images ? nullptr : inputs.eventStart.data(), inputs.events.data(), state.data(), state.data() + synapses,
        state.data() + synapses + NEURONS + INPUTS, slot.data(), SNAPSHOTS, 20, 0, 1, 0, 6};
    const Snapshots *parts = &part;
    void *parameters[] = {&parts};
    if (!host::launch("initialise_0", 1, THREADS, bytes[0], turns, parameters)) {
        std::printf("initialise_0 wrote behind its shared memory\n");
        std::exit(1);
    }
    std::vector<int32_t> bits(state.size());
    std::memcpy(bits.data(), state.data(), 4 * bits.size());
    return bits;
}

int failures = 0;

template <class Run>
void compare(const char *what, Run run) {
    const auto expected = run(host::Turns{Order::ASCENDING, false});
    int64_t sum = 0;
    for (int32_t value : expected) {
        sum += value != 0;
    }
    const bool same = expected == run(host::Turns{Order::ASCENDING, true})
        && expected == run(host::Turns{Order::SHUFFLED, false});
    std::printf("%s: %s, %lld values are not 0\n", what, same ? "same" : "DIFFERENT", (long long)sum);
    failures += same && sum > 500 ? 0 : 1;
}

}  // namespace

int main() {
    for (bool images : {true, false}) {
        const std::string kind = images ? "images" : "events";
        for (int32_t rule : {FIXED, STDP, ASTROCYTE}) {
            compare(("samples, rule " + std::to_string(rule) + ", " + kind).c_str(),
                [&](host::Turns turns) { return simulate(rule, images, turns); });
        }
        for (int32_t rule : {STDP, ASTROCYTE, ACTIVITY_THRESHOLD}) {
            compare(("initialisation, rule " + std::to_string(rule) + ", " + kind).c_str(),
                [&](host::Turns turns) { return initialise(rule, images, turns); });
        }
    }
    return failures;
}
