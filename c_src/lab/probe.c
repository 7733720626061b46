#include "lab/probe.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

static const sp_probe_kind *const kinds[] = {
    &sp_probe_decision,    &sp_probe_effective_step,  &sp_probe_gradient_spread,
    &sp_probe_noise_scale, &sp_probe_receptive_field, &sp_probe_masked_predictions,
    &sp_probe_line,        &sp_probe_plane,           &sp_probe_trajectory,
    &sp_probe_arithmetic,  &sp_probe_histogram,       &sp_probe_activations,
    &sp_probe_confusion,   &sp_probe_worst,
};

const sp_probe_kind *const *sp_probe_kinds(int *count)
{
    *count = SP_COUNT(kinds);
    return kinds;
}

/* --- from open to close ---------------------------------------------------------------------
 */

sp_probe *sp_probe_open(sp_run *r, const sp_probe_kind *kind)
{
    enum { ALIGNED = (sizeof(sp_probe) + 63) / 64 * 64 };
    sp_probe *p = sp_memory_take(ALIGNED + kind->own);
    if (!p) return NULL;
    p->kind = kind;
    p->r = r;
    p->option = sp_choice_default(&kind->head);
    p->own = (char *)p + ALIGNED;
    return p;
}

void sp_probe_close(sp_probe *p)
{
    if (p) sp_arena_close(&p->arena);
    sp_memory_give(p);
}

sp_status sp_probe_set(sp_probe *p, const char *option, double number, const char *text)
{
    SP_ASSERT(!p->started);
    return sp_choice_set(&p->option, option, option, number, text, &p->error);
}

/* Whether `name` is one of "from|to". */
static bool is_listed(const char *list, const char *name)
{
    const size_t length = strlen(name);
    while (list) {
        if (strncmp(list, name, length) == 0 && (list[length] == 0 || list[length] == '|'))
            return length > 0;
        list = strchr(list, '|');
        if (list) list++;
    }
    return false;
}

sp_status sp_probe_lend(sp_probe *p, const char *name, const void *bytes, size_t count)
{
    SP_ASSERT(!p->started);
    if (!is_listed(p->kind->blocks, name) || p->n_blocks == SP_PROBE_BLOCKS) {
        return sp_fail(&p->error, SP_INVALID, name, "%s takes no array called %s",
                       p->kind->head.name, name);
    }
    sp_block *b = &p->block[p->n_blocks++];
    sp_format(b->path, sizeof b->path, "%s", name);
    b->p = bytes;
    b->bytes = count;
    return SP_OK;
}

static void lay_out(sp_probe *p, sp_arena *a)
{
    const sp_model *m = &p->r->model;
    p->n_results = 0;
    p->w = sp_arena_take(a, p->r->n, sizeof *p->w);
    for (int i = 0; i < m->n; i++) {
        p->model.state[i] = sp_arena_take(a, m->layer[i].state, sizeof(float));
    }
    p->kind->layout(p, a);
}

static void copy_run(sp_probe *p)
{
    const sp_model *m = &p->r->model;
    const uint64_t seed = (uint64_t)p->r->spec.run.value[SP_RUN_SEED];
    memcpy(p->w, p->r->w, p->r->n * sizeof *p->w);
    p->rng = sp_rng_make(seed, SP_STREAM_PROBE);
    for (int i = 0; i < m->n; i++) {
        const size_t bytes = m->layer[i].state * sizeof(float);
        if (bytes) memcpy(p->model.state[i], m->state[i], bytes);
        p->model.masks[i] = sp_rng_make(seed, SP_STREAM_PROBE + 64 * (uint64_t)(i + 1));
    }
}

/* The run's buffers may have moved since the last part: a larger batch was asked for. */
static void borrow_buffers(sp_probe *p)
{
    sp_rng masks[SP_MAX_LAYERS];
    float *state[SP_MAX_LAYERS];
    memcpy(masks, p->model.masks, sizeof masks);
    memcpy(state, p->model.state, sizeof state);
    p->model = p->r->model;
    memcpy(p->model.masks, masks, sizeof masks);
    memcpy(p->model.state, state, sizeof state);
}

sp_status sp_probe_start(sp_probe *p)
{
    SP_ASSERT(!p->started);
    sp_status status = p->kind->plan(p, &p->error);
    if (status != SP_OK) return status;
    sp_arena measure = {0};
    lay_out(p, &measure);
    status = sp_arena_open(&p->arena, &measure, &p->error);
    if (status != SP_OK) return status;
    lay_out(p, &p->arena);
    p->started = true;
    copy_run(p);
    borrow_buffers(p);
    if (p->kind->begin) p->kind->begin(p);
    return SP_OK;
}

bool sp_probe_work(sp_probe *p)
{
    SP_ASSERT(p->started);
    if (p->done) return false;
    borrow_buffers(p);
    p->done = !p->kind->some(p);
    if (p->done) p->progress = 1;
    return !p->done;
}

