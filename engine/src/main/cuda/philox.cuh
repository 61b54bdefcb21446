// Philox4x32-10 (J. K. Salmon et al., SC 2011), as liquid-semantics, section 1, uses it.
#pragma once

#include "block.cuh"

// One of the four words of a block.
NALSM_FUNCTION uint32_t philoxWord(
    uint32_t key0, uint32_t key1, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, int word) {
#pragma unroll
    for (int round = 0; round < 10; round++) {
        const uint32_t high0 = high(0xD2511F53u, c0);
        const uint32_t low0 = 0xD2511F53u * c0;
        const uint32_t high1 = high(0xCD9E8D57u, c2);
        const uint32_t low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ key0;
        c1 = low1;
        c2 = high0 ^ c3 ^ key1;
        c3 = low0;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
    return word == 0 ? c0 : word == 1 ? c1 : word == 2 ? c2 : c3;
}
