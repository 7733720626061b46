#include "base/rng.h"

#include <math.h>

#include "base/fmath.h"

static const uint64_t MULTIPLIER = 6364136223846793005ULL;

sp_rng sp_rng_make(uint64_t seed, uint64_t stream)
{
    sp_rng r = {.state = 0, .increment = (stream << 1) | 1};
    sp_rng_u32(&r);
    r.state += seed;
    sp_rng_u32(&r);
    return r;
}

uint32_t sp_rng_u32(sp_rng *r)
{
    const uint64_t old = r->state;
    r->state = old * MULTIPLIER + r->increment;

    const uint32_t xorshifted = (uint32_t)(((old >> 18) ^ old) >> 27);
    const uint32_t rotation = (uint32_t)(old >> 59);
    return (xorshifted >> rotation) | (xorshifted << ((32 - rotation) & 31));
}

uint32_t sp_rng_below(sp_rng *r, uint32_t bound)
{
    SP_ASSERT(bound >= 1);
    const uint32_t threshold = (0u - bound) % bound; /* 2^32 mod bound: what would be uneven */
    for (;;) {
        const uint32_t x = sp_rng_u32(r);
        if (x >= threshold) return x % bound;
    }
}

float sp_rng_uniform(sp_rng *r)
{
    return (float)(sp_rng_u32(r) >> 8) * 0x1p-24f;
}

float sp_rng_normal(sp_rng *r)
{
    const float u = 1.0f - sp_rng_uniform(r); /* in (0, 1], so that the logarithm is finite */
    const float v = sp_rng_uniform(r);
    return sqrtf(-2.0f * sp_log(u)) * sp_cos(6.28318530717958647692f * v);
}

void sp_rng_shuffle(sp_rng *r, uint32_t *order, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        const uint32_t j = sp_rng_below(r, (uint32_t)i);
        const uint32_t held = order[i - 1];
        order[i - 1] = order[j];
        order[j] = held;
    }
}
