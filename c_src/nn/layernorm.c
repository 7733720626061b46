/* Layer normalisation (Ba, Kiros & Hinton, 2016), over all n numbers of an example.
 *   x^ = (x - mean) / sqrt(variance + eps),   y_i = gamma_i x^_i + beta_i
 *   with d = gamma dy:   dx = (d - mean(d) - x^ mean(d x^)) / sqrt(variance + eps)
 * gamma and beta are counted as bias, so that weight penalties leave them alone. */
#include <math.h>
#include <string.h>

#include "nn/kinds.h"
#include "nn/layer.h"

enum { EPS };

static const sp_param params[] = {
    {"eps", 1e-5, 1e-12, 1, false, NULL},
};

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    l->bias = 2 * sp_layer_in(l); /* gamma, then beta */
    return SP_OK;
}

SP_RARELY static void init(const sp_layer *l, float *w, float *state, sp_rng *r)
{
    (void)state;
    (void)r;
    const size_t n = sp_layer_in(l);
    for (size_t i = 0; i < n; i++) {
        w[i] = 1;
        w[n + i] = 0;
    }
}

static void moments(const sp_layer *l, const float *x, double *mean, double *inverse)
{
    const size_t n = sp_layer_in(l);
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++) sum += (double)x[i];
    *mean = sum / (double)n;
    for (size_t i = 0; i < n; i++) {
        const double off = (double)x[i] - *mean;
        square += off * off;
    }
    *inverse = 1 / sqrt(square / (double)n + l->hyper[EPS]);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = sp_layer_in(l);
    const float *gamma = p->w, *beta = p->w + n;
    for (size_t b = 0; b < p->B; b++) {
        const float *x = p->x + b * n;
        float *y = p->y + b * n;
        double mean, inverse;
        moments(l, x, &mean, &inverse);
        for (size_t i = 0; i < n; i++) {
            y[i] = gamma[i] * (float)(((double)x[i] - mean) * inverse) + beta[i];
        }
    }
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = sp_layer_in(l);
    const float *gamma = p->w;
    memset(p->dw, 0, 2 * n * sizeof *p->dw);
    for (size_t b = 0; b < p->B; b++) {
        const float *x = p->x + b * n, *dy = p->dy + b * n;
        double mean, inverse, sum = 0, along = 0; /* of d, and of d x^ */
        moments(l, x, &mean, &inverse);
        for (size_t i = 0; i < n; i++) {
            const double normal = ((double)x[i] - mean) * inverse;
            const double d = (double)gamma[i] * (double)dy[i];
            p->dw[i] += (float)((double)dy[i] * normal);
            p->dw[n + i] += dy[i];
            sum += d;
            along += d * normal;
        }
        if (!p->dx) continue;
        for (size_t i = 0; i < n; i++) {
            const double normal = ((double)x[i] - mean) * inverse;
            const double d = (double)gamma[i] * (double)dy[i];
            p->dx[b * n + i] =
                (float)(inverse * (d - sum / (double)n - normal * along / (double)n));
        }
    }
}

const sp_layer_kind sp_layer_layernorm = {
    .head = {"layernorm", params, SP_COUNT(params), "nn/layernorm.c",
             "Ba, Kiros & Hinton, 2016"},
    .plan = plan,
    .init = init,
    .forward = forward,
    .backward = backward,
    .over_dy = true,
    .window = sp_whole_window,
};
