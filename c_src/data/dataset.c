#include "data/dataset.h"

#include <string.h>

sp_status sp_dataset_build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    *d = (sp_dataset){.scale = 1, .holders = 1};
    const sp_dataset_kind *kind = (const sp_dataset_kind *)q->choice->kind;
    const sp_status status = kind->build(d, q, e);
    if (status != SP_OK) sp_arena_close(&d->arena);
    return status;
}

void sp_dataset_close(sp_dataset *d)
{
    sp_arena_close(&d->arena);
}

const sp_block *sp_request_block(const sp_data_request *q, const char *path)
{
    for (int i = 0; i < q->n_blocks; i++) {
        if (strcmp(q->blocks[i].path, path) == 0) return &q->blocks[i];
    }
    return NULL;
}

static void lay_out(sp_dataset *d, bool as_bytes, sp_arena *a)
{
    const size_t size = sp_shape_size(d->shape);
    for (int s = 0; s < SP_SPLITS; s++) {
        sp_split *split = &d->split[s];
        if (as_bytes)
            split->bytes = sp_arena_take(a, split->n, size);
        else
            split->floats = sp_arena_take(a, split->n, size * sizeof(float));
        if (d->classes)
            split->labels = sp_arena_take(a, split->n, sizeof(int32_t));
        else
            split->targets = sp_arena_take(a, split->n, (size_t)d->outputs * sizeof(float));
    }
}

sp_status sp_dataset_open(sp_dataset *d, bool as_bytes, sp_error *e)
{
    sp_arena measure = {0};
    lay_out(d, as_bytes, &measure);
    const sp_status status = sp_arena_open(&d->arena, &measure, e);
    if (status != SP_OK) return status;
    lay_out(d, as_bytes, &d->arena);
    return SP_OK;
}

void sp_dataset_gather(const sp_dataset *d, int split, const uint32_t *index, size_t n,
                       float *x)
{
    const size_t size = sp_shape_size(d->shape);
    const sp_split *s = &d->split[split];

    for (size_t b = 0; b < n; b++, x += size) {
        if (!s->bytes) {
            memcpy(x, s->floats + index[b] * size, size * sizeof *x);
            continue;
        }
        const uint8_t *byte = s->bytes + index[b] * size;
        for (size_t i = 0; i < size; i++) x[i] = d->scale * (float)byte[i] + d->shift;
    }
}
