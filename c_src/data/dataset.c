#include "data/dataset.h"

#include <string.h>

/* The most that WebAssembly can hold: what is refused there is refused everywhere. */
#define MOST_BYTES ((size_t)1 << 31)

sp_status sp_dataset_build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    *d = (sp_dataset){.scale = 1, .holders = 1};
    d->scaled = q->prepare && q->prepare->value[SP_PREPARE_SCALING] != SP_SCALING_NONE;
    const sp_dataset_kind *kind = (const sp_dataset_kind *)q->choice->kind;
    sp_status status = kind->build(d, q, e);
    if (status == SP_OK) status = sp_dataset_prepare(d, q, e);
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

sp_status sp_block_check_plain(const sp_block *b, sp_error *e)
{
    if (b->bytes >= 2 && b->p[0] == 0x1f && b->p[1] == 0x8b) {
        return sp_fail(e, SP_INVALID, b->path,
                       "this file is compressed (gzip): unpack it first");
    }
    if (b->bytes >= 4 && memcmp(b->p, "PK\3\4", 4) == 0) {
        return sp_fail(e, SP_INVALID, b->path,
                       "this is a zip archive or an Excel file: unpack it, or save the table "
                       "as CSV");
    }
    return SP_OK;
}

uint64_t sp_request_seed(const sp_data_request *q)
{
    const sp_kind *kind = q->choice->kind;
    for (int i = 0; i < kind->n_params; i++) {
        const double value = q->choice->value[i];
        if (strcmp(kind->params[i].name, "seed") == 0 && value >= 0) return (uint64_t)value;
    }
    return q->seed;
}

static void lay_out(sp_dataset *d, bool as_bytes, sp_arena *a)
{
    const size_t size = sp_shape_size(d->shape), word = sizeof(float);
    for (int s = 0; s < SP_SPLITS; s++) {
        sp_split *split = &d->split[s];
        if (as_bytes)
            split->bytes = sp_arena_take(a, split->n, size);
        else
            split->floats = sp_arena_take(a, split->n, size * word);
        if (d->classes)
            split->labels = sp_arena_take(a, split->n, sizeof(int32_t));
        else
            split->targets = sp_arena_take(a, split->n, (size_t)d->outputs * word);
    }
    if (d->scaled) {
        d->center = sp_arena_take(a, size, word);
        d->factor = sp_arena_take(a, size, word);
    }
    if (d->n_truth) d->truth = sp_arena_take(a, d->n_truth, word);
    if (d->n_work) d->work = sp_arena_take(a, d->n_work, sizeof *d->work);
    if (d->input_name_bytes) d->input_names = sp_arena_take(a, d->input_name_bytes, 1);
    if (d->class_name_bytes) d->class_names = sp_arena_take(a, d->class_name_bytes, 1);
}

sp_status sp_dataset_open(sp_dataset *d, bool as_bytes, sp_error *e)
{
    sp_arena measure = {0};
    lay_out(d, as_bytes, &measure);
    if (measure.failed || measure.used > MOST_BYTES) {
        return sp_fail(e, SP_NO_MEMORY, "data",
                       "out of memory: these examples need more than 2 GB");
    }
    const sp_status status = sp_arena_open(&d->arena, &measure, e);
    if (status != SP_OK) return status;
    lay_out(d, as_bytes, &d->arena);
    return SP_OK;
}
