/* batches: which training examples make the next update.
 *   shuffle      every epoch in a new random order, without repetition; the last batch of an
 *                epoch may be shorter and counts with its own size
 *   replacement  every example drawn anew from all, as the lecture writes it */
#ifndef SP_DATA_BATCHES_H
#define SP_DATA_BATCHES_H

#include "base/rng.h"

enum { SP_SHUFFLE, SP_REPLACEMENT };

typedef struct sp_batches {
    sp_rng rng;
    uint32_t *order; /* (n): a permutation of the examples; the memory is the caller's */
    size_t n;
    size_t at; /* how many of this epoch's order are used up; n: shuffle before the next */
} sp_batches;

void sp_batches_start(sp_batches *b, uint32_t *order, size_t n, uint64_t seed);

/* Writes the indices of the next batch, `size` or fewer; returns how many. */
size_t sp_batches_next(sp_batches *b, int sampling, size_t size, uint32_t *index);

#endif
