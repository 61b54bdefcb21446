// The kernels on the host: blocks at the same time, the threads of a block in an order of choice or as real threads.
#pragma once

#define NALSM_HOST
#include "../../main/cuda/liquid.cu"

#include <atomic>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

namespace host {

// How the threads of a block take turns.
struct Turns {
    Order order = Order::ASCENDING;
    bool realThreads = false;
};

constexpr unsigned char CANARY = 0xA5;
constexpr size_t CANARY_BYTES = 64;

// Shared memory of a block: full of garbage at the start, as a real one, and with an end that nobody may write behind.
class NearMemory {
public:
    explicit NearMemory(size_t bytes) : size(bytes), memory(new (std::align_val_t(16)) char[bytes + CANARY_BYTES]) {
        std::memset(memory, 0xCD, size);
        std::memset(memory + size, CANARY, CANARY_BYTES);
    }

    ~NearMemory() { operator delete[](memory, std::align_val_t(16)); }

    char *bytes() { return memory; }

    bool isWhole() const {
        for (size_t k = 0; k < CANARY_BYTES; k++) {
            if ((unsigned char)memory[size + k] != CANARY) {
                return false;
            }
        }
        return true;
    }

private:
    size_t size;
    char *memory;
};

template <class Body>
void runThreads(int count, Body body) {
    std::vector<std::thread> running;
    for (int k = 0; k < count; k++) {
        running.emplace_back(body, k);
    }
    for (std::thread &thread : running) {
        thread.join();
    }
}

// Runs a block; false if it wrote behind its shared memory.
template <class Body>
bool runBlock(int number, int threads, size_t nearBytes, Turns turns, Body &body) {
    NearMemory near(nearBytes);
    if (turns.realThreads) {
        std::barrier<> barrier(threads);
        runThreads(threads, [&](int t) {
            Block block = {number, threads, near.bytes(), nullptr, turns.order, 0, t, &barrier};
            body(block);
        });
    } else {
        std::vector<int> order(threads);
        for (int t = 0; t < threads; t++) {
            order[t] = turns.order == Order::DESCENDING ? threads - 1 - t : t;
        }
        Block block = {number, threads, near.bytes(), &order, turns.order, 12345u + number, 0, nullptr};
        body(block);
    }
    return near.isWhole();
}

// Runs a grid; false if a block wrote behind its shared memory.
template <class Body>
bool launch(int blocks, int threads, size_t nearBytes, Turns turns, Body body) {
    std::atomic<bool> whole = true;
    runThreads(blocks, [&](int number) {
        if (!runBlock(number, threads, nearBytes, turns, body)) {
            whole = false;
        }
    });
    return whole;
}

// Runs a kernel by its name with parameters as cuLaunchKernel gets them.
inline bool launch(
    const std::string &name, int blocks, int threads, size_t nearBytes, Turns turns, void **parameters) {
    if (name == "measure") {
        measureAll(*(const Measure *)parameters[0]);
        return true;
    }
    if (name.rfind("initialise_", 0) == 0) {
        const Snapshots *parts = *(const Snapshots **)parameters[0];
        return launch(blocks, threads, nearBytes, turns, [&](Block &block) {
            const Snapshots &part = parts[block.number()];
            switch (name.back()) {
                case '0': return initialisePlaced<NOTHING_FAR>(block, part);
                case '1': return initialisePlaced<NEURONS_FAR>(block, part);
                default: return initialisePlaced<CURRENTS_FAR>(block, part);
            }
        });
    }
    const Liquid &liquid = *(const Liquid *)parameters[0];
    const Batch &batch = *(const Batch *)parameters[1];
    const bool plastic = name.rfind("simulate_plastic_", 0) == 0;
    return launch(blocks, threads, nearBytes, turns, [&](Block &block) {
        switch (name.back()) {
            case '0':
                return plastic ? simulateSamples<NOTHING_FAR, true>(block, liquid, batch)
                               : simulateSamples<NOTHING_FAR, false>(block, liquid, batch);
            case '1':
                return plastic ? simulateSamples<NEURONS_FAR, true>(block, liquid, batch)
                               : simulateSamples<NEURONS_FAR, false>(block, liquid, batch);
            default:
                return plastic ? simulateSamples<CURRENTS_FAR, true>(block, liquid, batch)
                               : simulateSamples<CURRENTS_FAR, false>(block, liquid, batch);
        }
    });
}

}  // namespace host
