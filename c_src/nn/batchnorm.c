/* Batch normalisation (Ioffe & Szegedy, 2015), per channel of an image or per number of a
 * vector. x^ = (x - mean) / sqrt(variance + eps),   y = gamma x^ + beta training: mean and
 * variance over the batch (and the pixels), and running <- (1 - momentum) running + momentum
 * (that of the batch, variance by N - 1) in use:   the running ones dx = gamma / sqrt(variance
 * + eps) (dy - mean(dy) - x^ mean(dy x^)) gamma and beta are counted as bias, so that weight
 * penalties leave them alone. */
#include <math.h>

#include "nn/kinds.h"
#include "nn/layer.h"

enum { MOMENTUM, EPS };

static const sp_param params[] = {
    {"momentum", 0.1, 0, 1, false, NULL},
    {"eps", 1e-5, 1e-12, 1, false, NULL},
};

static size_t channels(const sp_layer *l)
{
    return (size_t)l->in.channels;
}

static size_t area(const sp_layer *l)
{
    return (size_t)(l->in.height * l->in.width);
}

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    l->bias = 2 * channels(l);  /* gamma, then beta */
    l->state = 2 * channels(l); /* running mean, then running variance */
    return SP_OK;
}

SP_RARELY static void init(const sp_layer *l, float *w, float *state, sp_rng *r)
{
    (void)r;
    const size_t C = channels(l);
    for (size_t c = 0; c < C; c++) {
        w[c] = 1;
        w[C + c] = 0;
        state[c] = 0;
        state[C + c] = 1;
    }
}

/* Mean and biased variance of channel c over the batch, summed in double. */
static void moments(const sp_layer *l, const sp_pass *p, size_t c, double *mean,
                    double *variance)
{
    const size_t C = channels(l), A = area(l);
    double sum = 0, square = 0;
    for (size_t b = 0; b < p->B; b++) {
        const float *x = p->x + (b * C + c) * A;
        for (size_t i = 0; i < A; i++) sum += (double)x[i];
    }
    *mean = sum / (double)(p->B * A);
    for (size_t b = 0; b < p->B; b++) {
        const float *x = p->x + (b * C + c) * A;
        for (size_t i = 0; i < A; i++) {
            const double off = (double)x[i] - *mean;
            square += off * off;
        }
    }
    *variance = square / (double)(p->B * A);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t C = channels(l), A = area(l);
    const double N = (double)(p->B * A), rate = l->hyper[MOMENTUM];
    for (size_t c = 0; c < C; c++) {
        double mean = (double)p->state[c], variance = (double)p->state[C + c];
        if (p->training) {
            moments(l, p, c, &mean, &variance);
            const double unbiased = N > 1 ? variance * N / (N - 1) : variance;
            p->state[c] = (float)((1 - rate) * (double)p->state[c] + rate * mean);
            p->state[C + c] = (float)((1 - rate) * (double)p->state[C + c] + rate * unbiased);
        }
        const float scale = (float)((double)p->w[c] / sqrt(variance + l->hyper[EPS]));
        const float centre = (float)mean, beta = p->w[C + c];
        for (size_t b = 0; b < p->B; b++) {
            const float *x = p->x + (b * C + c) * A;
            float *y = p->y + (b * C + c) * A;
            for (size_t i = 0; i < A; i++) y[i] = scale * (x[i] - centre) + beta;
        }
    }
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    const size_t C = channels(l), A = area(l);
    const double N = (double)(p->B * A);
    for (size_t c = 0; c < C; c++) {
        double mean = (double)p->state[c], variance = (double)p->state[C + c];
        if (p->training) moments(l, p, c, &mean, &variance);
        const double inverse = 1 / sqrt(variance + l->hyper[EPS]);
        double sum = 0, along = 0; /* of dy, and of dy x^ */
        for (size_t b = 0; b < p->B; b++) {
            const size_t at = (b * C + c) * A;
            for (size_t i = at; i < at + A; i++) {
                sum += (double)p->dy[i];
                along += (double)p->dy[i] * ((double)p->x[i] - mean) * inverse;
            }
        }
        p->dw[c] = (float)along;
        p->dw[C + c] = (float)sum;
        if (!p->dx) continue;
        const double gamma = (double)p->w[c] * inverse;
        const double shift = p->training ? sum / N : 0, tilt = p->training ? along / N : 0;
        for (size_t b = 0; b < p->B; b++) {
            const size_t at = (b * C + c) * A;
            for (size_t i = at; i < at + A; i++) {
                const double normal = ((double)p->x[i] - mean) * inverse;
                p->dx[i] = (float)(gamma * ((double)p->dy[i] - shift - normal * tilt));
            }
        }
    }
}

const sp_layer_kind sp_layer_batchnorm = {
    .head = {"batchnorm", params, SP_COUNT(params), "nn/batchnorm.c", "Ioffe & Szegedy, 2015"},
    .plan = plan,
    .init = init,
    .forward = forward,
    .backward = backward,
    .over_dy = true,
};
