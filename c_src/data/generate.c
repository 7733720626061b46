#include "data/generate.h"

#include <string.h>

#include "base/memory.h"

sp_status sp_generate_open(sp_dataset *d, const sp_data_request *q, bool as_bytes, sp_error *e)
{
    const double *value = q->choice->value;
    for (int s = 0; s < SP_SPLITS; s++) d->split[s].n = (size_t)value[SP_GEN_TRAIN + s];
    return sp_dataset_open(d, as_bytes, e);
}

sp_rng sp_generate_task(const sp_data_request *q)
{
    return sp_rng_make(sp_request_seed(q), SP_STREAM_TASK);
}

/* 0 .. bound - 1 by one draw always (with a bias below bound / 2^32), so that the draws of
 * later examples do not depend on it. */
static size_t below(uint32_t u, size_t bound)
{
    return (size_t)(((uint64_t)u * bound) >> 32);
}

/* `clean`: the targets before; NULL for labels. */
static void add_label_noise(const sp_dataset *d, sp_split *s, double share, const float *clean,
                            sp_rng r)
{
    const size_t width = (size_t)d->outputs;
    for (size_t i = 0; i < s->n; i++) {
        const bool wrong = (double)sp_rng_uniform(&r) < share;
        const uint32_t u = sp_rng_u32(&r);
        if (!wrong) continue;
        if (s->labels)
            s->labels[i] = (int32_t)below(u, (size_t)d->classes);
        else if (i > 0)
            memcpy(s->targets + i * width, clean + below(u, i) * width, width * sizeof *clean);
    }
}

sp_status sp_generate_draw(sp_dataset *d, const sp_data_request *q, sp_draw draw, sp_error *e)
{
    static const uint64_t stream[] = {SP_STREAM_TRAIN, SP_STREAM_TEST, SP_STREAM_VALIDATION};
    const double *value = q->choice->value, noise = value[SP_GEN_LABEL_NOISE];
    const uint64_t seed = sp_request_seed(q);

    for (int s = 0; s < SP_SPLITS; s++) {
        sp_rng r = sp_rng_make(seed, stream[s]);
        for (size_t i = 0; i < d->split[s].n; i++) draw(d, value, &r, i, &d->split[s]);
    }
    if (noise == 0) return SP_OK;

    sp_split *train = &d->split[SP_SPLIT_TRAIN];
    float *clean = NULL;
    if (train->targets) {
        const size_t bytes = train->n * (size_t)d->outputs * sizeof *clean;
        clean = sp_memory_take(bytes);
        if (!clean) return sp_fail(e, SP_NO_MEMORY, "memory", "out of memory");
        memcpy(clean, train->targets, bytes);
    }
    add_label_noise(d, train, noise, clean, sp_rng_make(seed, SP_STREAM_NOISE));
    sp_memory_give(clean);
    return SP_OK;
}
