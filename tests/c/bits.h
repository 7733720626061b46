/* bits: inputs for the kernels' tests that are the same everywhere, and a hash of their
 * results. */
#ifndef SP_TESTS_BITS_H
#define SP_TESTS_BITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* n numbers in [-1, 1), multiples of 2^-23, from a linear congruential generator (Knuth's
 * MMIX), so that these tests do not lean on the core's own generator. */
static inline void fill(float *x, size_t n, uint64_t seed)
{
    uint64_t state = seed * 0x9e3779b97f4a7c15u + 1;

    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        x[i] = (float)((int32_t)(state >> 40) - (1 << 23)) * 0x1p-23f;
    }
}

#define HASH_START 0xcbf29ce484222325u

/* FNV-1a over the bits of n floats, a word at a time. */
static inline uint64_t hash_floats(uint64_t hash, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t b;
        memcpy(&b, x + i, sizeof b);
        hash = (hash ^ b) * 0x100000001b3u;
    }
    return hash;
}

#endif