/* --- for the kinds --------------------------------------------------------------------------
 */

sp_status sp_probe_examples(const sp_probe *p, size_t *n, sp_error *e)
{
    static const char *const names[SP_SPLITS] = {"train", "test", "validation"};
    const int split = (int)sp_probe_option(p, SP_PROBE_SPLIT);
    const size_t all = p->r->data->split[split].n;
    const double wanted = sp_probe_option(p, SP_PROBE_EXAMPLES);
    if (all == 0) {
        return sp_fail(e, SP_INVALID, "split", "the data have no %s examples", names[split]);
    }
    *n = wanted > 0 && wanted < (double)all ? (size_t)wanted : all;
    return SP_OK;
}

uint32_t sp_probe_member(const sp_probe *p, int split, size_t n, size_t i)
{
    const uint32_t *sample = n == p->r->sampled[split] ? p->r->sample[split] : NULL;
    return sample ? sample[i] : (uint32_t)i;
}

void sp_probe_choose(const sp_probe *p, int split, size_t n, size_t at, size_t count)
{
    for (size_t i = 0; i < count; i++) p->r->index[i] = sp_probe_member(p, split, n, at + i);
}

size_t sp_probe_part(const sp_probe *p, size_t left)
{
    const size_t most = p->model.max_batch < SP_PROBE_PART ? p->model.max_batch : SP_PROBE_PART;
    return left < most ? left : most;
}

void sp_probe_gradient(sp_probe *p, int split, size_t B, const float *w, float *dw)
{
    const size_t C = sp_shape_size(p->model.output);
    const sp_target target = sp_run_gather(p->r, split, p->r->index, B);
    const float *y = sp_model_forward(&p->model, w, B, false);
    p->r->loss->value(p->r->spec.loss.value, B, C, y, target,
                      sp_model_output_gradient(&p->model));
    sp_model_backward(&p->model, w, dw, B, false, false);
}

sp_status sp_probe_floats(const sp_probe *p, const char *name, size_t row, size_t count,
                          const float **floats, size_t *rows, sp_error *e)
{
    *floats = NULL;
    if (rows) *rows = 0;
    for (int i = 0; i < p->n_blocks; i++) {
        const sp_block *b = &p->block[i];
        if (strcmp(b->path, name) != 0) continue;
        const size_t given = b->bytes / sizeof(float);
        if (count && given != count) {
            return sp_fail(e, SP_INVALID, name, "%s must hold %z numbers, not %z", name, count,
                           given);
        }
        if (given == 0 || given % row) {
            return sp_fail(e, SP_INVALID, name,
                           "%s must hold rows of %z numbers, not %z in all", name, row, given);
        }
        const float *values = (const float *)(const void *)b->p;
        for (size_t j = 0; j < given; j++) {
            if (!isfinite(values[j])) {
                return sp_fail(e, SP_INVALID, name, "%s must be finite: %g at %z", name,
                               (double)values[j], j);
            }
        }
        *floats = values;
        if (rows) *rows = given / row;
    }
    return SP_OK;
}

static void add_result(sp_probe *p, const char *name, int type, size_t count, const void *at)
{
    SP_ASSERT(p->n_results < SP_PROBE_RESULTS);
    p->result[p->n_results++] = (sp_result){name, type, count, at};
}

void sp_probe_tell(sp_probe *p, const char *name, const double *number)
{
    add_result(p, name, SP_RESULT_NUMBER, 1, number);
}

void sp_probe_tell_text(sp_probe *p, const char *name, const char *text)
{
    add_result(p, name, SP_RESULT_TEXT, 1, text);
}

void sp_probe_shorten(sp_probe *p, const char *name, size_t count)
{
    for (int i = 0; i < p->n_results; i++) {
        sp_result *result = &p->result[i];
        if (strcmp(result->name, name) == 0 && count < result->count) result->count = count;
    }
}

float *sp_probe_take_floats(sp_probe *p, sp_arena *a, const char *name, size_t count)
{
    float *at = sp_arena_take(a, count, sizeof *at);
    add_result(p, name, SP_RESULT_FLOATS, count, at);
    return at;
}

double *sp_probe_take_doubles(sp_probe *p, sp_arena *a, const char *name, size_t count)
{
    double *at = sp_arena_take(a, count, sizeof *at);
    add_result(p, name, SP_RESULT_DOUBLES, count, at);
    return at;
}

int32_t *sp_probe_take_ints(sp_probe *p, sp_arena *a, const char *name, size_t count)
{
    int32_t *at = sp_arena_take(a, count, sizeof *at);
    add_result(p, name, SP_RESULT_INTS, count, at);
    return at;
}

double sp_probe_square(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * x[i];
    return sum;
}
