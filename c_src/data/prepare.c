/* What is done to the examples of every kind of data, once, in this order:
 *   1. shares of the training examples become test and validation examples, at random
 *   2. numbers that are not known become the mean of the training examples that have them
 *   3. each input is scaled by what the training examples say about it:
 *        standardise  (x - mean) / deviation      minmax  (x - least) / (most - least)
 *      An input that is the same in all training examples becomes 0, everywhere.
 * Test and validation examples go through the training examples' numbers: nothing about them is
 * known before the net is used. Bytes stay bytes; scaling happens when they are gathered. */
#include <math.h>
#include <string.h>

#include "data/dataset.h"

/* --- 1. shares ------------------------------------------------------------------------------
 */

static void swap_bytes(void *a, void *b, size_t n)
{
    unsigned char *x = a, *y = b;
    for (size_t i = 0; i < n; i++) {
        const unsigned char held = x[i];
        x[i] = y[i];
        y[i] = held;
    }
}

static void swap_examples(const sp_dataset *d, sp_split *s, size_t i, size_t j)
{
    const size_t size = sp_shape_size(d->shape), width = (size_t)d->outputs;
    if (s->bytes)
        swap_bytes(s->bytes + i * size, s->bytes + j * size, size);
    else
        swap_bytes(s->floats + i * size, s->floats + j * size, size * sizeof *s->floats);
    if (s->labels)
        swap_bytes(s->labels + i, s->labels + j, sizeof *s->labels);
    else
        swap_bytes(s->targets + i * width, s->targets + j * width, width * sizeof *s->targets);
}

/* Examples from .. from + n - 1 of a split, as a split. */
static sp_split part_of(const sp_dataset *d, const sp_split *s, size_t from, size_t n)
{
    const size_t size = sp_shape_size(d->shape), width = (size_t)d->outputs;
    return (sp_split){
        .n = n,
        .bytes = s->bytes ? s->bytes + from * size : NULL,
        .floats = s->floats ? s->floats + from * size : NULL,
        .labels = s->labels ? s->labels + from : NULL,
        .targets = s->targets ? s->targets + from * width : NULL,
    };
}

/* Moves `count` training examples, drawn at random, to the end and makes them split `to`. */
static void split_off(sp_dataset *d, int to, size_t count, sp_rng *r)
{
    sp_split *train = &d->split[SP_SPLIT_TRAIN];
    for (size_t i = train->n; i > train->n - count; i--) {
        const size_t j = sp_rng_below(r, (uint32_t)i);
        if (j != i - 1) swap_examples(d, train, i - 1, j);
    }
    train->n -= count;
    d->split[to] = part_of(d, train, train->n, count);
}

/* How many examples a share is: rounded, and at least one. */
static size_t count_of(double share, size_t n)
{
    const size_t count = (size_t)(share * (double)n + 0.5);
    return share > 0 && count == 0 ? 1 : count;
}

static sp_status check_share(const sp_dataset *d, int split, double share, const char *path,
                             sp_error *e)
{
    if (share == 0 || d->split[split].n == 0) return SP_OK;
    const char *name = path + strlen("prepare.");
    return sp_fail(e, SP_INVALID, path,
                   "the data has %z %s examples of its own: either these or a share of the "
                   "training examples",
                   d->split[split].n, name);
}

static sp_status split_shares(sp_dataset *d, double test, double validation, sp_rng r,
                              sp_error *e)
{
    const size_t n = d->split[SP_SPLIT_TRAIN].n;
    sp_status status = check_share(d, SP_SPLIT_TEST, test, "prepare.test", e);
    if (status == SP_OK) {
        status = check_share(d, SP_SPLIT_VALIDATION, validation, "prepare.validation", e);
    }
    if (status != SP_OK) return status;

    if (test == 0) test = d->test_share;
    const size_t n_test = count_of(test, n), n_validation = count_of(validation, n);
    if (n_test + n_validation >= n && n_test + n_validation > 0) {
        return sp_fail(e, SP_INVALID, n_validation ? "prepare.validation" : "prepare.test",
                       "of %z examples %z would be for test and %z for validation: none is "
                       "left to train on",
                       n, n_test, n_validation);
    }
    if (n_test) split_off(d, SP_SPLIT_TEST, n_test, &r);
    if (n_validation) split_off(d, SP_SPLIT_VALIDATION, n_validation, &r);
    return SP_OK;
}

/* --- 2. and 3. statistics -------------------------------------------------------------------
 */

/* Of each input over the training examples that have it; (size) each. */
typedef struct statistics {
    double *count, *least, *most, *mean, *square; /* square: sum of (x - mean)^2 */
} statistics;

