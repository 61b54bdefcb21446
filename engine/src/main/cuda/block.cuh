// A thread block, as the kernels see it: phases that all threads go through, with a barrier behind each.
//
// nvcc makes a phase the threads of a real block and __syncthreads(). The host build (NALSM_HOST) makes it a loop over the
// threads, in an order of its choice, or, for the thread sanitizer, real threads and a std::barrier. Code between phases
// is the same for all threads: it may read what earlier phases wrote, and write nothing but local variables.
#pragma once

#include <stdint.h>

#ifdef NALSM_HOST

#include <algorithm>
#include <barrier>
#include <cmath>
#include <vector>

#define NALSM_FUNCTION inline

enum class Order { ASCENDING, DESCENDING, SHUFFLED };

struct Block {
    int index;
    int threads;
    char *near;
    // Of the threads in a phase; null when this is one of several real threads.
    std::vector<int> *order;
    Order kind;
    uint32_t random;
    // Of a real thread.
    int thread;
    std::barrier<> *barrier;

    template <class Phase>
    void each(Phase phase) {
        if (order == nullptr) {
            phase(thread);
            barrier->arrive_and_wait();
            return;
        }
        if (kind == Order::SHUFFLED) {
            for (int k = threads - 1; k > 0; k--) {
                random = random * 1664525u + 1013904223u;
                std::swap((*order)[k], (*order)[(random >> 8) % (k + 1)]);
            }
        }
        for (int t : *order) {
            phase(t);
        }
    }

    int size() const { return threads; }
    int number() const { return index; }
    char *nearMemory() const { return near; }
};

inline void add(int32_t *target, int32_t value) { __atomic_fetch_add(target, value, __ATOMIC_RELAXED); }
inline uint32_t take(uint32_t *counter, uint32_t count) { return __atomic_fetch_add(counter, count, __ATOMIC_RELAXED); }
inline void setBits(uint32_t *target, uint32_t bits) { __atomic_fetch_or(target, bits, __ATOMIC_RELAXED); }
inline void addOfWarp(int32_t *target, int32_t value, int) { add(target, value); }
inline uint32_t high(uint32_t a, uint32_t b) { return (uint32_t)(((uint64_t)a * b) >> 32); }
inline int32_t toInteger(float v) { return (int32_t)__builtin_rintf(v); }
inline float smaller(float a, float b) { return std::fmin(a, b); }
inline float larger(float a, float b) { return std::fmax(a, b); }

#else

#define NALSM_FUNCTION __device__ __forceinline__

extern __shared__ __align__(16) char nearBytes[];

struct Block {
    template <class Phase>
    __device__ __forceinline__ void each(Phase phase) {
        phase((int)threadIdx.x);
        __syncthreads();
    }

    __device__ __forceinline__ int size() const { return (int)blockDim.x; }
    __device__ __forceinline__ int number() const { return (int)blockIdx.x; }
    __device__ __forceinline__ char *nearMemory() const { return nearBytes; }
};

NALSM_FUNCTION void add(int32_t *target, int32_t value) { atomicAdd(target, value); }
NALSM_FUNCTION uint32_t take(uint32_t *counter, uint32_t count) { return atomicAdd(counter, count); }
NALSM_FUNCTION void setBits(uint32_t *target, uint32_t bits) { atomicOr(target, bits); }

// Adds the values of a warp's lanes; all 32 of them must call it.
NALSM_FUNCTION void addOfWarp(int32_t *target, int32_t value, int lane) {
    for (int distance = 16; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(0xFFFFFFFFu, value, distance);
    }
    if (lane == 0 && value != 0) {
        atomicAdd(target, value);
    }
}

NALSM_FUNCTION uint32_t high(uint32_t a, uint32_t b) { return __umulhi(a, b); }
NALSM_FUNCTION int32_t toInteger(float v) { return __float2int_rn(v); }
NALSM_FUNCTION float smaller(float a, float b) { return fminf(a, b); }
NALSM_FUNCTION float larger(float a, float b) { return fmaxf(a, b); }

#endif

constexpr int WARP = 32;
