/* The data sets `linear` and `scaled`: regression on weighted sums of normal features.
 *   y = w1 x1 + ... + wd xd + b + noise N(0, 1)
 *
 * `scaled`: xj = sj zj with zj ~ N(0, 1) and the scales sj from 1 to `span`, evenly on a
 * logarithmic axis; wj = N(0, 1) / sj, so that each feature matters as much as any other. With
 * span 1 it is `linear` with condition 1, bit by bit: the same problem in other units.
 *
 * `linear`: x = H (s z), where the squares of the scales go from 1 down to 1 / `condition` and
 * H = I - 2 v v' reflects in a random direction (Householder 1958). So E[x x'], which is the
 * Hessian of the loss (y - wx)^2 / 2, has eigenvalues from 1 to 1 / condition, and its ravine
 * lies across the axes: a step size for each weight is no way out of it. wj ~ N(0, 1). */
#include <math.h>

#include "base/fmath.h"
#include "data/generate.h"
#include "data/kinds.h"

enum { FEATURES = SP_GEN_OWN, NOISE, CONDITION, SPAN = CONDITION };

static const sp_param linear_params[] = {
    SP_GENERATOR_PARAMS(1000, 1000),
    {"features", 2, 1, 10000, true, NULL},
    {"noise", 0.1, 0, 1000, false, NULL},
    {"condition", 1, 1, 1e8, false, NULL},
};
static const sp_param scaled_params[] = {
    SP_GENERATOR_PARAMS(1000, 1000),
    {"features", 4, 1, 10000, true, NULL},
    {"noise", 0.1, 0, 1000, false, NULL},
    {"span", 1e6, 1, 1e9, false, NULL},
};

/* work holds the scales s and then the direction v. */
static void draw(const sp_dataset *d, const double *value, sp_rng *r, size_t i, sp_split *split)
{
    const size_t n = (size_t)d->shape.channels;
    const double *s = d->work, *v = d->work + n;
    float *x = split->floats + i * n;

    double along = 0; /* v' (s z) */
    for (size_t j = 0; j < n; j++) {
        x[j] = (float)s[j] * sp_rng_normal(r);
        along += v[j] * (double)x[j];
    }
    double y = (double)d->truth[n];
    for (size_t j = 0; j < n; j++) {
        x[j] = (float)((double)x[j] - 2 * v[j] * along);
        y += (double)d->truth[j] * (double)x[j];
    }
    split->targets[i] = (float)(y + value[NOISE] * (double)sp_rng_normal(r));
}

/* s[j] = last^(j / (n - 1)): from 1 to `last`. */
static void set_scales(double *s, size_t n, double last)
{
    for (size_t j = 0; j < n; j++) {
        const float part = n > 1 ? (float)j / (float)(n - 1) : 0;
        s[j] = (double)sp_pow((float)last, part);
    }
}

/* A random direction of length 1. */
static void set_direction(double *v, size_t n, sp_rng *r)
{
    double square = 0;
    for (size_t j = 0; j < n; j++) {
        v[j] = (double)sp_rng_normal(r);
        square += v[j] * v[j];
    }
    for (size_t j = 0; j < n; j++) v[j] /= sqrt(square);
}

static sp_status open_task(sp_dataset *d, const sp_data_request *q, sp_rng *task, sp_error *e)
{
    const size_t n = (size_t)q->choice->value[FEATURES];
    d->shape = sp_shape_flat((int)n);
    d->outputs = 1;
    d->n_truth = n + 1;
    d->n_work = 2 * n;
    const sp_status status = sp_generate_open(d, q, false, e);
    if (status != SP_OK) return status;

    *task = sp_generate_task(q);
    for (size_t j = 0; j <= n; j++) d->truth[j] = sp_rng_normal(task);
    return SP_OK;
}

static sp_status build_linear(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    sp_rng task;
    const sp_status status = open_task(d, q, &task, e);
    if (status != SP_OK) return status;

    const size_t n = d->n_truth - 1;
    const double condition = q->choice->value[CONDITION];
    set_scales(d->work, n, 1 / sqrt(condition));
    if (condition > 1) set_direction(d->work + n, n, &task);
    return sp_generate_draw(d, q, draw, e);
}

static sp_status build_scaled(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    sp_rng task;
    const sp_status status = open_task(d, q, &task, e);
    if (status != SP_OK) return status;

    const size_t n = d->n_truth - 1;
    set_scales(d->work, n, q->choice->value[SPAN]);
    for (size_t j = 0; j < n; j++) d->truth[j] = (float)((double)d->truth[j] / d->work[j]);
    return sp_generate_draw(d, q, draw, e);
}

const sp_dataset_kind sp_data_linear = {
    {"linear", linear_params, SP_COUNT(linear_params), "data/linear.c", ""},
    build_linear,
    NULL};
const sp_dataset_kind sp_data_scaled = {
    {"scaled", scaled_params, SP_COUNT(scaled_params), "data/linear.c", ""},
    build_scaled,
    NULL};