static void lay_out(statistics *t, size_t size, sp_arena *a)
{
    double **const columns[] = {&t->count, &t->least, &t->most, &t->mean, &t->square};
    for (size_t i = 0; i < SP_COUNT(columns); i++) {
        *columns[i] = sp_arena_take(a, size, sizeof(double));
    }
}

static double raw_at(const sp_split *s, size_t at)
{
    return s->bytes ? (double)s->bytes[at] : (double)s->floats[at];
}

static void take_statistics(const sp_split *s, size_t size, const statistics *t)
{
    for (size_t b = 0; b < s->n; b++) {
        for (size_t i = 0; i < size; i++) {
            const double x = raw_at(s, b * size + i);
            if (isnan(x)) continue;
            if (t->count[i] == 0 || x < t->least[i]) t->least[i] = x;
            if (t->count[i] == 0 || x > t->most[i]) t->most[i] = x;
            t->mean[i] += x;
            t->count[i]++;
        }
    }
    for (size_t i = 0; i < size; i++) {
        if (t->count[i] > 0) t->mean[i] /= t->count[i];
    }
    for (size_t b = 0; b < s->n; b++) {
        for (size_t i = 0; i < size; i++) {
            const double away = raw_at(s, b * size + i) - t->mean[i];
            if (!isnan(away)) t->square[i] += away * away;
        }
    }
}

static void fill_missing(sp_dataset *d, size_t size, const statistics *t)
{
    for (int s = 0; s < SP_SPLITS; s++) {
        for (size_t b = 0; b < d->split[s].n; b++) {
            float *x = d->split[s].floats + b * size;
            for (size_t i = 0; i < size; i++) {
                if (isnan(x[i])) x[i] = (float)t->mean[i];
            }
        }
    }
}

/* The deviation is over all n examples: those that were filled in lie on the mean and add
 * nothing to the sum of squares. */
static void set_scaling(sp_dataset *d, size_t size, const statistics *t, double scaling)
{
    const double n = (double)d->split[SP_SPLIT_TRAIN].n;
    const bool standardise = scaling == SP_SCALING_STANDARDISE;
    for (size_t i = 0; i < size; i++) {
        const double width = standardise ? sqrt(t->square[i] / n) : t->most[i] - t->least[i];
        d->center[i] = (float)(standardise ? t->mean[i] : t->least[i]);
        d->factor[i] = t->least[i] < t->most[i] ? (float)(1 / width) : 0;
    }
}

static sp_status fill_and_scale(sp_dataset *d, double scaling, sp_error *e)
{
    const size_t size = sp_shape_size(d->shape);
    sp_arena measure = {0}, arena;
    statistics t;
    lay_out(&t, size, &measure);
    const sp_status status = sp_arena_open(&arena, &measure, e);
    if (status != SP_OK) return status;

    lay_out(&t, size, &arena);
    take_statistics(&d->split[SP_SPLIT_TRAIN], size, &t);
    if (d->missing) fill_missing(d, size, &t);
    if (d->scaled) set_scaling(d, size, &t, scaling);
    sp_arena_close(&arena);
    return SP_OK;
}

/* --- all ------------------------------------------------------------------------------------
 */

/* Shifts happen when a batch is gathered; whether they can, is known now. */
sp_status sp_check_shift(sp_shape shape, double shift, sp_error *e)
{
    if (shift == 0) return SP_OK;
    if (shape.flat) {
        return sp_fail(e, SP_INVALID, "prepare.shift",
                       "only images can be shifted, and an example here is a row of %d numbers",
                       shape.channels);
    }
    if (shift >= shape.height || shift >= shape.width) {
        return sp_fail(e, SP_INVALID, "prepare.shift",
                       "images of %d x %d pixels cannot be shifted by %d", shape.height,
                       shape.width, (int)shift);
    }
    return SP_OK;
}

sp_status sp_dataset_prepare(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    static const double nothing[SP_MAX_PARAMS];
    const double *value = q->prepare ? q->prepare->value : nothing;

    sp_status status = sp_check_shift(d->shape, value[SP_PREPARE_SHIFT], e);
    if (status == SP_OK) {
        status = split_shares(d, value[SP_PREPARE_TEST], value[SP_PREPARE_VALIDATION],
                              sp_rng_make(sp_request_seed(q), SP_STREAM_SPLIT), e);
    }
    if (status == SP_OK && (d->missing || d->scaled)) {
        status = fill_and_scale(d, value[SP_PREPARE_SCALING], e);
    }
    return status;
}
