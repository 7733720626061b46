/* The data set `polynomial`: one number t, uniform in -1 .. 1, given by its powers.
 *   inputs t, t^2, ..., t^powers;   y = c0 T0(t) + c1 T1(t) + ... + cn Tn(t) + noise N(0, 1)
 * n is `degree`, T are Chebyshev's polynomials and ck ~ N(0, 1) / sqrt(n + 1): each degree
 * makes the curve turn about as far as any other, while a random polynomial in powers of t
 * would be nearly straight in the middle. With more powers than the degree a net can fit noise.
 */
#include <math.h>

#include "data/generate.h"
#include "data/kinds.h"

enum { DEGREE = SP_GEN_OWN, POWERS, NOISE };
enum { MOST = 16 };

static const sp_param params[] = {
    SP_GENERATOR_PARAMS(30, 500),
    {"degree", 3, 0, MOST, true, NULL},
    {"powers", 9, 1, MOST, true, NULL},
    {"noise", 0.2, 0, 100, false, NULL},
};

/* work holds c0, c1, ... */
static void draw(const sp_dataset *d, const double *value, sp_rng *r, size_t i, sp_split *split)
{
    const size_t powers = (size_t)d->shape.channels;
    const double t = 2 * (double)sp_rng_uniform(r) - 1;
    double power = 1, before = t, T = 1, y = 0; /* before: T of degree -1 is T of degree 1 */

    for (size_t k = 0; k < powers; k++) {
        power *= t;
        split->floats[i * powers + k] = (float)power;
    }
    for (size_t k = 0; k < d->n_work; k++) {
        y += d->work[k] * T;
        const double next = 2 * t * T - before;
        before = T;
        T = next;
    }
    split->targets[i] = (float)(y + value[NOISE] * (double)sp_rng_normal(r));
}

/* truth = the weights of t, t^2, ... and then the bias. */
static void expand(const double *c, size_t degree, float *truth, size_t powers)
{
    double sum[MOST + 1] = {0}, T[MOST + 1] = {1}, before[MOST + 1] = {0};
    for (size_t k = 0; k <= degree; k++) {
        double next[MOST + 1];
        for (size_t p = 0; p <= MOST; p++) {
            sum[p] += c[k] * T[p];
            next[p] = (k ? 2 : 1) * (p ? T[p - 1] : 0) - before[p];
        }
        for (size_t p = 0; p <= MOST; p++) {
            before[p] = T[p];
            T[p] = next[p];
        }
    }
    for (size_t p = 0; p < powers; p++) truth[p] = (float)sum[p + 1];
    truth[powers] = (float)sum[0];
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const size_t degree = (size_t)q->choice->value[DEGREE];
    const size_t powers = (size_t)q->choice->value[POWERS];
    d->shape = sp_shape_flat((int)powers);
    d->outputs = 1;
    d->n_work = degree + 1;
    if (powers >= degree) d->n_truth = powers + 1;
    const sp_status status = sp_generate_open(d, q, false, e);
    if (status != SP_OK) return status;

    sp_rng task = sp_generate_task(q);
    const double share = 1 / sqrt((double)d->n_work);
    for (size_t k = 0; k <= degree; k++) d->work[k] = share * (double)sp_rng_normal(&task);
    if (d->truth) expand(d->work, degree, d->truth, powers);
    return sp_generate_draw(d, q, draw, e);
}

const sp_dataset_kind sp_data_polynomial = {
    {"polynomial", params, SP_COUNT(params), "data/polynomial.c", ""}, build, NULL};
