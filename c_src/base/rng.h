/* rng: PCG32 random numbers (O'Neill, "PCG: A Family of Simple Fast Space-Efficient
 * Statistically Good Algorithms for Random Number Generation", 2014; the XSH-RR 64/32 variant).
 *
 * One seed has many independent streams, so that changing how often one part draws (a dropout
 * layer more, say) leaves all others as they were: two runs of one seed share the initial
 * weights, the order of the objects and the masks. An sp_rng is plain data; copying it saves
 * it. */
#ifndef SP_BASE_RNG_H
#define SP_BASE_RNG_H

#include "base/common.h"

typedef struct sp_rng {
    uint64_t state;
    uint64_t increment; /* odd; selects the stream */
} sp_rng;

/* The streams of a seed. Values are part of the results: append only. */
enum {
    SP_STREAM_INIT = 1,       /* initial weights; layer l uses SP_STREAM_INIT + 64 * (l + 1) */
    SP_STREAM_TRAIN = 2,      /* training examples of a generator */
    SP_STREAM_TEST = 3,       /* test examples of a generator */
    SP_STREAM_VALIDATION = 4, /* validation examples of a generator */
    SP_STREAM_ORDER = 5,      /* order of the examples, batch after batch */
    SP_STREAM_MASKS = 6,      /* dropout masks; layer l uses SP_STREAM_MASKS + 64 * (l + 1) */
    SP_STREAM_TASK = 7,       /* what a generated problem is: true weights, centres, scales */
    SP_STREAM_NOISE = 8,      /* label noise */
    SP_STREAM_AUGMENT = 9,    /* shifts of training images */
    SP_STREAM_SAMPLE = 11,    /* which examples of a large split are measured */
    SP_STREAM_SPLIT = 12,     /* which examples of one table are for test and validation */
    SP_STREAM_PROBE = 10      /* whatever a probe draws; never disturbs training */
};

/* The generator of stream `stream` of `seed`. */
sp_rng sp_rng_make(uint64_t seed, uint64_t stream);

/* Uniform over all 32-bit numbers. */
uint32_t sp_rng_u32(sp_rng *r);

/* Uniform over 0 .. bound - 1, without bias; bound >= 1. */
uint32_t sp_rng_below(sp_rng *r, uint32_t bound);

/* Uniform in [0, 1), a multiple of 2^-24. */
float sp_rng_uniform(sp_rng *r);

/* Normal with mean 0 and variance 1 (Box & Muller 1958; two draws of sp_rng_u32 each). */
float sp_rng_normal(sp_rng *r);

/* Puts order[0 .. n-1] into a random order (Fisher & Yates). */
void sp_rng_shuffle(sp_rng *r, uint32_t *order, size_t n);

#endif
