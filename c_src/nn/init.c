#include "nn/init.h"

#include <math.h>
#include <string.h>

enum { HE, XAVIER, UNIFORM, NORMAL, ORTHOGONAL, ZEROS };

static void fill_uniform(float *w, size_t n, float limit, sp_rng *r)
{
    for (size_t i = 0; i < n; i++) w[i] = limit * (2.0f * sp_rng_uniform(r) - 1.0f);
}

static void fill_normal(float *w, size_t n, float deviation, sp_rng *r)
{
    for (size_t i = 0; i < n; i++) w[i] = deviation * sp_rng_normal(r);
}

/* Modified Gram-Schmidt on the `count` vectors of `length` >= count numbers, which lie
 * `between` apart with their numbers `step` apart; then scaled to the gain for relu, sqrt(2).
 */
static void make_orthogonal(float *w, size_t count, size_t length, size_t between, size_t step)
{
    const double gain = sqrt(2.0);
    for (size_t i = 0; i < count; i++) {
        float *v = w + i * between;
        for (size_t j = 0; j < i; j++) {
            const float *u = w + j * between;
            double dot = 0;
            for (size_t k = 0; k < length; k++)
                dot += (double)v[k * step] * (double)u[k * step];
            const float part = (float)dot;
            for (size_t k = 0; k < length; k++) v[k * step] -= part * u[k * step];
        }
        double square = 0;
        for (size_t k = 0; k < length; k++) square += (double)v[k * step] * (double)v[k * step];
        const float scale = square > 0 ? (float)(1.0 / sqrt(square)) : 0.0f;
        for (size_t k = 0; k < length; k++) v[k * step] *= scale;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < length; k++) {
            float *x = &w[i * between + k * step];
            *x = (float)(gain * (double)*x);
        }
    }
}

void sp_init_weights(double init, double std, size_t rows, size_t fan_in, size_t fan_out,
                     float *w, float *bias, size_t n_bias, sp_rng *r)
{
    const size_t n = rows * fan_in;
    memset(bias, 0, n_bias * sizeof *bias);

    switch ((int)init) {
    case HE:
        fill_normal(w, n, sqrtf(2.0f / (float)fan_in), r);
        break;
    case XAVIER:
        fill_uniform(w, n, sqrtf(6.0f / (float)(fan_in + fan_out)), r);
        break;
    case UNIFORM:
        fill_uniform(w, n, 1.0f / sqrtf((float)fan_in), r);
        fill_uniform(bias, n_bias, 1.0f / sqrtf((float)fan_in), r);
        break;
    case NORMAL:
        fill_normal(w, n, (float)std, r);
        break;
    case ORTHOGONAL:
        fill_normal(w, n, 1.0f, r);
        if (rows <= fan_in)
            make_orthogonal(w, rows, fan_in, fan_in, 1);
        else
            make_orthogonal(w, fan_in, rows, 1, fan_in);
        break;
    case ZEROS:
        memset(w, 0, n * sizeof *w);
        break;
    default:
        SP_ASSERT(false);
    }
}
