#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Enough for small things; what is larger must be refused. */
enum { MEMORY = 1 << 25 };

unsigned fuzz_byte(fuzz_input *in)
{
    if (in->left == 0) return 0;
    in->left--;
    return *in->p++;
}

size_t fuzz_size(fuzz_input *in, size_t most)
{
    const size_t high = fuzz_byte(in), value = high << 8 | fuzz_byte(in);
    return value % (most + 1);
}

unsigned char *fuzz_bytes(fuzz_input *in, size_t *n)
{
    if (*n > in->left) *n = in->left;
    unsigned char *copy = malloc(*n ? *n : 1);
    if (*n) memcpy(copy, in->p, *n);
    in->p += *n;
    in->left -= *n;
    return copy;
}

void fuzz_ask(fuzz_request *r, const sp_dataset_kind *kind, fuzz_input *in)
{
    static const double shares[] = {0, 0.1, 0.5, 0.9};
    *r = (fuzz_request){.choice = sp_choice_default(&kind->head)};
    r->q = (sp_data_request){&r->choice, &r->prepare, 1, r->blocks, 0};
    for (int i = 0; i < kind->head.n_params; i++) {
        const sp_param *p = &kind->head.params[i];
        const double range = p->max - p->min + 1;
        if (p->options) r->choice.value[i] = p->min + fmod(fuzz_byte(in), range);
    }
    const unsigned byte = fuzz_byte(in);
    r->prepare.value[SP_PREPARE_SCALING] = byte % 3;
    r->prepare.value[SP_PREPARE_VALIDATION] = shares[byte >> 2 & 3];
    r->prepare.value[SP_PREPARE_TEST] = shares[byte >> 4 & 3];
    r->prepare.value[SP_PREPARE_SHIFT] = byte >> 6;
}

void fuzz_lend(fuzz_request *r, const char *path, unsigned char *p, size_t n)
{
    SP_ASSERT(r->q.n_blocks < (int)SP_COUNT(r->blocks));
    sp_block *b = &r->blocks[r->q.n_blocks++];
    sp_format(b->path, sizeof b->path, "%s", path);
    b->p = p;
    b->bytes = n;
}

static void judge_names(const char *names, size_t bytes, int wanted)
{
    int count = 0;
    if (!names) return;
    for (size_t i = 0; i < bytes; i++) count += names[i] == 0;
    SP_ASSERT(count == wanted && names[bytes - 1] == 0);
}

static void judge_split(const sp_dataset *d, int split)
{
    const sp_split *s = &d->split[split];
    const size_t size = sp_shape_size(d->shape);
    float *x = malloc(size * sizeof *x);
    sp_rng r = sp_rng_make(1, 1);
    for (uint32_t i = 0; i < s->n; i++) {
        sp_dataset_gather(d, split, &i, 1, x);
        /* Unscaled inputs are finite; scaling may overflow where they are near a float's end.
         */
        for (size_t j = 0; j < size; j++) SP_ASSERT(d->center || isfinite(x[j]));
        if (!d->shape.flat) sp_dataset_gather_shifted(d, split, &i, 1, x, 0, &r);
        if (d->classes) SP_ASSERT(s->labels[i] >= 0 && s->labels[i] < d->classes);
        if (!d->classes) SP_ASSERT(isfinite(s->targets[i * (size_t)d->outputs]));
    }
    free(x);
}

void fuzz_judge(fuzz_request *r)
{
    sp_dataset d;
    sp_error e = {0};
    sp_memory_limit(MEMORY);
    const sp_status status = sp_dataset_build(&d, &r->q, &e);
    if (status == SP_OK) {
        SP_ASSERT(d.split[SP_SPLIT_TRAIN].n > 0 && sp_shape_size(d.shape) > 0);
        SP_ASSERT(d.outputs > 0 && (d.classes == 0 || d.classes >= 2));
        for (int s = 0; s < SP_SPLITS; s++) judge_split(&d, s);
        judge_names(d.input_names, d.input_name_bytes, d.shape.channels);
        judge_names(d.class_names, d.class_name_bytes, d.classes);
        sp_dataset_close(&d);
    } else {
        SP_ASSERT(e.status == status && e.path[0] && e.message[0]);
    }
    SP_ASSERT(sp_memory_live() == 0);
    for (int i = 0; i < r->q.n_blocks; i++) free((void *)(uintptr_t)r->blocks[i].p);
}
