#include "data/batches.h"

#include <string.h>

void sp_batches_start(sp_batches *b, uint32_t *order, size_t n, uint64_t seed)
{
    *b = (sp_batches){sp_rng_make(seed, SP_STREAM_ORDER), order, n, n};
    for (size_t i = 0; i < n; i++) order[i] = (uint32_t)i;
}

size_t sp_batches_next(sp_batches *b, int sampling, size_t size, uint32_t *index)
{
    if (sampling == SP_REPLACEMENT) {
        for (size_t i = 0; i < size; i++) index[i] = sp_rng_below(&b->rng, (uint32_t)b->n);
        return size;
    }
    if (b->at >= b->n) {
        sp_rng_shuffle(&b->rng, b->order, b->n);
        b->at = 0;
    }
    const size_t left = b->n - b->at, count = size < left ? size : left;
    memcpy(index, b->order + b->at, count * sizeof *index);
    b->at += count;
    return count;
}
